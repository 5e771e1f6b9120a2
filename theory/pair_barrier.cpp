// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/pair_barrier.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace annealvi {
namespace {

constexpr double margin = 1e-6;  // of the inequalities, against rounding and between samples

/// Pull of the mode on `side` on a component at `level` beyond the midplane, less what returns it.
double pull(const Problem& problem, const Coefficients& c, double side, double level) {
  const auto& [H, A, sharpness, b] = c.annealed;
  const double R = problem.target.separation;
  return A * R * side * expected_tanh(side * sharpness * R * level + b, sharpness * R * c.sigma) -
         H * level;
}

/// Strongest push on one component of a pair, weights fixed: max over Delta of R_kj Delta/sigma,
/// larger still for the lighter one. Orthogonal distance only weakens it.
double strongest_push(const Problem& problem, const Coefficients& c) {
  const auto& w = problem.family.weights;
  const double odds = std::abs(math::log(w[0] / w[1]));
  double largest = 0.0;
  constexpr double step = 0.05;
  for (double distance = step; distance < 4.0 + 2.0 * odds; distance += step)
    largest =
        std::max(largest, expected_logistic(odds - 0.5 * distance * distance, distance) * distance);
  constexpr double between_samples = 1.01;
  return between_samples * largest / c.sigma;
}

/// The barrier that holds from the hottest temperature on.
std::optional<PairBarrier> hottest(const Problem& problem, double end_time,
                                   const std::function<bool(const Coefficients&, double)>& holds) {
  const Schedule& schedule = problem.annealing.schedule;
  if (!schedule.never_heats()) return std::nullopt;
  const double cold = schedule.temperature(end_time), hot = schedule.highest_temperature();
  constexpr int samples = 48;  // of log T, from the coldest
  std::optional<PairBarrier> best;
  for (const double level : {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3}) {
    double reached = 0.0;
    for (int i = 0; i <= samples; ++i) {
      const double T = cold * math::pow(hot / cold, static_cast<double>(i) / samples);
      if (!holds(coefficients_at_temperature(problem, T), level * problem.target.separation)) break;
      reached = T;
    }
    if (reached > 0.0 && (!best || reached >= best->temperature))
      best = PairBarrier{reached, level * problem.target.separation};
  }
  return best;
}

}  // namespace

PairBarriers::PairBarriers(const PairModel& model, double end_time) {
  const Problem& problem = model.problem;
  if (problem.family.variance == Variance::trained) return;
  apart_ = hottest(problem, end_time, [&](const Coefficients& c, double level) {
    return pull(problem, c, 1.0, level) > margin && pull(problem, c, -1.0, level) > margin;
  });
  if (model.train_weights) return;
  const auto together = [&](double side) {
    return hottest(problem, end_time, [&](const Coefficients& c, double level) {
      return pull(problem, c, side, level) > strongest_push(problem, c) + margin;
    });
  };
  together_above_ = together(1.0);
  together_below_ = problem.target.weight == 0.5 ? together_above_ : together(-1.0);
}

bool PairBarriers::at(double temperature, double sum, double difference) const {
  const double far = std::abs(difference) - std::abs(sum);  // twice the nearer overlap, apart
  if (apart_ && temperature <= apart_->temperature && far > 2.0 * apart_->level) return true;
  const auto& together = sum > 0.0 ? together_above_ : together_below_;
  return together && temperature <= together->temperature && -far > 2.0 * together->level;
}

}  // namespace annealvi
