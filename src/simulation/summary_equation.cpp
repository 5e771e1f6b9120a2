// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "simulation/summary_equation.hpp"

#include "annealvi/dynamics/gradient_noise.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

/// Columns of the lower triangle L with L L^T = eta Sigma. Sigma often has rank 4 or less: a pivot
/// within rounding of zero ends its column.
std::array<StateVector<5>, 5> cholesky_columns(const SummaryMatrix& covariance, double eta) {
  constexpr double rounding = 1e-12;
  std::array<StateVector<5>, 5> column{};
  for (std::size_t j = 0; j < 5; ++j) {
    const double own = eta * covariance[j][j];
    double pivot = own;
    for (std::size_t r = 0; r < j; ++r) pivot -= column[r][j] * column[r][j];
    if (!(pivot > rounding * own)) continue;
    const double root = std::sqrt(pivot), inverse = 1.0 / root;
    column[j][j] = root;
    for (std::size_t i = j + 1; i < 5; ++i) {
      double rest = eta * covariance[i][j];
      for (std::size_t r = 0; r < j; ++r) rest -= column[r][i] * column[r][j];
      column[j][i] = rest * inverse;
    }
  }
  return column;
}

}  // namespace

ItoCoefficients<5, 5> SummaryEquation::at(double t, const State& u) const {
  const SummaryState state = from_vector(u);
  const GradientMoments moments =
      fast_gradient_moments(problem_, coefficients_at(problem_, t), state);
  const double eta = problem_.noise.step;
  const auto& [flow, covariance, orthogonal] = moments;
  return {.drift = {flow.overlap[0], flow.overlap[1], flow.q11 + eta * orthogonal.q11,
                    flow.q12 + eta * orthogonal.q12, flow.q22 + eta * orthogonal.q22},
          .factor = cholesky_columns(covariance, eta)};
}

bool project_gram(SummaryState& state) {
  auto& [overlap, q11, q12, q22] = state;
  const double trace = q11 + q22, determinant = q11 * q22 - q12 * q12;
  constexpr double rounding = 1e-12;
  if (trace >= 0.0 && determinant >= -rounding * trace * trace) return false;
  // Eigenvalues trace/2 +- radius; negative ones become 0: Q = larger v v^T.
  const double half_gap = 0.5 * (q11 - q22), radius = math::hypot(half_gap, q12);
  const double larger = std::max(0.0, 0.5 * trace + radius);
  const double share = radius > 0.0 ? half_gap / radius : 0.0;
  q11 = 0.5 * larger * (1.0 + share);
  q22 = 0.5 * larger * (1.0 - share);
  q12 = radius > 0.0 ? 0.5 * larger * (q12 / radius) : 0.0;
  return true;
}

}  // namespace annealvi
