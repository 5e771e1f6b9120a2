// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/certain_outcome.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"
#include "theory/pair_rates.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr double margin = 1e-6;  // of the inequalities, against rounding and between samples

bool never_heats(const Schedule& schedule) {
  if (schedule.kind != ScheduleKind::table) return true;
  return std::is_sorted(schedule.table.rbegin(), schedule.table.rend(),
                        [](const auto& x, const auto& y) { return x.second < y.second; });
}

/// Calls test(temperature) for the barrier's temperatures down to the last one; all must hold.
template <class Test>
bool holds_while_cooling(double hot, double cold, const Test& test) {
  constexpr int samples = 16;
  for (int i = 0; i <= samples; ++i)
    if (!test(math::log(cold) + (math::log(hot) - math::log(cold)) * i / samples)) return false;
  return true;
}

/// Temperatures to try, from the hottest.
constexpr double fractions[] = {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.0};

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
      best = CollapseBarrier{math::exp(log_temperature), sum, difference};
    }
  }
  return best;
}

bool collapse_holds(const Problem& problem, const CollapseBarrier& barrier, double cold) {
  return holds_while_cooling(barrier.temperature, cold, [&](double log_temperature) {
    const Coefficients c = coefficients_at_temperature(problem, math::exp(log_temperature));
    // The monotonicities need the middle of the pair on the far side of the kink of log p.
    const double middle =
        0.5 * c.annealed.sharpness * problem.target.separation * barrier.sum + c.annealed.bias;
    const PairRates rates = pair_rates(problem, barrier.sum, barrier.difference, log_temperature);
    return middle > 0.0 && rates[0] > margin * barrier.sum && rates[1] < -margin;
  });
}

bool recovery_holds(const Problem& problem, const RecoveryBarrier& barrier, double cold) {
  return holds_while_cooling(barrier.temperature, cold, [&](double log_temperature) {
    const Coefficients c = coefficients_at_temperature(problem, math::exp(log_temperature));
    const auto& [H, A, sharpness, b] = c.annealed;
    const double half = 0.5 * sharpness * problem.target.separation;
    const double steepness = 2.0 * half * c.sigma;
    const double pull = A * problem.target.separation;
    for (const double side : {+1.0, -1.0}) {
      const TanhPair tanh = expected_tanh_pair(half * side * barrier.largest_sum + b,
                                               half * barrier.smallest_difference, steepness);
      const bool inward = side * (pull * tanh.sum - H * side * barrier.largest_sum) < -margin;
      // Without overlap (Omega = 0) D must still grow at the smallest D.
      if (!inward || pull * tanh.difference < (1.0 + margin) * H * barrier.smallest_difference)
        return false;
      // T_1 + T_2 is monotonic in D: if dS points inward at a D far beyond the modes too, it does
      // between.
      const TanhPair far = expected_tanh_pair(half * side * barrier.largest_sum + b,
                                              40.0 * half * problem.target.separation, steepness);
      if (!(side * (pull * far.sum - H * side * barrier.largest_sum) < -margin)) return false;
    }
    return true;
  });
}

}  // namespace

std::optional<CollapseBarrier> collapse_barrier(const Problem& problem, double end_time) {
  const Schedule& schedule = problem.annealing.schedule;
  if (!never_heats(schedule)) return std::nullopt;
  const double cold = schedule.temperature(end_time), hot = schedule.highest_temperature();
  for (const double fraction : fractions) {
    const auto point = strongest_point(problem, math::log(cold) + fraction * math::log(hot / cold));
    if (!point) continue;
    for (const double lowered : {0.3, 0.2, 0.1, 0.05, 0.02, 0.01}) {
      CollapseBarrier barrier = *point;
      barrier.sum *= 1.0 - lowered;
      // A box that reaches beyond D = S keeps a run inside but not the signs of its overlaps.
      if (barrier.sum <= barrier.difference) continue;
      if (collapse_holds(problem, barrier, cold)) return barrier;
    }
  }
  return std::nullopt;
}

std::optional<RecoveryBarrier> recovery_barrier(const Problem& problem, double end_time) {
  const Schedule& schedule = problem.annealing.schedule;
  if (!never_heats(schedule)) return std::nullopt;
  const double cold = schedule.temperature(end_time), hot = schedule.highest_temperature();
  const double R = problem.target.separation;
  for (const double fraction : fractions) {
    const double temperature = cold * math::pow(hot / cold, fraction);
    for (const double sum : {0.8, 0.6, 0.4, 0.2, 0.1})
      for (const double difference : {1.2, 1.4, 1.6, 1.8}) {
        const RecoveryBarrier barrier{temperature, sum * R, difference * R};
        if (recovery_holds(problem, barrier, cold)) return barrier;
      }
  }
  return std::nullopt;
}

CertainOutcome::CertainOutcome(const Problem& problem, double end_time)
    : upper_(collapse_barrier(problem, end_time)) {
  if (problem.target.weight == 0.5) {
    lower_ = upper_;
    return;
  }
  Problem mirrored = problem;
  mirrored.target.weight = 1.0 - problem.target.weight;
  lower_ = collapse_barrier(mirrored, end_time);
  recovered_ = recovery_barrier(problem, end_time);
}

bool CertainOutcome::at(double temperature, double sum, double difference) const {
  const auto& collapse = sum >= 0.0 ? upper_ : lower_;
  if (collapse && std::abs(sum) > collapse->sum && difference < collapse->difference &&
      temperature <= collapse->temperature)
    return true;
  return recovered_ && std::abs(sum) < recovered_->largest_sum &&
         difference > recovered_->smallest_difference && temperature <= recovered_->temperature;
}

}  // namespace annealvi
