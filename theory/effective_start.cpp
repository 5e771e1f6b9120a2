// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/effective_start.hpp"

#include "annealvi/theory/separatrix.hpp"
#include "numerics/elementary.hpp"
#include "theory/linear_motion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace annealvi {

RandomStart initial_start(const Problem& problem, double chi_squared) {
  const double unit = 2.0 * problem.initial_scale() * problem.initial_scale();
  return {0.0, unit, unit, unit * chi_squared};
}

double matching_time(const Problem& problem, double end_time, const Tolerances& tolerances) {
  const auto growth = [&](double t) { return linear_motion(problem, t, 0.0, 0.0).growth_sum; };
  const OdeSystem system = [&](double t, std::span<const double>, std::span<double> derivative) {
    derivative[0] = growth(t);
  };
  // The integral is lowest at a start of growth, or at one of the ends.
  OdeOptions options{.tolerances = tolerances, .kinks = motion_kinks(problem)};
  options.events.push_back(
      {.value = [&](double t, std::span<const double>) { return growth(t); }, .direction = +1});
  const double start[] = {0.0};
  const OdeResult result = solve_ode(system, start, 0.0, end_time, options);
  if (result.failed()) throw NumericalFailure("linear growth: " + describe(result));
  double lowest = 0.0, lowest_time = 0.0;
  const auto look_at = [&](double t, double integral) {
    if (integral < lowest) {
      lowest = integral;
      lowest_time = t;
    }
  };
  for (const OdeEventHit& hit : result.hits) look_at(hit.time, hit.state[0]);
  look_at(result.time, result.state[0]);
  return lowest_time;
}

EffectiveStart effective_start(const Problem& problem, double chi_squared, double time,
                               double end_time, const Tolerances& tolerances,
                               const LinearStageDoubt& doubt) {
  const auto motion = [&](double t, double y, double variance_sum, double variance_difference) {
    return linear_motion(problem, t, y, doubt.without_spread ? 0.0 : variance_difference,
                         doubt.noise_at_typical_sum ? std::sqrt(std::max(0.0, variance_sum)) : 0.0);
  };
  EffectiveStart start;
  static_cast<RandomStart&>(start) = initial_start(problem, chi_squared);
  OdeOptions options{.tolerances = tolerances, .kinks = motion_kinks(problem)};
  // Positive beyond linear growth, which needs overlaps that are small against R/2 and sigma.
  const double R = problem.target.separation;
  const auto excess = [&](double t, double variance_sum, double variance_difference) {
    const double sigma = coefficients_at(problem, t).sigma;
    return std::max(variance_sum, variance_difference) - std::min(0.25 * R * R, sigma * sigma);
  };
  std::optional<double> left_before;  // the linear stage, on the way to `time`
  if (time > 0.0) {
    // v_S, v_D in units of their start, and log(1 + y)
    const double unit = start.variance_sum;
    const OdeSystem moments = [&](double t, std::span<const double> x,
                                  std::span<double> derivative) {
      const double y = std::max(0.0, math::expm1(x[2]));
      const LinearMotion s = motion(t, y, unit * x[0], unit * std::max(0.0, x[1]));
      derivative[0] = 2.0 * s.growth_sum * x[0] + s.noise.sum / unit;
      derivative[1] = 2.0 * s.growth_difference * x[1] + s.noise.difference / unit;
      derivative[2] = (s.log_distance * y + s.step_size_term) / (1.0 + y);
    };
    const auto excess_at = [&](double t, std::span<const double> x) {
      return excess(t, unit * x[0], unit * x[1]);
    };
    options.events = {{.value = excess_at, .direction = +1}};
    const double state[] = {1.0, 1.0, math::log1p(start.squared_distance)};
    const OdeResult result = solve_ode(moments, state, 0.0, time, options);
    if (result.failed()) throw NumericalFailure("variances of S and D: " + describe(result));
    if (excess_at(0.0, state) > 0.0)
      left_before = 0.0;  // a wide start has no linear stage, even if it is narrow at `time`
    else if (!result.hits.empty() && excess_at(time, result.state) > 0.0)
      left_before = result.hits.back().time;
    start.time = time;
    start.variance_sum = unit * result.state[0];
    start.variance_difference = unit * result.state[1];
    start.squared_distance = math::expm1(result.state[2]);
  }

  // The tail: logarithms of the growth since `time`; the effective variances in units of those at
  // `time`; log(1 + y).
  const std::array<double, 2> at_time{start.variance_sum, start.variance_difference};
  const auto variance = [&](std::span<const double> x, std::size_t which) {
    return at_time[which] * x[2 + which] * math::exp(2.0 * x[which]);
  };
  const OdeSystem tail = [&](double t, std::span<const double> x, std::span<double> derivative) {
    const double y = std::max(0.0, math::expm1(x[4]));
    const LinearMotion s = motion(t, y, variance(x, 0), variance(x, 1));
    derivative[0] = s.growth_sum;
    derivative[1] = s.growth_difference;
    derivative[2] = s.noise.sum / at_time[0] * math::exp(-2.0 * x[0]);
    derivative[3] = s.noise.difference / at_time[1] * math::exp(-2.0 * x[1]);
    derivative[4] = (s.log_distance * y + s.step_size_term) / (1.0 + y);
  };
  options.events = {{.value =
                         [&](double t, std::span<const double> x) {
                           return excess(t, variance(x, 0), variance(x, 1));
                         },
                     .direction = +1}};
  constexpr double negligible = 12.0;  // e^-24 of the noise
  options.stop_when = [&](double, std::span<const double> x) {
    return x[0] > negligible && x[1] > negligible;
  };
  const double x0[] = {0.0, 0.0, 1.0, 1.0, math::log1p(start.squared_distance)};
  const OdeResult result = solve_ode(tail, x0, time, end_time, options);
  if (result.failed()) throw NumericalFailure("tail of the noise: " + describe(result));

  const bool linear = options.events[0].value(time, x0) < 0.0;
  const std::vector<double> at_limit = !linear ? std::vector<double>(std::begin(x0), std::end(x0))
                                       : result.hits.empty() ? result.state
                                                             : result.hits[0].state;
  start.linear_until = left_before           ? *left_before
                       : !linear             ? time
                       : result.hits.empty() ? result.time
                                             : result.hits[0].time;
  start.variance_sum *= result.state[2];
  start.variance_difference *= result.state[3];
  // Without growth to outrun it (R below R_1) noise decides until the end.
  const bool outrun = result.state[0] > 3.0 && result.state[1] > 3.0;
  start.nonlinear_share =
      !outrun ? 1.0
              : std::max(1.0 - at_limit[2] / result.state[2], 1.0 - at_limit[3] / result.state[3]);
  return start;
}

}  // namespace annealvi
