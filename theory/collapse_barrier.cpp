// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/collapse_barrier.hpp"

#include "theory/pair_rates.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

bool never_heats(const Schedule& schedule) {
  if (schedule.kind != ScheduleKind::table) return true;
  return std::is_sorted(schedule.table.rbegin(), schedule.table.rend(),
                        [](const auto& x, const auto& y) { return x.second < y.second; });
}

/// The point of the nullcline dS/dt = 0 where D shrinks fastest; empty when D grows everywhere.
std::optional<CollapseBarrier> strongest_point(const Problem& problem, double log_temperature) {
  const double R = problem.target.separation;
  std::optional<CollapseBarrier> best;
  double fastest = 0.0, sum = 2.0 * R;
  constexpr int points = 60;
  for (int i = 0; i < points; ++i) {
    const double difference = 2.0 * R * (i + 0.5) / points;
    const auto found = sum_on_nullcline(problem, difference, log_temperature, sum);
    if (!found || *found <= difference) break;
    sum = *found;
    const double rate = pair_rates(problem, sum, difference, log_temperature)[1];
    if (rate < fastest) {
      fastest = rate;
      best = CollapseBarrier{std::exp(log_temperature), sum, difference};
    }
  }
  return best;
}

bool holds(const Problem& problem, const CollapseBarrier& barrier, double last_temperature) {
  constexpr int samples = 16;
  const double log_hot = std::log(barrier.temperature), log_cold = std::log(last_temperature);
  for (int i = 0; i <= samples; ++i) {
    const double log_temperature = log_cold + (log_hot - log_cold) * i / samples;
    const PairRates rates = pair_rates(problem, barrier.sum, barrier.difference, log_temperature);
    constexpr double margin = 1e-6;
    if (!(rates[0] > margin * barrier.sum && rates[1] < -margin)) return false;
  }
  return true;
}

}  // namespace

std::optional<CollapseBarrier> collapse_barrier(const Problem& problem, double end_time) {
  const Schedule& schedule = problem.annealing.schedule;
  if (!problem.symmetric() || !never_heats(schedule)) return std::nullopt;
  const double cold = schedule.temperature(end_time), hot = schedule.highest_temperature();
  for (const double fraction : {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.0}) {
    const double temperature = cold * std::pow(hot / cold, fraction);
    const auto point = strongest_point(problem, std::log(temperature));
    if (!point) continue;
    for (const double lowered : {0.3, 0.2, 0.1, 0.05, 0.02, 0.01}) {
      CollapseBarrier barrier = *point;
      barrier.sum *= 1.0 - lowered;
      if (holds(problem, barrier, cold)) return barrier;
    }
  }
  return std::nullopt;
}

}  // namespace annealvi
