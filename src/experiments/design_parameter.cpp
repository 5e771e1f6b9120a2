// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The fastest rate, the lowest T0, the shortest total time.
#include "experiments/design_context.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace annealvi {
namespace {

/// One free number: where it is looked for, which schedule it means, which end is wanted.
struct Parameter {
  double from, to;
  std::size_t scan_points;
  double tolerance;
  bool smallest_wanted;  ///< else the largest
  RiskFunction risk;
  std::function<Schedule(double x, double companion)> schedule;
  /// x as people see it: the rate, T0, or the total time
  std::function<double(double x)> shown;
};

// Annealing times in units of the flow time that a search covers when nobody says which.
constexpr double shortest = 1.0 / 200.0, longest = 100.0;

Parameter free_rate(const DesignContext& context) {
  const auto schedule = [&context](double x, double) {
    Schedule result = context.schedule();
    result.rate = x;
    return result;
  };
  Schedule unit = context.schedule();
  unit.rate = 1.0;
  // A start within the distance of T = 1 is settled at once, whatever the rate.
  const double settling = std::max(unit.settling_time(context.distance()), 1.0);
  const auto range = context.config().design.range.value_or(
      std::array{rounded_up(settling / (longest * context.flow()), 1),
                 rounded_down(settling / (shortest * context.flow()), 1)});
  return {.from = range[0],
          .to = range[1],
          .scan_points = 25,
          .tolerance = 1e-4,
          .smallest_wanted = false,
          .risk = [&context, schedule](double x) { return context.sample(x, schedule(x, 0.0)); },
          .schedule = schedule,
          .shown = [](double x) { return x; }};
}

Parameter free_temperature(const DesignContext& context) {
  const auto schedule = [&context](double x, double) {
    Schedule result = context.schedule();
    result.initial_temperature = x;
    return result;
  };
  const auto range =
      context.config().design.range.value_or(std::array{1.0, context.highest_temperature()});
  return {.from = range[0],
          .to = range[1],
          .scan_points = 25,
          .tolerance = 1e-4,
          .smallest_wanted = true,
          .risk = [&context, schedule](double x) { return context.sample(x, schedule(x, 0.0)); },
          .schedule = schedule,
          .shown = [](double x) { return x; }};
}

Parameter free_time(const DesignContext& context) {
  const double flow = context.flow();
  const ScheduleKind kind = context.schedule().kind;
  const auto& asked = context.config().design.range;
  return {.from = asked ? asked->at(0) - flow : shortest * flow,
          .to = asked ? asked->at(1) - flow : longest * flow,
          .scan_points = 13,
          .tolerance = 1e-3,  // the inner minimum over T0 is no smoother
          .smallest_wanted = true,
          .risk = [&context, kind](double x) { return context.best_of_kind(kind, x); },
          .schedule =
              [&context, kind](double x, double companion) {
                const double start = rounded_up(companion);
                Schedule result = context.schedule_of(kind, x, start);
                result.rate = rounded_down(result.rate);
                return result;
              },
          .shown = [flow](double x) { return x + flow; }};
}

Parameter free_parameter(const DesignContext& context) {
  switch (context.config().design.goal) {
    case DesignGoal::rate:
      return free_rate(context);
    case DesignGoal::initial_temperature:
      return free_temperature(context);
    default:
      return free_time(context);
  }
}

/// A rounded value a little on the safe side of a crossing at which P, accurately, is at most the
/// risk; the crossing itself when none of a few is.
void recommend_safely(const DesignContext& context, const Parameter& parameter,
                      const RiskSample& sample, DesignResult& result) {
  constexpr int most_tries = 5;
  double slack = 0.0;
  for (int i = 0; i < most_tries; ++i) {
    const double x = parameter.smallest_wanted ? rounded_up(sample.x * (1.0 + slack))
                                               : rounded_down(sample.x * (1.0 - slack));
    if (x < parameter.from || x > parameter.to) break;
    context.recommend(result, parameter.schedule(x, sample.companion), sample.log_probability);
    const SharpProbability& sharp = result.schedules.front().sharp;
    if (sharp.status != SharpStatus::failed &&
        sharp.probability + sharp.error <= context.config().design.risk) {
      return;
    }
    slack = 4.0 * slack + parameter.tolerance;
  }
  context.recommend(result, parameter.schedule(sample.x, sample.companion), sample.log_probability);
}

void add_failures(const Parameter& parameter, const RiskSearch& search, DesignResult& result) {
  for (const RiskSample& sample : search.samples) {
    if (sample.computed()) continue;
    result.failures.push_back("P could not be computed at " +
                              short_text(parameter.shown(sample.x)) + ": " + sample.failure);
  }
}

}  // namespace

DesignResult design_parameter(const DesignContext& context) {
  const Parameter parameter = free_parameter(context);
  const RiskSearch search = search_risk(
      parameter.risk, {.from = parameter.from,
                       .to = parameter.to,
                       .count = parameter.scan_points,
                       .log_risk = context.log_risk(),
                       .tolerance = parameter.tolerance,
                       .threads = context.threads(),
                       .progress = [&context](double share) { context.report(share); }});

  DesignResult result;
  result.from = parameter.shown(parameter.from);
  result.to = parameter.shown(parameter.to);
  for (const RiskCrossing& crossing : search.crossings) {
    result.crossings.push_back(
        {parameter.shown(crossing.acceptable), parameter.shown(crossing.refused)});
  }
  for (const RiskSample& sample : search.samples) {
    result.points.push_back(context.point(sample, parameter.schedule(sample.x, sample.companion)));
  }
  add_failures(parameter, search, result);

  const double end = parameter.smallest_wanted ? parameter.from : parameter.to;
  const RiskSample* extreme =
      search.extreme_acceptable(context.log_risk(), parameter.smallest_wanted);
  if (extreme != nullptr && extreme->x != end) {
    result.status = DesignStatus::found;
    recommend_safely(context, parameter, *extreme, result);
  } else if (extreme != nullptr || search.best() != nullptr) {
    result.status = extreme != nullptr ? DesignStatus::whole_range : DesignStatus::unreachable;
    const RiskSample& sample = extreme != nullptr ? *extreme : *search.best();
    context.recommend(result, parameter.schedule(sample.x, sample.companion),
                      sample.log_probability);
  }
  return result;
}

}  // namespace annealvi
