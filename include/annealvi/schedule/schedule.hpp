// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Temperature schedules T(t), t >= 0, of theory/model.md (Schedules). One object drives the flow,
// the simulators and everything else alike.
#pragma once

#include <optional>
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
  hold,
  staircase,
  gate,
  adaann,
};

/// What a gate looks at: squared distance of the components in units of sigma^2, KL(q || p_t), or
/// the reverse effective sample size of q (theory/gates.md).
enum class GateKind { separation, kl, ess };

/// The law under which the speed rule (A1) takes the variance of log p.
enum class SpeedVariance { q, p };

struct Schedule {
  ScheduleKind kind = ScheduleKind::exponential;
  double initial_temperature = 10.0;  ///< T0 >= 1
  double rate = 0.1;                  ///< kappa > 0, 1/time
  double exponent = 1.0;              ///< p > 0, power schedule only
  /// (t, T), table only: t from 0 strictly increasing
  std::vector<std::pair<double, double>> table;
  double hold = 0.0;  ///< hold only: time at T0, >= 0
  /// (t, T), staircase only: T from t on, up to the next one; t from 0 strictly increasing
  std::vector<std::pair<double, double>> stairs;
  GateKind gate = GateKind::separation;
  std::optional<double> gate_threshold;  ///< Delta^2, nats or a share in (0, 1); empty: automatic
  SpeedVariance speed_variance = SpeedVariance::q;  ///< adaann only
  std::optional<double> stall_time;  ///< by which T must be at 1, > 0; empty: automatic

  /// gate and adaann: T is part of the state of a run. Then `temperature` and `settling_time` throw
  /// std::logic_error.
  [[nodiscard]] bool watches() const {
    return kind == ScheduleKind::gate || kind == ScheduleKind::adaann;
  }

  /// T(t) >= 1 for t >= 0; constant beyond the last point of a table or a staircase.
  [[nodiscard]] double temperature(double time) const;

  /// Times t > 0 where T is not smooth; integrators stop and restart there. A stair has two: the
  /// last time before it and its own, so that T jumps between two neighbouring numbers.
  [[nodiscard]] std::vector<double> kinks() const;

  /// The given points of a table or a staircase; empty for the other kinds.
  [[nodiscard]] const std::vector<std::pair<double, double>>& points() const;

  /// Whether T is free of rises at all times; only given points can have any.
  [[nodiscard]] bool never_heats() const;

  /// lim T(t) as t -> infinity: 1, except for constant, table and staircase.
  [[nodiscard]] double final_temperature() const;

  /// First time with T(t) - final_temperature() <= distance for all later times (distance > 0).
  [[nodiscard]] double settling_time(double distance) const;

  /// Highest temperature reached at any time.
  [[nodiscard]] double highest_temperature() const;
};

}  // namespace annealvi
