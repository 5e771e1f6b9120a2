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
          .risk = [&context, schedule](double x,
                                       double) { return context.sample(x, schedule(x, 0.0)); },
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
          .risk = [&context, schedule](double x,
                                       double) { return context.sample(x, schedule(x, 0.0)); },
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
          .risk = [&context, kind](double x,
                                   double near) { return context.best_of_kind(kind, x, near); },
          .schedule =
              [&context, kind](double x, double companion) {
                const double start = rounded_up(companion);
                Schedule result = context.schedule_of(kind, x, start);
                result.rate = rounded_down(result.rate);
                if (result.hold > 0.0) result.hold = rounded_up(result.hold);
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

/// A rounded value a little on the safe side of a crossing at which P, accurately and with its
/// error, is at most the risk; the last one tried when none of a few is.
void choose_safely(const DesignContext& context, const Parameter& parameter,
                   const RiskSample& sample, DesignResult& result) {
  constexpr int most_tries = 8;  // the last one more than a fifth away: the error may be that of P
  double slack = 0.0;
  for (int i = 0; i < most_tries; ++i) {
    const double x = parameter.smallest_wanted ? rounded_up(sample.x * (1.0 + slack))
                                               : rounded_down(sample.x * (1.0 - slack));
    if (i > 0 && (x < parameter.from || x > parameter.to)) break;
    const Schedule schedule =
        parameter.schedule(std::clamp(x, parameter.from, parameter.to), sample.companion);
    if (context.choose(result, schedule, sample.log_probability, DesignStatus::found) ||
        result.status == DesignStatus::failed) {
      return;
    }
    slack = 4.0 * slack + parameter.tolerance;
  }
  result.status = DesignStatus::undecided;  // the search had found P <= risk
}

/// One sentence for each reason.
void add_failures(const Parameter& parameter, const RiskSearch& search, DesignResult& result) {
  std::vector<std::string> reasons;
  for (const RiskSample& sample : search.samples) {
    if (sample.computed()) continue;
    if (std::find(reasons.begin(), reasons.end(), sample.failure) == reasons.end()) {
      reasons.push_back(sample.failure);
    }
  }
  for (const std::string& reason : reasons) {
    std::string places;
    std::size_t count = 0;
    const auto append = [&](const RiskSample& sample, const char* between) {
      places += between + short_text(parameter.shown(sample.x));
    };
    const RiskSample* last = nullptr;
    for (const RiskSample& sample : search.samples) {
      if (sample.computed() || sample.failure != reason) continue;
      if (++count == 1) append(sample, "");
      last = &sample;
    }
    if (count > 1) append(*last, count == 2 ? " and " : " ... ");
    result.failures.push_back("P is not known at " + std::to_string(count) + " of " +
                              std::to_string(search.samples.size()) + " values (" + places +
                              "): " + reason);
  }
}

}  // namespace

DesignResult design_parameter(const DesignContext& context) {
  const Parameter parameter = free_parameter(context);
  const RiskSearch search =
      search_risk(parameter.risk, {.from = parameter.from,
                                   .to = parameter.to,
                                   .count = parameter.scan_points,
                                   .log_risk = context.log_risk(),
                                   .tolerance = parameter.tolerance,
                                   .threads = context.threads(),
                                   .companions = context.config().design.goal == DesignGoal::time});

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
  const RiskSample* sample = extreme != nullptr ? extreme : search.best();
  if (sample == nullptr) return result;
  const bool at_end = sample->x == end;
  if (extreme == nullptr || at_end) {
    context.choose(result, parameter.schedule(sample->x, sample->companion),
                   sample->log_probability,
                   at_end ? DesignStatus::whole_range : DesignStatus::found);
  }
  if (extreme != nullptr && !result.recommended) {
    choose_safely(context, parameter, *extreme, result);
  }
  return result;
}

}  // namespace annealvi
