// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// One step of an Ito equation dx = b(t, x) dt + sum_r g_r(t, x) dW_r, for any equation:
// theory/stochastic_equation.md (Schemes).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace annealvi {

template <std::size_t N>
using StateVector = std::array<double, N>;

/// Drift and the columns g_r of the diffusion factor at one point. An equation is a type with
/// `states`, `noises` and `at(t, x)` that returns this.
template <std::size_t N, std::size_t M>
struct ItoCoefficients {
  StateVector<N> drift{};
  std::array<StateVector<N>, M> factor{};
};

/// x + factor * y
template <std::size_t N>
[[nodiscard]] StateVector<N> sum_of(StateVector<N> x, double factor, const StateVector<N>& y) {
  for (std::size_t i = 0; i < N; ++i) x[i] += factor * y[i];
  return x;
}

/// Euler and Maruyama: strong order 1/2, weak order 1.
template <class Equation>
[[nodiscard]] StateVector<Equation::states> euler_maruyama_step(
    const Equation& equation, double t, const StateVector<Equation::states>& x, double h,
    const std::array<double, Equation::noises>& dw) {
  const auto [drift, factor] = equation.at(t, x);
  auto result = sum_of(x, h, drift);
  for (std::size_t r = 0; r < Equation::noises; ++r) result = sum_of(result, dw[r], factor[r]);
  return result;
}

/// Random signs that a step of weak order 2 needs besides the increments.
template <std::size_t M>
struct StepSigns {
  std::array<double, M> direction{};            ///< +-1
  std::array<std::array<double, M>, M> area{};  ///< area[q][r] = -area[r][q] = +-1 for q < r
};

/// Derivative-free scheme of weak order 2 for noise of any kind (non-commutative, multiplicative);
/// 2 M + 4 evaluations. The iterated integrals are replaced by variables with the same moments, see
/// the page.
template <class Equation>
[[nodiscard]] StateVector<Equation::states> weak_second_order_step(
    const Equation& equation, double t, const StateVector<Equation::states>& x, double h,
    const std::array<double, Equation::noises>& dw, const StepSigns<Equation::noises>& signs) {
  constexpr std::size_t N = Equation::states, M = Equation::noises;
  const auto [drift, factor] = equation.at(t, x);

  StateVector<N> euler = sum_of(x, h, drift), ahead = sum_of(x, 0.5 * h, drift), behind = ahead;
  const double reach = std::sqrt(0.5 * h);
  for (std::size_t r = 0; r < M; ++r) {
    euler = sum_of(euler, dw[r], factor[r]);
    ahead = sum_of(ahead, reach * signs.direction[r], factor[r]);
    behind = sum_of(behind, -reach * signs.direction[r], factor[r]);
  }
  StateVector<N> result = sum_of(x, 0.5 * h, drift);
  result = sum_of(result, 0.5 * h, equation.at(t + h, euler).drift);
  const auto ahead_factor = equation.at(t + 0.5 * h, ahead).factor;
  const auto behind_factor = equation.at(t + 0.5 * h, behind).factor;
  for (std::size_t r = 0; r < M; ++r) {
    result = sum_of(result, 0.5 * dw[r], ahead_factor[r]);
    result = sum_of(result, 0.5 * dw[r], behind_factor[r]);
  }
  // Sum over q of (g_q . grad) g_r times the integral of dW_q dW_r, by differences.
  for (std::size_t r = 0; r < M; ++r) {
    if (factor[r] == StateVector<N>{}) continue;  // g_r = 0 around here: noise of lower rank
    StateVector<N> shift{};
    for (std::size_t q = 0; q < M; ++q) {
      const double integral = 0.5 * (dw[q] * dw[r] - (q == r ? h : 0.0) + h * signs.area[q][r]);
      shift = sum_of(shift, integral, factor[q]);
    }
    result = sum_of(result, 0.5, equation.at(t, sum_of(x, 1.0, shift)).factor[r]);
    result = sum_of(result, -0.5, equation.at(t, sum_of(x, -1.0, shift)).factor[r]);
  }
  return result;
}

}  // namespace annealvi
