// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a design found, and what limits it, in sentences.
#include "annealvi/experiments/answer.hpp"
#include "cli/design_report.hpp"
#include "cli/messages.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::cli {
namespace {

std::string free_quantity(DesignGoal goal) {
  switch (goal) {
    case DesignGoal::rate:
      return "rate";
    case DesignGoal::initial_temperature:
      return "T0";
    case DesignGoal::time:
    case DesignGoal::shape:
      break;
  }
  return "total time";
}

double value_of_choice(const Config& config, const DesignResult& result) {
  const Schedule& schedule = result.schedules.front().schedule;
  switch (config.design.goal) {
    case DesignGoal::rate:
      return schedule.rate;
    case DesignGoal::initial_temperature:
      return schedule.initial_temperature;
    default:
      return result.total_time();
  }
}

bool smallest_wanted(const Config& config) {
  return config.design.goal != DesignGoal::rate;
}

/// Where P <= risk, from the crossings.
std::string acceptable_regions(const Config& config, const DesignResult& result) {
  std::string text;
  std::string from = rounded(result.from);
  const auto append = [&](const std::string& to) {
    text += fmt::format("{}{} to {}", text.empty() ? "" : " and ", from, to);
  };
  const auto& crossings = result.crossings;
  for (const DesignCrossing& crossing : crossings) {
    if (crossing.acceptable < crossing.refused) {
      append(rounded(crossing.acceptable));
    } else {
      from = rounded(crossing.acceptable);
    }
  }
  if (crossings.back().acceptable > crossings.back().refused) append(rounded(result.to));
  return fmt::format("{} {}", free_quantity(config.design.goal), text);
}

std::string about_found(const Config& config, const DesignResult& result) {
  if (result.crossings.size() < 2) return {};
  return fmt::format(
      "P is not monotone and passes the risk {} times: P <= risk at {}. Recommended is the {} of "
      "these values, as asked.",
      result.crossings.size(), acceptable_regions(config, result),
      smallest_wanted(config) ? "smallest" : "largest");
}

std::string about_whole_range(const Config& config, const DesignResult& result) {
  const double end = smallest_wanted(config) ? result.from : result.to;
  if (config.design.goal == DesignGoal::initial_temperature && end == 1.0) {
    return "No annealing is needed: P <= risk at T0 = 1 already.";
  }
  const std::string more = result.crossings.empty()
                               ? "P <= risk in the whole range"
                               : fmt::format("P <= risk at {}", acceptable_regions(config, result));
  return fmt::format(
      "{}, already at its end {} = {}: the boundary lies outside and is not extrapolated; "
      "design.range says where to look.",
      more, free_quantity(config.design.goal), rounded(end));
}

/// Whether slower cooling from this T0 leads to a positive P, which a wider range does not change.
bool plateau_ahead(const Config& config, const DesignResult& result) {
  return config.design.goal == DesignGoal::rate && result.safe_temperature.value &&
         config.problem.annealing.schedule.initial_temperature < *result.safe_temperature.value;
}

/// The schedule with the lowest P, where none keeps the risk.
std::string best_within_reach(const Config& config, const DesignResult& result) {
  const std::string text = "P = " + probability_text(result.schedules.front().sharp);
  if (config.design.goal == DesignGoal::shape) {
    return fmt::format("the best table{} found for this total time has {}",
                       config.design.monotone ? " that never heats" : "", text);
  }
  const double at = value_of_choice(config, result);
  const bool at_end = at >= 0.999 * result.to || at <= 1.001 * result.from;
  const std::string end = !at_end                         ? ""
                          : plateau_ahead(config, result) ? ", an end of the range"
                                                          : ", an end of the range: design.range "
                                                            "may be widened";
  return fmt::format("the best within reach is {} at {} = {}{}", text,
                     free_quantity(config.design.goal), rounded(at), end);
}

std::string about_unreachable(const Config& config, const DesignResult& result) {
  if (config.design.goal == DesignGoal::shape) {
    return fmt::format(
        "The risk is NOT reached: {}; more time is needed (design.time, or --free time). Nothing "
        "is recommended.",
        best_within_reach(config, result));
  }
  const auto known =
      std::count_if(result.points.begin(), result.points.end(),
                    [](const DesignPoint& point) { return point.log10_probability.has_value(); });
  return fmt::format(
      "The risk is NOT reached: P > {} at the {} values of {} from {} to {} where it is known; {}. "
      "Nothing is recommended.",
      config.design.risk, known, free_quantity(config.design.goal), rounded(result.from),
      rounded(result.to), best_within_reach(config, result));
}

std::string about_recommendation(const Config& config, const DesignResult& result) {
  switch (result.status) {
    case DesignStatus::found:
      return config.design.goal == DesignGoal::shape ? "" : about_found(config, result);
    case DesignStatus::whole_range:
      return about_whole_range(config, result);
    case DesignStatus::unreachable:
      return about_unreachable(config, result);
    case DesignStatus::undecided:
      return fmt::format(
          "Whether the risk {} can be kept is NOT decided: {}; {}. Nothing is recommended.",
          config.design.risk, best_within_reach(config, result),
          result.schedules.front().sharp.status == SharpStatus::outside_validity
              ? "the theory does not cover that case"
              : "the error reaches across the risk");
    case DesignStatus::failed:
      return "Nothing is recommended: P is not known anywhere in the range.";
    case DesignStatus::interrupted:
      break;
  }
  return {};
}

/// What a start below T_f means for the risk.
std::string about_plateau(const DesignResult& result) {
  return result.recommended
             ? "The risk is kept all the same: at the recommended rate P is at most the risk."
             : "A slower range (design.range) keeps the risk only if that constant does; a hotter "
               "start is the sure way (--free initial_temperature or --free time).";
}

/// That design.check_time ended the check, else empty.
std::string about_check(const DesignResult& result) {
  const EnsembleResult& check = *result.check;
  if (check.interrupted || check.runs >= result.check_runs_wanted) return {};
  const double half_width = result.recommended->half_width;
  const double p = check.probability.value_or(0.5);
  const double reached = std::max(check.interval.upper - p, p - check.interval.lower);
  if (half_width > 0.0 && reached <= half_width) return {};
  return fmt::format(
      "The check by simulation ended after {} runs{}: about {} s of one core, no more is allowed "
      "by design.check_time.",
      check.runs,
      half_width > 0.0 ? fmt::format(" at half width {} (wanted: {})", rounded(reached), half_width)
                       : fmt::format(" of {}", result.check_runs_wanted),
      result.recommended->design.check_time);
}

}  // namespace

std::vector<std::string> design_messages(const Config& config, const DesignResult& result) {
  std::vector<std::string> messages;
  const std::string first = about_recommendation(config, result);
  if (!first.empty()) messages.push_back(first);
  const auto& chosen = result.recommended ? result.recommended : result.best_reachable;
  if (!chosen) return messages;
  const SharpProbability& sharp = result.schedules.front().sharp;
  const bool chose_temperature =
      config.design.goal == DesignGoal::time || config.design.goal == DesignGoal::shape;
  if (chose_temperature && result.schedules.front().schedule.highest_temperature() >
                               0.999 * result.highest_temperature) {
    messages.push_back(
        fmt::format("T0 is the highest allowed, {}: a hotter start might be better still "
                    "(design.highest_temperature).",
                    rounded(result.highest_temperature)));
  }
  const double end_time = *chosen->until;
  if (end_time < result.annealing_time) {
    messages.push_back(fmt::format(
        "simulation.until = {} ends the run before the annealing does, at {}: P is that of an "
        "unfinished run.",
        rounded(end_time), rounded(result.annealing_time)));
  }
  const ProbabilityReport report{.rates = {},
                                 .critical_temperature = result.critical_temperature,
                                 .safe_temperature = result.safe_temperature,
                                 .overlap = {},
                                 .sharp = sharp,
                                 .answer = answer_of(*chosen, end_time, sharp),
                                 .end_time = end_time,
                                 .seconds = 0.0,
                                 .messages = {}};
  for (const std::string& sentence : consequences(*chosen, report)) {
    messages.push_back(sentence);
  }
  if (plateau_ahead(config, result)) messages.push_back(about_plateau(result));
  if (result.check && !about_check(result).empty()) messages.push_back(about_check(result));
  if (sharp.long_lived) {
    messages.push_back(fmt::format(
        "P is about long-lived states: runs that are still collapsed at the end time {}. Another "
        "end time gives another P.",
        rounded(end_time)));
  }
  return messages;
}

}  // namespace annealvi::cli
