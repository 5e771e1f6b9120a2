// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/messages.hpp"

#include "annealvi/theory/critical_temperature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
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

/// Where the annealing starts relative to T_f and T_c.
std::string about_start_temperature(const Config& config, const ProbabilityReport& report) {
  const double start = config.problem.annealing.schedule.temperature(0.0);
  const double safe = *report.safe_temperature;
  if (start < safe) {
    return fmt::format(
        "T0 = {} lies below the safe temperature T_f = {}: slower cooling cannot "
        "repair it, P tends to a positive constant as the rate goes to 0.",
        rounded(start), rounded(safe));
  }
  if (report.critical_temperature && start > *report.critical_temperature) {
    return fmt::format(
        "T0 = {} lies above T_f = {} and above the critical temperature T_c = {}: "
        "at the start even the bad direction decays, and slower cooling makes P as "
        "small as wanted.",
        rounded(start), rounded(safe), rounded(report.critical_temperature));
  }
  return fmt::format(
      "T0 = {} lies above the safe temperature T_f = {}: slower cooling makes P as "
      "small as wanted{}.",
      rounded(start), rounded(safe),
      report.critical_temperature ? fmt::format(" (T_c = {} is hotter than necessary)",
                                                rounded(report.critical_temperature))
                                  : "");
}

}  // namespace

void say(std::string_view message) {
  fmt::print(stderr, "annealvi: {}\n", message);
}

void write_data(std::string_view data) {
  if (std::fwrite(data.data(), 1, data.size(), stdout) != data.size() || std::fflush(stdout) != 0) {
    throw std::runtime_error("standard output cannot be written");
  }
}

std::string rounded(double value) {
  return fmt::format("{:.5g}", value);
}

std::string rounded(const std::optional<double>& value) {
  return value ? rounded(*value) : "none";
}

std::string setting_line(const Config& config) {
  const Problem& problem = config.problem;
  const Schedule& schedule = problem.annealing.schedule;
  std::string cooling = value_of(config, "annealing", "schedule");
  if (schedule.kind == ScheduleKind::table) {
    cooling += fmt::format(" of {} points", schedule.table.size());
  } else {
    cooling += fmt::format(" from T0 = {}", rounded(schedule.initial_temperature));
    if (schedule.kind != ScheduleKind::constant) {
      cooling += fmt::format(" at rate {}", rounded(schedule.rate));
    }
  }
  return fmt::format("R = {}, pi = {}, d = {}; {} variance, weights {}; {} path, {} objective, {}",
                     rounded(problem.target.separation), rounded(problem.target.weight),
                     value_of(config, "target", "dimension"),
                     value_of(config, "family", "variance"), value_of(config, "family", "weights"),
                     value_of(config, "annealing", "path"),
                     value_of(config, "annealing", "objective"), cooling);
}

std::vector<std::string> consequences(const Config& config, const ProbabilityReport& report) {
  std::vector<std::string> sentences;
  const Problem& problem = config.problem;
  const bool cools = problem.annealing.schedule.kind != ScheduleKind::constant;
  if (report.safe_temperature && cools) {
    sentences.push_back(about_start_temperature(config, report));
  } else if (!report.safe_temperature && problem.family.weights[0] == problem.family.weights[1]) {
    sentences.emplace_back(
        "No collapsed state exists at any T >= 1: a collapsed run is only "
        "long-lived and recovers in the end.");
  }
  if (problem.target.separation < critical_separation) {
    sentences.push_back(
        fmt::format("R = {} is below R_1 = {}: the modes are too close for a "
                    "critical temperature.",
                    rounded(problem.target.separation), rounded(critical_separation)));
  }
  if (report.sharp.long_lived) {
    sentences.push_back(
        fmt::format("Collapse at the end time {} is only long-lived; the time scale "
                    "of its decay is {}.",
                    rounded(report.end_time), rounded(report.sharp.time_scale)));
  }
  if (config.noise.step > 0.0) {
    sentences.emplace_back(
        "sgd.step > 0, but in this version the formulas describe the flow "
        "without gradient noise; simulate with engine full for the difference.");
  }
  if (!report.sharp.message.empty() && report.sharp.status != SharpStatus::interrupted) {
    sentences.push_back(report.sharp.message);
  }
  return sentences;
}

}  // namespace annealvi::cli
