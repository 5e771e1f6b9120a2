// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Temperature schedules T(t), t >= 0, of theory/model.md (Schedules). One object drives the flow,
// the simulators and everything else alike.
#pragma once

#include <utility>
#include <vector>

namespace annealvi {

enum class ScheduleKind {
  constant,
  exponential,
  linear,
  linear_beta,
  geometric,
  power,
  cosine,
  table,
};

struct Schedule {
  ScheduleKind kind = ScheduleKind::exponential;
  double initial_temperature = 10.0;  ///< T0 >= 1
  double rate = 0.1;                  ///< kappa > 0, 1/time
  double exponent = 1.0;              ///< p > 0, power schedule only
  /// (t, T), table only: t from 0 strictly increasing
  std::vector<std::pair<double, double>> table;

  /// T(t) >= 1 for t >= 0; constant beyond the last table point.
  [[nodiscard]] double temperature(double time) const;

  /// Times t > 0 where T is continuous but not smooth; integrators stop and restart there.
  [[nodiscard]] std::vector<double> kinks() const;

  /// lim T(t) as t -> infinity: 1, except for constant and table.
  [[nodiscard]] double final_temperature() const;

  /// First time with T(t) - final_temperature() <= distance for all later times (distance > 0).
  [[nodiscard]] double settling_time(double distance) const;

  /// Highest temperature reached at any time.
  [[nodiscard]] double highest_temperature() const;
};

}  // namespace annealvi
