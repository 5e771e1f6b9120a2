// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/separatrix.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "numerics/elementary.hpp"
#include "theory/certain_outcome.hpp"
#include "theory/linear_motion.hpp"
#include "theory/threshold_search.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

Separatrix::Separatrix(const Problem& problem, TimeSpan span, const Tolerances& tolerances,
                       const std::atomic<bool>* interrupted)
    : problem_(problem),
      start_time_(span.start),
      end_time_(span.end),
      tolerances_(tolerances),
      interrupted_(interrupted),
      symmetric_(problem.target.weight == 0.5),
      sum_scale_(1e-4 * problem.initial_scale()),
      certain_outcome_(std::make_shared<CertainOutcome>(problem, span.end)) {}

Escape Separatrix::follow(double sum, double log_difference, double squared_distance) {
  if (interrupted_ != nullptr && interrupted_->load()) throw Interrupted();
  ++trajectories_;
  // Variables: s with S = e^s (b = 0: S keeps its sign) or S = scale sinh s; log D; log(1 + y). An
  // error of the integrator is then a relative one of S and D; y matters in units of sigma^2.
  const auto sum_of = [&](double s) {
    return symmetric_ ? math::exp(s) : sum_scale_ * math::sinh(s);
  };
  const auto rates_at = [&](double t, std::span<const double> x) {
    return sum_difference_recursion(problem_, t, sum_of(x[0]), math::exp(x[1]), math::expm1(x[2]));
  };
  const OdeSystem system = [&](double t, std::span<const double> x, std::span<double> derivative) {
    const SumDifferenceRates rates = rates_at(t, x);
    derivative[0] = rates.sum / (symmetric_ ? math::exp(x[0]) : sum_scale_ * math::cosh(x[0]));
    derivative[1] = rates.log_difference;
    derivative[2] =
        -rates.log_distance * math::expm1(-x[2]) + rates.step_size_term * math::exp(-x[2]);
  };
  // Sign of |D| - |S|. For b = 0 crossing it upwards is final: D/|S| grows whenever |D| > |S|.
  const auto lead = [&](double, std::span<const double> x) {
    if (symmetric_) return x[1] - x[0];
    const double D = math::exp(x[1]), S = std::abs(sum_of(x[0]));
    return (D - S) / (D + S);
  };
  const double start[] = {symmetric_ ? math::log(sum) : math::asinh(sum / sum_scale_),
                          log_difference, math::log1p(squared_distance)};
  if (symmetric_ && lead(start_time_, start) >= 0.0) return {true, start_time_, end_time_, sum};

  OdeOptions options{.tolerances = {.relative = 1e-15, .absolute = tolerances_.relative},
                     .kinks = motion_kinks(problem_)};
  options.events.push_back({.value = lead,
                            .direction = symmetric_ ? +1 : 0,
                            .terminal = symmetric_,
                            .resolution = 1e-3});
  options.stop_when = [&](double t, std::span<const double> x) {
    return certain_outcome_->at(problem_.annealing.schedule.temperature(t), sum_of(x[0]),
                                math::exp(x[1]));
  };
  const OdeResult result = solve_ode(system, start, start_time_, end_time_, options);
  if (result.failed()) throw NumericalFailure("flow of (S, D, y): " + describe(result));

  const double final_sum = sum_of(result.state[0]);
  const double final_lead =
      result.status == OdeStatus::stopped_by_event ? 0.0 : lead(result.time, result.state);
  if (final_lead < 0.0) {
    const double margin = result.state[1] - math::log(std::abs(final_sum));
    return {false, end_time_, margin, final_sum};
  }
  if (result.hits.empty()) return {true, start_time_, end_time_, final_sum};
  const OdeEventHit& crossing = result.hits.back();
  const SumDifferenceRates rates = rates_at(crossing.time, crossing.state);
  const double speed = std::abs(rates.log_difference - rates.sum / sum_of(crossing.state[0]));
  return {true, crossing.time, (end_time_ - crossing.time) * speed, final_sum};
}

Threshold Separatrix::threshold(double sum, double squared_distance, double guess, double spread,
                                double largest, double tolerance) {
  // Far below the smallest double: log D is what is integrated, and P may be as small.
  constexpr double smallest = -1e6;
  return search_threshold([&](double x) { return follow(sum, x, squared_distance); },
                          {.guess = guess,
                           .spread = spread,
                           .smallest = smallest,
                           .largest = largest,
                           .tolerance = tolerance},
                          unstable_rate_);
}

}  // namespace annealvi
