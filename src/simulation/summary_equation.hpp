// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The stochastic equation of the summary statistics: theory/stochastic_equation.md.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"
#include "simulation/stochastic_steps.hpp"

namespace annealvi {

/// du = [flow + eta E g_i.g_j] dt + sqrt(eta) Sigma^(1/2) dW for u = (m_1, m_2, Q_11, Q_12, Q_22),
/// in the sense of Ito. The factor is the Cholesky factor of eta Sigma.
class SummaryEquation {
 public:
  static constexpr std::size_t states = 5, noises = 5;
  using State = StateVector<states>;

  /// Keeps a reference to `problem`.
  explicit SummaryEquation(const Problem& problem) : problem_(problem) {}

  [[nodiscard]] ItoCoefficients<states, noises> at(double t, const State& u) const;

  [[nodiscard]] static State to_vector(const SummaryState& state) {
    return {state.overlap[0], state.overlap[1], state.q11, state.q12, state.q22};
  }
  [[nodiscard]] static SummaryState from_vector(const State& u) {
    return {.overlap = {u[0], u[1]}, .q11 = u[2], .q12 = u[3], .q22 = u[4]};
  }

 private:
  const Problem& problem_;
};

/// The nearest positive semidefinite Gram matrix; true when that changed more than rounding.
bool project_gram(SummaryState& state);

}  // namespace annealvi
