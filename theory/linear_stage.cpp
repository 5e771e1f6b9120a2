// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/linear_stage.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"
#include "theory/linear_motion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace annealvi {

LinearRates linear_rates(const Coefficients& coefficients, double separation,
                         double squared_distance) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double sigma = coefficients.sigma;
  const double steepness = c * separation * sigma;
  const double sum =
      0.5 * (A * c * separation * separation * expected_sech_squared(0.0, steepness) - H);
  const double overlap =
      self_responsibility_complement(std::sqrt(squared_distance) / sigma) / (sigma * sigma);
  const double speed = coefficients.speed;
  return {speed * sum, speed * (sum + overlap), speed * overlap};
}

std::optional<OverlapProbability> overlap_probability(const Problem& problem, double end_time,
                                                      const Tolerances& tolerances) {
  if (!problem.symmetric()) return std::nullopt;
  const double R = problem.target.separation;
  const double scale = problem.initial_scale();
  const double start_variance = 2.0 * scale * scale;
  const double log_limit = math::log(0.25 * R * R);
  if (math::log(start_variance) >= log_limit) return std::nullopt;

  // State: log v_S, log v_D, log(1 + y) in (N6), (L3).
  const OdeSystem system = [&](double t, std::span<const double> x, std::span<double> derivative) {
    const double y = std::max(0.0, math::expm1(x[2]));
    const LinearMotion motion = linear_motion(problem, t, y, math::exp(x[1]));
    derivative[0] = 2.0 * motion.growth_sum + motion.noise.sum * math::exp(-x[0]);
    derivative[1] = 2.0 * motion.growth_difference + motion.noise.difference * math::exp(-x[1]);
    derivative[2] = (motion.log_distance * y + motion.step_size_term) / (1.0 + y);
  };
  OdeOptions options{.tolerances = tolerances, .kinks = motion_kinks(problem)};
  options.events.push_back(
      {.value = [&](double, std::span<const double> x) { return std::max(x[0], x[1]) - log_limit; },
       .direction = +1,
       .terminal = true});
  const double log_start = math::log(start_variance);
  const double start[] = {log_start, log_start,
                          math::log1p(start_variance * (problem.target.dimension - 1.0))};
  const OdeResult result = solve_ode(system, start, 0.0, end_time, options);
  if (result.status != OdeStatus::stopped_by_event) return std::nullopt;
  const double ratio = math::exp(0.5 * (result.state[0] - result.state[1]));
  return OverlapProbability{2.0 / std::numbers::pi * math::atan(ratio), result.time};
}

}  // namespace annealvi
