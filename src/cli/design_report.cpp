// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/design_report.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/version.hpp"
#include "cli/messages.hpp"

#include <fmt/format.h>

#include <sstream>

namespace annealvi::cli {
namespace {

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
      return fmt::format("best table of {} points{} and given total time; wanted: P <= {}",
                         config.design.knots, config.design.monotone ? " that never heats" : "",
                         risk);
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
  if (!check.probability) return "no run was decided";
  return fmt::format("{} ({} to {}, Wilson interval at {} %; {} runs, {} collapsed): {}",
                     rounded(*check.probability), rounded(check.interval.lower),
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

std::string probability_text(const SharpProbability& sharp) {
  return number_with_error(sharp.probability, sharp.error);
}

std::string short_answer(const DesignResult& result) {
  const Schedule& schedule = result.schedules.front().schedule;
  const std::string what =
      schedule.kind == ScheduleKind::table
          ? fmt::format("a table of {} points", schedule.table.size())
          : fmt::format("T0 = {}, rate {}", rounded(schedule.initial_temperature),
                        rounded(schedule.rate));
  return fmt::format("{}, total time {}, P = {}", what, rounded(result.total_time()),
                     probability_text(result.schedules.front().sharp));
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
