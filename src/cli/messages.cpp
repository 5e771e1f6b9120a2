// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/messages.hpp"

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "config/counted.hpp"
#include "config/value.hpp"
#include "numerics/elementary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace annealvi::cli {
namespace {

/// The value of a key as the option table writes it, without quotes.
std::string value_of(const Config& config, std::string_view section, std::string_view key) {
  for (const ConfigEntry& entry : entries(config)) {
    if (entry.section == section && entry.key == key) {
      std::string text = entry.json;
      text.erase(std::remove(text.begin(), text.end(), '"'), text.end());
      return text;
    }
  }
  throw std::logic_error("no such key");
}

/// As the option table writes them; of many the first ones.
std::string list_text(const std::vector<double>& numbers) {
  constexpr std::size_t most = 6, first = 3;
  std::string text;
  for (std::size_t i = 0; i < (numbers.size() > most ? first : numbers.size()); ++i) {
    text += (i == 0 ? "" : ", ") + config::to_text(numbers[i]);
  }
  return "[" + text +
         (numbers.size() > most ? fmt::format(", ... {} in all]", numbers.size()) : "]");
}

std::string target_text(const Config& config) {
  const Target& target = config.problem.target;
  const std::string separation = "R = " + rounded(target.separation);
  if (config.mixture.is_pair()) {
    return fmt::format("{}, pi = {}", separation, rounded(target.weight));
  }
  const ModeSet modes = config.model().modes;
  const std::string text =
      config.mixture.shape
          ? fmt::format("modes {}, {}", value_of(config, "target", "modes"), separation)
          : config::counted(modes.size(), "mode") + " along " +
                config::counted(modes.axes(), "axis", "axes");
  return config.mixture.mode_weights.empty()
             ? text
             : text + ", masses " + list_text(config.mixture.mode_weights);
}

std::string family_text(const Config& config) {
  const std::size_t count = config.mixture.components;
  const std::string components = count == 2 ? "" : config::counted(count, "component") + ", ";
  return fmt::format("{}{} variance, {}weight{} {}", components,
                     value_of(config, "family", "variance"),
                     config.mixture.train_weights ? "trained " : "", count == 1 ? "" : "s",
                     list_text(config.component_weights()));
}

/// Whether the run cools from T0 down to T = 1: only then T0 decides. A table may go anywhere.
bool cools_to_the_end(const Config& config, double end_time) {
  const Schedule& schedule = config.problem.annealing.schedule;
  return schedule.kind != ScheduleKind::constant && schedule.kind != ScheduleKind::table &&
         schedule.temperature(end_time) - 1.0 <= config.decision.temperature_distance;
}

/// Where the annealing starts relative to T_f and T_c.
std::string about_start_temperature(const Config& config, const ProbabilityReport& report) {
  const double start = config.problem.annealing.schedule.highest_temperature();
  const double safe = *report.safe_temperature.value;
  if (start < safe) {
    return fmt::format(
        "T0 = {} lies below the safe temperature T_f = {}: slower cooling lowers P only to a "
        "positive constant, its limit as the rate goes to 0.",
        rounded(start), rounded(safe));
  }
  if (const auto pair = as_pair(config.model()); !pair || !pair->problem.symmetric()) {
    // Whether a recovered state lasts on cooling depends on pi; P tells, no rule does.
    return fmt::format("T0 = {} lies above the safe temperature T_f = {} of the heavier mode.",
                       rounded(start), rounded(safe));
  }
  if (report.critical_temperature && start > *report.critical_temperature) {
    return fmt::format(
        "T0 = {} lies above T_f = {} and above the critical temperature T_c = {}: "
        "at the start even S decays (both means to one mode), and slower cooling makes P as "
        "small as wanted.",
        rounded(start), rounded(safe), rounded(*report.critical_temperature));
  }
  return fmt::format(
      "T0 = {} lies above the safe temperature T_f = {}: slower cooling makes P as "
      "small as wanted{}.",
      rounded(start), rounded(safe),
      report.critical_temperature
          ? fmt::format(" (critical temperature T_c = {})", rounded(*report.critical_temperature))
          : "");
}

}  // namespace

constexpr int most_digits = 8;

std::string rounded(double value) {
  return fmt::format("{:.5g}", value);
}

std::string number_with_error(double value, double error) {
  const auto place = [](double x) { return static_cast<int>(std::floor(math::log10(x))); };
  const int digits = value > 0.0 && error > 0.0
                         ? std::clamp(place(value) - place(error) + 1, 1, most_digits)
                         : most_digits;
  return fmt::format("{:.{}g} +- {:.1g}", value, digits, error);
}

std::string critical_temperature_text(const Config& config, const std::optional<double>& value) {
  if (value) return rounded(*value);
  const auto pair = as_pair(config.model());
  if (!pair) return "not available for other models than two components on two opposite modes";
  const Problem& problem = pair->problem;
  if (problem.family.variance == Variance::trained) return "not available for a trained variance";
  if (problem.family.weights[0] != problem.family.weights[1])
    return "not available for unequal component weights";
  return problem.symmetric() ? "none" : "not available for target.weight != 0.5";
}

std::string safe_temperature_text(const Config& config, const SafeTemperature& safe) {
  switch (safe.status) {
    case SafeTemperatureStatus::found:
      return rounded(*safe.value);
    case SafeTemperatureStatus::none:
      return "none";
    case SafeTemperatureStatus::no_fold:
      return "no fold: the collapsed pair forms without a jump on cooling";
    case SafeTemperatureStatus::not_followed:
      return "not found: the fold could not be followed to this target";
    case SafeTemperatureStatus::not_defined:
      break;
  }
  if (!as_pair(config.model()))
    return "not available for other models than two components on two opposite modes";
  if (config.mixture.train_weights) return "none: with trained weights no collapse is permanent";
  if (config.problem.family.variance == Variance::trained)
    return "not available for a trained variance";
  return "not available for unequal component weights";
}

std::string setting_line(const Config& config) {
  const Problem& problem = config.problem;
  const Schedule& schedule = problem.annealing.schedule;
  std::string cooling = value_of(config, "annealing", "schedule");
  if (schedule.kind == ScheduleKind::table) {
    cooling += " of " + config::counted(schedule.table.size(), "point");
  } else {
    cooling += fmt::format(" from T0 = {}", rounded(schedule.initial_temperature));
    if (schedule.kind != ScheduleKind::constant) {
      cooling += fmt::format(" at rate {}", rounded(schedule.rate));
    }
  }
  return fmt::format("{}, d = {}; {}; {} path, {} objective, {}", target_text(config),
                     value_of(config, "target", "dimension"), family_text(config),
                     value_of(config, "annealing", "path"),
                     value_of(config, "annealing", "objective"), cooling);
}

std::vector<std::string> consequences(const Config& config, const ProbabilityReport& report) {
  std::vector<std::string> sentences;
  const Problem& problem = config.problem;
  const bool symmetric = problem.symmetric() && !config.is_mixture();
  if (report.safe_temperature.value) {
    if (cools_to_the_end(config, report.end_time)) {
      sentences.push_back(about_start_temperature(config, report));
    }
  } else if (symmetric && problem.target.separation < collapsed_separation) {
    sentences.emplace_back(
        "No collapsed state exists at any T >= 1: a collapsed run is only "
        "long-lived and recovers in the end.");
  }
  if (symmetric && problem.target.separation < critical_separation) {
    sentences.push_back(
        fmt::format("R = {} is below R_1 = {}: the modes are too close for a "
                    "critical temperature.",
                    rounded(problem.target.separation), rounded(critical_separation)));
  }
  for (const AnswerNote& note : report.answer.notes) {
    if (note.status != AnswerStatus::interrupted) sentences.push_back(note.text());
  }
  return sentences;
}

}  // namespace annealvi::cli
