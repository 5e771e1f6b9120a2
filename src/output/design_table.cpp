// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"
#include "numerics/elementary.hpp"
#include "output/run_columns.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr int intervals = 160;   // smooth to the eye, kinks added
constexpr double beyond = 1.06;  // the eye should see that it has settled

std::vector<double> drawn_times(const Schedule& schedule, double until) {
  std::vector<double> times;
  for (int i = 0; i <= intervals; ++i) times.push_back(until * i / intervals);
  for (const double kink : schedule.kinks()) {
    if (kink < until) times.push_back(kink);
  }
  std::sort(times.begin(), times.end());
  return times;
}

std::string first_name(const DesignResult& result) {
  return result.recommended ? "recommended" : "best within reach";
}

}  // namespace

Table design_table(const DesignResult& result, const Config& config, const std::string& command) {
  Table table{.command = command, .remarks = {}, .columns = {}, .rows = {}, .drawn = true};
  table.remarks.push_back("flow time: " + number_text(result.flow_time) +
                          ", needed after T is within simulation.decision_temperature of 1");
  table.columns = {
      {"kind", "schedule: T at a time; probability: P of a schedule, on the way to the answer"},
      {"name", first_name(result) + ", or the kind of the schedule"},
      {"time", "schedule: time t; probability: total time"},
      {"temperature", "schedule: T(t); probability: T0"},
      {"rate", "probability: rate of the schedule, empty for a shape"},
      {"probability", "collapse probability P, empty where it could not be computed"},
      {"log10_probability", "its logarithm to base 10, empty for P = 0"},
      {"note", "why it could not be computed"},
      status_column};
  for (const DesignSchedule& entry : result.schedules) {
    const bool first = &entry == &result.schedules.front();
    const double settled = entry.schedule.settling_time(config.decision.temperature_distance);
    for (const double time : drawn_times(entry.schedule, beyond * std::max(settled, 1e-3))) {
      table.rows.push_back({"schedule", first ? first_name(result) : entry.name, number_text(time),
                            number_text(entry.schedule.temperature(time)), "", "", "", "", ""});
    }
  }
  for (const DesignPoint& point : result.points) {
    const auto log10 = point.log10_probability;
    table.rows.push_back({"probability", point.schedule, number_text(point.total_time),
                          number_text(point.initial_temperature),
                          point.rate > 0.0 ? number_text(point.rate) : std::string(),
                          log10 ? number_text(math::pow(10.0, *log10)) : std::string(),
                          number_text(log10), point.failure,
                          std::string(status_name(point.status))});
  }
  return table;
}

}  // namespace annealvi
