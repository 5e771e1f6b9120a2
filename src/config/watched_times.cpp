// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/watched_times.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gate.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi::config {
namespace {

/// Of the most obliging run.
double least_cooling_time(const Problem& problem, double threshold) {
  const Schedule& schedule = problem.annealing.schedule;
  const double T0 = schedule.initial_temperature, fall = math::log(T0);
  if (schedule.kind == ScheduleKind::adaann)
    return std::sqrt(0.5 * problem.target.dimension) * fall / schedule.rate;  // (A3)
  if (schedule.gate == GateKind::kl) return (1.0 - 1.0 / T0) / (schedule.rate * threshold);
  return fall / schedule.rate;
}

}  // namespace

WatchedTimes watched_times(const Config& config) {
  const Problem& problem = config.problem;
  const Schedule& schedule = problem.annealing.schedule;
  if (const auto key = config.mixture_key()) {
    refuse_value(config, *key, "a schedule that watches",
                 "gates are for two components with fixed weights and an untrained variance on the "
                 "pair of modes; a fixed schedule (annealing.schedule = \"hold\") takes this "
                 "model");
  }
  if (schedule.kind == ScheduleKind::adaann && problem.annealing.path != AnnealingPath::power) {
    refuse_value(config, "annealing.path", "annealing.schedule = \"adaann\"",
                 "the variance of log p along the way is known for the path \"power\"");
  }
  WatchedTimes times;
  if (schedule.gate_threshold) {
    times.threshold = *schedule.gate_threshold;
  } else {
    const auto [value, refusal] = automatic_gate_threshold(problem);
    if (!refusal.empty()) refuse_value(config, "annealing.gate_threshold", "this model", refusal);
    times.threshold = value;
  }
  Problem cold = problem;
  cold.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.0};
  times.settle = automatic_end_time(cold);
  // Runs that cool at all take a small part of it; those that never do are not waited for.
  constexpr double patience = 10.0, latest = 1e9;
  times.stall = schedule.stall_time.value_or(
      patience * (times.settle + least_cooling_time(problem, times.threshold)));
  if (!(times.stall + times.settle <= latest)) {
    refuse_value(config, "annealing.rate", "a schedule that watches",
                 "runs would take longer than 1e9; a larger rate, or a number for "
                 "annealing.stall_time");
  }
  times.end = config.until.value_or(times.stall + times.settle);
  return times;
}

}  // namespace annealvi::config
