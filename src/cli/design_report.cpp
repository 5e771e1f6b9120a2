// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/design_report.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/version.hpp"
#include "cli/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace annealvi::cli {
namespace {

std::string probability_text(const SharpProbability& sharp) {
  return fmt::format("{:.6g} +- {:.1g}", sharp.probability, sharp.error);
}

/// What is looked for.
std::string quest(const Config& config) {
  const double risk = config.design.risk;
  switch (config.design.goal) {
    case DesignGoal::rate:
      return fmt::format("fastest rate with P <= {}", risk);
    case DesignGoal::initial_temperature:
      return fmt::format("lowest initial temperature with P <= {}", risk);
    case DesignGoal::time:
      return fmt::format("shortest total time with P <= {}, over T0 and rate", risk);
    case DesignGoal::shape:
      return fmt::format("best table of {} points and given total time; wanted: P <= {}",
                         config.design.knots, risk);
  }
  return {};
}

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

/// The schedule with the lowest P, where none keeps the risk.
std::string best_within_reach(const Config& config, const DesignResult& result) {
  const std::string text = "P = " + probability_text(result.schedules.front().sharp);
  if (config.design.goal == DesignGoal::shape) {
    return fmt::format("the best table found for this total time has {}", text);
  }
  const double at = value_of_choice(config, result);
  const bool at_end = at >= 0.999 * result.to || at <= 1.001 * result.from;
  return fmt::format("the best within reach is {} at {} = {}{}", text,
                     free_quantity(config.design.goal), rounded(at),
                     at_end ? ", an end of the range: design.range may be widened" : "");
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

std::string times_text(const Config& config, const DesignResult& result) {
  const double step = config.problem.noise.step;
  return step > 0.0 ? fmt::format("{} = {} steps of {}", rounded(result.total_time()),
                                  step_count(result.total_time(), step), rounded(step))
                    : rounded(result.total_time());
}

/// Below this expected number of collapsed runs an agreement says little.
constexpr double few_collapsed = 3.0;

std::string verdict(const DesignResult& result) {
  const double expected =
      static_cast<double>(result.check->runs) * result.schedules.front().sharp.probability;
  if (!result.agrees) return "DOES NOT AGREE with the theory";
  return expected < few_collapsed ? fmt::format(
                                        "no contradiction, but {} collapsed runs expected "
                                        "are too few for a test: more --runs",
                                        rounded(expected))
                                  : "agrees";
}

std::string check_text(const DesignResult& result) {
  const EnsembleResult& check = *result.check;
  if (check.collapsed + check.recovered == 0) return "no run was decided";
  return fmt::format("{} ({} to {}, Wilson interval at {} %; {} runs, {} collapsed): {}",
                     rounded(check.probability), rounded(check.interval.lower),
                     rounded(check.interval.upper), rounded(100.0 * result.recommended->confidence),
                     check.runs, check.collapsed, verdict(result));
}

/// The comparison of a shape with the families.
std::string comparison(const DesignResult& result) {
  const double best = result.schedules.front().sharp.probability;
  std::string text;
  for (std::size_t i = 1; i < result.schedules.size(); ++i) {
    const DesignSchedule& other = result.schedules[i];
    text += fmt::format("{:<22}P = {}, {} times that of the table; T0 = {}, rate {}\n",
                        "best " + other.name, rounded(other.sharp.probability),
                        best > 0.0 ? fmt::format("{:.3g}", other.sharp.probability / best) : "many",
                        rounded(other.schedule.initial_temperature), rounded(other.schedule.rate));
  }
  return text;
}

std::string report_text(const Config& config, const DesignReport& report) {
  const DesignResult& result = report.result;
  std::string text = fmt::format("annealvi design: {}\n", quest(config));
  text += setting_line(*result.recommended) + "\n\n";
  const auto row = [&text](std::string_view name, const std::string& value) {
    text += fmt::format("{:<22}{}\n", name, value);
  };
  const Schedule& schedule = result.schedules.front().schedule;
  if (schedule.kind != ScheduleKind::table) {
    row("initial temperature", rounded(schedule.initial_temperature));
    row("rate", rounded(schedule.rate));
  }
  row("annealing time", fmt::format("{}, until T is within {} of 1", rounded(result.annealing_time),
                                    rounded(config.decision.temperature_distance)));
  row("flow time", rounded(result.flow_time) + ", for the means to settle");
  row("total time", times_text(config, result));
  row("P by theory", probability_text(result.schedules.front().sharp));
  if (result.check) row("P by simulation", check_text(result));
  text += comparison(result);
  text += report.messages.empty() ? "" : "\n";
  for (const std::string& message : report.messages) text += message + "\n";
  return text;
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
                                 .end_time = end_time,
                                 .seconds = 0.0,
                                 .messages = {}};
  for (const std::string& sentence : consequences(*chosen, report)) {
    messages.push_back(sentence);
  }
  if (sharp.long_lived) {
    messages.push_back(fmt::format(
        "P is about long-lived states: runs that are still collapsed at the end time {}. Another "
        "end time gives another P.",
        rounded(end_time)));
  }
  return messages;
}

std::string ready_to_run(const Config& config, const DesignReport& report) {
  std::istringstream lines(report_text(config, report));
  std::string text = fmt::format("{}version {}\n", design_mark, version);
  for (std::string line; std::getline(lines, line);) {
    text += line.empty() ? "#\n" : "# " + line + "\n";
  }
  return text + "\n" + to_toml(*report.result.recommended);
}

}  // namespace annealvi::cli
