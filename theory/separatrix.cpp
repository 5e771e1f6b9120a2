// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/separatrix.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "numerics/elementary.hpp"
#include "theory/certain_outcome.hpp"
#include "theory/linear_motion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

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
  const double speed =
      std::abs(rates.log_difference - rates.sum / sum_of(crossing.state[0]));
  return {true, crossing.time, (end_time_ - crossing.time) * speed, final_sum};
}

namespace {

struct Start {
  double x;  // log D
  Escape escape;
};

/// log D_c from the escape times t1 < t2 of two recovered starts: x - x_c = const e^(-u t).
double extrapolate(const Start& far, const Start& near, double unstable_rate) {
  const double growth = math::expm1(unstable_rate * (near.escape.time - far.escape.time));
  return near.x - (far.x - near.x) / growth;
}

/// The same from three recovered starts, u unknown; NaN when the law above `lowest` fails.
double extrapolate(const Start& first, const Start& second, const Start& third, double lowest) {
  const double early = second.escape.time - first.escape.time;
  const double late = third.escape.time - second.escape.time;
  const auto mismatch = [&](double x) {
    return late * math::log((first.x - x) / (second.x - x)) -
           early * math::log((second.x - x) / (third.x - x));
  };
  double low = lowest, high = third.x;
  if (!(early > 0.0 && late > 0.0 && mismatch(low) > 0.0))
    return std::numeric_limits<double>::quiet_NaN();
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (mismatch(middle) > 0.0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Where to look next inside the bracket (collapsed.x, recovered.back().x).
double next_probe(const std::vector<Start>& recovered, const Start& collapsed, double unstable_rate,
                  double tolerance, int failures) {
  const Start& near = recovered.back();
  const std::size_t count = recovered.size();
  const double width = near.x - collapsed.x;
  const double high = near.escape.margin, low = collapsed.escape.margin;
  // No saddle near: the margin is smooth through zero, plain secant.
  if (high - low < 2.0 && failures < 2) return collapsed.x - low * width / (high - low);

  double estimate = std::numeric_limits<double>::quiet_NaN(), doubt = 0.1;
  if (count >= 3) {
    estimate = extrapolate(recovered[count - 3], recovered[count - 2], near, collapsed.x);
    doubt = 0.02;
  } else if (count == 2 && unstable_rate > 0.0) {
    estimate = extrapolate(recovered[0], near, unstable_rate);
  }
  if (failures < 3 && estimate > collapsed.x && estimate < near.x) {
    // From above first, where escape times inform; then close the bracket from below.
    const double gap = near.x - estimate;
    return gap > 0.6 * tolerance ? estimate + std::max(doubt * gap, 0.4 * tolerance)
                                 : estimate - 0.4 * tolerance;
  }
  // The last estimate was too low by a little, or there is none.
  return collapsed.x + (failures % 2 == 1 ? 0.15 : 0.5) * width;
}

}  // namespace

Threshold Separatrix::threshold(double sum, double squared_distance, double guess, double spread,
                                double largest, double tolerance) {
  constexpr double smallest = -690.0;  // e^-690 is near the smallest double
  std::vector<Start> recovered;        // x decreasing towards D_c
  std::optional<Start> collapsed;
  const auto probe = [&](double x) {
    const Start start{x, follow(sum, x, squared_distance)};
    if (start.escape.recovered) recovered.push_back(start);
    else collapsed = start;
    return start.escape.recovered;
  };

  // Bracket; the second probe from above is close to the guess, so that escape times soon tell.
  double reach = std::max(spread, tolerance);
  double x = std::clamp(guess + reach, smallest, largest);
  while (!probe(x)) {
    if (x >= largest) return {Threshold::Kind::beyond, largest, 0.0};
    reach *= 4.0;
    x = std::min(x + reach, largest);
  }
  reach = std::max(spread, tolerance);
  for (x = std::min(guess, x) + 0.1 * reach; !collapsed; x -= reach, reach *= 3.0) {
    if (x < smallest) {
      if (probe(smallest)) return {Threshold::Kind::vanishing, smallest, 0.0};
      break;
    }
    if (x < recovered.back().x) probe(x);
  }

  // Shrink it.
  double width = recovered.back().x - collapsed->x;
  int failures = 0;
  while (width > tolerance) {
    const double room = std::min(0.01 * width, 0.1 * tolerance);
    const double next =
        next_probe(recovered, *collapsed, unstable_rate_, tolerance, failures);
    probe(std::clamp(next, collapsed->x + room, recovered.back().x - room));
    const double shrunk = recovered.back().x - collapsed->x;
    failures = shrunk > 0.5 * width ? failures + 1 : 0;
    width = shrunk;
  }

  const double answer = 0.5 * (recovered.back().x + collapsed->x);
  if (const std::size_t count = recovered.size(); count >= 2) {
    // Learn u from the two starts that are far enough from D_c for the answer not to matter.
    for (std::size_t i = count - 1; i-- > 0;) {
      const Start &far = recovered[i], &near = recovered[i + 1];
      if (near.x - answer < 20.0 * width || far.x - answer > 1.0) continue;
      const double time = near.escape.time - far.escape.time;
      if (time > 0.0) unstable_rate_ = math::log((far.x - answer) / (near.x - answer)) / time;
      break;
    }
  }
  return {Threshold::Kind::found, answer, 0.5 * width};
}

}  // namespace annealvi
