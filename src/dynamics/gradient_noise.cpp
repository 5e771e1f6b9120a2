// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/gradient_noise.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/moment_sum.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using namespace detail;

GradientMoments moments_by(const MomentRule& rule, const Problem& problem,
                           const Coefficients& coefficients, const SummaryState& state) {
  // Path estimator and matched variance: z enters through tau and f alone.
  if (problem.noise.estimator == Estimator::path && problem.family.variance == Variance::matched) {
    return MomentSum<2>(problem, coefficients, state).run(rule);
  }
  return MomentSum<6>(problem, coefficients, state).run(rule);
}

}  // namespace

GramRate step_size_drift(const Problem& problem, const Coefficients& coefficients,
                         const SummaryState& state) {
  const GradientNoise& noise = problem.noise;
  if (noise.step == 0.0) return {};
  const double sigma = coefficients.sigma, speed = coefficients.speed;
  const double own = excess_precision(problem, coefficients) * sigma;
  const auto& w = problem.family.weights;
  const double rate = noise.step * (problem.target.dimension - 1.0) / noise.batch * speed * speed;
  if (noise.estimator == Estimator::path) {
    return {.q11 = rate * w[0] * w[0] * own * own, .q22 = rate * w[1] * w[1] * own * own};
  }
  // E over samples of l of (C_ll)^2, C_ll C_ol, (C_ol)^2, with C_ll = own + (1 - f)/sigma and
  // C_ol = f/sigma, both times w_l; E f(1 - f) = E f'.
  const double square = state.squared_distance() / (sigma * sigma);
  const double distance = std::sqrt(std::max(0.0, square));
  const double log_ratio = log_weight_ratio(problem.family);
  const double scale = 1.0 / sigma;
  std::array<double, 2> same{}, claimed{};
  double mixed = 0.0;
  for (std::size_t l = 0; l < 2; ++l) {
    const double odds = (l == 0 ? -log_ratio : log_ratio) - 0.5 * square;
    const double f_mean = expected_logistic(odds, distance);
    const double product = 0.25 * expected_sech_squared(0.5 * odds, 0.5 * distance);
    const double factor = rate * w[l] * w[l];
    // E (1 - f)^2 = 1 - E f - E f(1 - f)
    same[l] = factor * (own * own + 2.0 * own * scale * (1.0 - f_mean) +
                        scale * scale * (1.0 - f_mean - product));
    claimed[l] = factor * scale * scale * (f_mean - product);
    mixed += factor * scale * (own * f_mean + scale * product);
  }
  return {.q11 = same[0] + claimed[1], .q12 = mixed, .q22 = same[1] + claimed[0]};
}

GradientMoments gradient_moments(const Problem& problem, const Coefficients& coefficients,
                                 const SummaryState& state) {
  return moments_by(quadrature_rule, problem, coefficients, state);
}

GradientMoments fast_gradient_moments(const Problem& problem, const Coefficients& coefficients,
                                      const SummaryState& state) {
  return moments_by(closed_form_rule, problem, coefficients, state);
}

}  // namespace annealvi
