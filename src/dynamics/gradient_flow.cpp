// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/gradient_flow.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

/// Below this difference (T_1 - T_2)/D has reached its limit to all digits, and above it nothing
/// underflows.
constexpr double smallest_difference = 1e-280;

}  // namespace

SummaryState summary_flow(const Coefficients& coefficients, const Family& family, double separation,
                          const SummaryState& state) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double inverse_variance = 1.0 / (coefficients.sigma * coefficients.sigma);
  const auto& w = family.weights;

  // (F2): how often a sample of one component is claimed by the other, R_12 and R_21.
  const double squared_distance = state.squared_distance() * inverse_variance;
  const double distance = std::sqrt(std::max(0.0, squared_distance));
  const double log_ratio = w[0] == w[1] ? 0.0 : math::log(w[0] / w[1]);
  const double claimed_by_2 = expected_logistic(-log_ratio - 0.5 * squared_distance, distance);
  const double claimed_by_1 = log_ratio == 0.0
                                  ? claimed_by_2
                                  : expected_logistic(log_ratio - 0.5 * squared_distance, distance);

  // (F3), with R_kk = 1 - R_kj: a_kk = w_k (R_kj/sigma^2 - H), a_kj = -w_k R_kj/sigma^2.
  const double a12 = -w[0] * claimed_by_2 * inverse_variance;
  const double a21 = -w[1] * claimed_by_1 * inverse_variance;
  const double a11 = -w[0] * H - a12;
  const double a22 = -w[1] * H - a21;

  const double steepness = c * separation;
  const auto pull = [&, A = A, b = b](int k) {
    const auto index = static_cast<std::size_t>(k);
    return w[index] * A * separation *
           expected_tanh(steepness * state.overlap[index] + b, steepness * coefficients.sigma);
  };
  const double speed = coefficients.speed;
  const auto& m = state.overlap;
  // (F4): dQ/dt = a Q + Q a^T
  return {.overlap = {speed * (pull(0) + a11 * m[0] + a12 * m[1]),
                      speed * (pull(1) + a21 * m[0] + a22 * m[1])},
          .q11 = speed * 2.0 * (a11 * state.q11 + a12 * state.q12),
          .q12 = speed * (a21 * state.q11 + (a11 + a22) * state.q12 + a12 * state.q22),
          .q22 = speed * 2.0 * (a21 * state.q12 + a22 * state.q22)};
}

SumDifferenceRates sum_difference_flow(const Problem& problem, const Coefficients& coefficients,
                                       double sum, double difference, double squared_distance) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double sigma = coefficients.sigma;
  const double separation = problem.target.separation;
  const double D = std::max(difference, smallest_difference);
  const double half_steepness = 0.5 * c * separation;
  const TanhPair tanh =
      expected_tanh_pair(half_steepness * sum + b, half_steepness * D, c * separation * sigma);
  const double distance = std::sqrt(difference * difference + squared_distance) / sigma;
  const double claimed = self_responsibility_complement(distance);  // 1 - r
  const double overlap_rate = claimed / (sigma * sigma);
  const double pull = A * separation;
  const double speed = coefficients.speed;
  SumDifferenceRates rates{
      .sum = speed * 0.5 * (pull * tanh.sum - H * sum),
      .log_difference = speed * (0.5 * (pull * (tanh.difference / D) - H) + overlap_rate),
      .log_distance = speed * (2.0 * overlap_rate - H),
      .step_size_term = 0.0};
  if (const GradientNoise& noise = problem.noise; noise.step > 0.0) {  // (N4')
    const double own = (H * sigma * sigma - 1.0) / sigma;              // a_0 of (N3)
    double variance = own * own;
    if (noise.estimator == Estimator::total)
      variance += (1.0 - 2.0 * claimed) * (2.0 * own + 1.0 / sigma) / sigma;
    rates.step_size_term = noise.step * speed * speed * (problem.target.dimension - 1.0) *
                           variance / (2.0 * noise.batch);
  }
  return rates;
}

SumDifferenceRates sum_difference_recursion(const Problem& problem, double time, double sum,
                                            double difference, double squared_distance) {
  const SumDifferenceRates here = sum_difference_flow(problem, coefficients_at(problem, time), sum,
                                                      difference, squared_distance);
  if (problem.noise.step == 0.0) return here;
  const double half = 0.5 * problem.noise.step;
  const double shrink = 1.0 - half * here.log_difference;
  const double root_shrink = 1.0 - 0.5 * half * here.log_distance;  // of sqrt(y)
  // y - half dy/dt, kept positive where noise makes y in less than a step
  const double change = half * (here.log_distance * squared_distance + here.step_size_term);
  const double distance_before =
      change <= 0.0 ? squared_distance - change
                    : squared_distance * squared_distance / (squared_distance + change);
  SumDifferenceRates rates =
      sum_difference_flow(problem, coefficients_at(problem, std::max(0.0, time - half)),
                          sum - half * here.sum, difference * shrink, distance_before);
  rates.log_difference *= shrink;
  rates.log_distance *= root_shrink;
  rates.step_size_term *= root_shrink * root_shrink;
  return rates;
}

double objective(const Problem& problem, const Coefficients& coefficients,
                 const SummaryState& state) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double sigma = coefficients.sigma;
  const auto& w = problem.family.weights;
  const double squared_distance = state.squared_distance() / (sigma * sigma);
  const double distance = std::sqrt(std::max(0.0, squared_distance));
  const double log_ratio = math::log(w[0] / w[1]);

  // What grows with d, (d/2)(H sigma^2 - 1 - log(H sigma^2)), is combined before it cancels.
  const double mismatch = H * sigma * sigma - 1.0;
  double kl = 0.5 * problem.target.dimension * (mismatch - math::log1p(mismatch)) +
              log_tilt_normaliser(coefficients.annealed, problem.target);
  for (int k = 0; k < 2; ++k) {
    const auto index = static_cast<std::size_t>(k);
    const double own_advantage = (k == 0 ? log_ratio : -log_ratio) + 0.5 * squared_distance;
    const double log_q = math::log(w[index]) + expected_softplus(-own_advantage, distance);
    const double steepness = c * problem.target.separation;
    const double tilt =
        A / c * expected_log_cosh(steepness * state.overlap[index] + b, steepness * sigma);
    kl += w[index] * (log_q + 0.5 * H * state.squared_norm(k) - tilt);
  }
  return coefficients.speed * kl;
}

}  // namespace annealvi
