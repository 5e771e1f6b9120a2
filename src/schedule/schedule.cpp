// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/schedule/schedule.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace annealvi {
namespace {

using Points = std::vector<std::pair<double, double>>;

Points::const_iterator first_after(const Points& points, double time) {
  return std::upper_bound(points.begin(), points.end(), time,
                          [](double t, const auto& row) { return t < row.first; });
}

double table_temperature(const Points& table, double time) {
  const auto after = first_after(table, time);
  if (after == table.begin()) return table.front().second;
  if (after == table.end()) return table.back().second;
  const auto& [t0, T0] = *(after - 1);
  const auto& [t1, T1] = *after;
  return T0 + (T1 - T0) * ((time - t0) / (t1 - t0));
}

[[noreturn]] void refuse_watching() {
  throw std::logic_error("Schedule: the temperature of a gate depends on the run");
}

double stair_temperature(const Points& stairs, double time) {
  const auto after = first_after(stairs, time);
  return after == stairs.begin() ? stairs.front().second : (after - 1)->second;
}

}  // namespace

double Schedule::temperature(double time) const {
  const double excess = initial_temperature - 1.0;
  const double phase = rate * time;
  switch (kind) {
    case ScheduleKind::constant:
      return initial_temperature;
    case ScheduleKind::exponential:
      return 1.0 + excess * math::exp(-phase);
    case ScheduleKind::linear:
      return 1.0 + excess * std::max(0.0, 1.0 - phase);
    case ScheduleKind::linear_beta: {
      const double initial_beta = 1.0 / initial_temperature;
      return phase >= 1.0 ? 1.0 : 1.0 / (initial_beta + (1.0 - initial_beta) * phase);
    }
    case ScheduleKind::geometric:
      return phase >= 1.0 ? 1.0 : math::pow(initial_temperature, 1.0 - phase);
    case ScheduleKind::power:
      return 1.0 + excess * math::pow(1.0 + phase, -exponent);
    case ScheduleKind::cosine:
      return phase >= 1.0 ? 1.0 : 1.0 + excess * 0.5 * (1.0 + math::cos_pi(phase));
    case ScheduleKind::table:
      return table_temperature(table, time);
    case ScheduleKind::hold: {
      const double quench = rate * (time - hold);
      if (quench <= 0.0) return initial_temperature;
      return quench >= 1.0 ? 1.0 : math::pow(initial_temperature, 1.0 - quench);
    }
    case ScheduleKind::staircase:
      return stair_temperature(stairs, time);
    case ScheduleKind::gate:
    case ScheduleKind::adaann:
      refuse_watching();
  }
  return initial_temperature;  // unreachable: all kinds are handled above
}

std::vector<double> Schedule::kinks() const {
  switch (kind) {
    case ScheduleKind::linear:
    case ScheduleKind::linear_beta:
    case ScheduleKind::geometric:
    case ScheduleKind::cosine:  // its second derivative jumps
      return {1.0 / rate};
    case ScheduleKind::table: {
      std::vector<double> times;
      for (const auto& row : table)
        if (row.first > 0.0) times.push_back(row.first);
      return times;
    }
    case ScheduleKind::hold:
      if (hold > 0.0) return {hold, hold + 1.0 / rate};
      return {1.0 / rate};
    case ScheduleKind::staircase: {
      std::vector<double> times;
      for (const auto& row : stairs) {
        if (row.first > 0.0) times.insert(times.end(), {std::nextafter(row.first, 0.0), row.first});
      }
      return times;
    }
    case ScheduleKind::constant:
    case ScheduleKind::exponential:
    case ScheduleKind::power:
    case ScheduleKind::gate:
    case ScheduleKind::adaann:
      break;
  }
  return {};
}

const Points& Schedule::points() const {
  static const Points none;
  if (kind == ScheduleKind::table) return table;
  return kind == ScheduleKind::staircase ? stairs : none;
}

bool Schedule::never_heats() const {
  return std::is_sorted(points().rbegin(), points().rend(),
                        [](const auto& x, const auto& y) { return x.second < y.second; });
}

double Schedule::final_temperature() const {
  if (kind == ScheduleKind::constant) return initial_temperature;
  return points().empty() ? 1.0 : points().back().second;
}

double Schedule::settling_time(double distance) const {
  if (watches()) refuse_watching();
  const double excess = initial_temperature - 1.0;
  if (kind == ScheduleKind::table) {
    // Last point outside the band, then the crossing on the piece that follows it.
    const double limit = final_temperature();
    for (std::size_t i = table.size(); i-- > 1;) {
      const double outside = std::abs(table[i - 1].second - limit);
      if (outside <= distance) continue;
      const double change = std::abs(table[i].second - table[i - 1].second);  // may pass the limit
      const double span = table[i].first - table[i - 1].first;
      return table[i - 1].first + span * (outside - distance) / change;
    }
    return 0.0;
  }
  if (kind == ScheduleKind::staircase) {
    const double limit = final_temperature();
    for (std::size_t i = stairs.size(); i-- > 1;)
      if (std::abs(stairs[i - 1].second - limit) > distance) return stairs[i].first;
    return 0.0;
  }
  if (kind == ScheduleKind::constant || excess <= distance) return 0.0;
  switch (kind) {
    case ScheduleKind::exponential:
      return math::log(excess / distance) / rate;
    case ScheduleKind::power:
      return (math::pow(excess / distance, 1.0 / exponent) - 1.0) / rate;
    case ScheduleKind::linear:
      return (1.0 - distance / excess) / rate;
    case ScheduleKind::linear_beta: {
      const double initial_beta = 1.0 / initial_temperature;
      return (1.0 / (1.0 + distance) - initial_beta) / (1.0 - initial_beta) / rate;
    }
    case ScheduleKind::geometric:
      return (1.0 - math::log1p(distance) / math::log(initial_temperature)) / rate;
    case ScheduleKind::hold:
      return hold + (1.0 - math::log1p(distance) / math::log(initial_temperature)) / rate;
    case ScheduleKind::cosine:
      return math::acos(2.0 * distance / excess - 1.0) / std::numbers::pi / rate;
    default:
      return 0.0;
  }
}

double Schedule::highest_temperature() const {
  if (points().empty()) return initial_temperature;
  double highest = 1.0;
  for (const auto& row : points()) highest = std::max(highest, row.second);
  return highest;
}

}  // namespace annealvi
