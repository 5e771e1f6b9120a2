// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "tests/support/statistics.hpp"

#include <cmath>
#include <random>

namespace annealvi::test {

/// R = 3, T0 = 2, exponential at rate 0.1: P is a few per cent, from narrow and wide intervals
/// alike.
inline Problem unequal_problem(double first_weight, double target_weight) {
  Problem problem;
  problem.target = {.separation = 3.0, .weight = target_weight, .dimension = 100.0};
  problem.family.weights = {first_weight, 1.0 - first_weight};
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 2.0, .rate = 0.1};
  return problem;
}

inline SharpProbability sharp(const Problem& problem, double wanted = 1e-5) {
  return collapse_probability(
      problem, {.end_time = automatic_end_time(problem), .probability_error = wanted});
}

/// Score z of the fraction of collapsed runs among random starts of the flow against p.
inline double z_of_random_starts(const Problem& problem, double p, int starts = 4000) {
  std::mt19937_64 generator(20261122);
  std::normal_distribution<double> normal;
  const double end_time = automatic_end_time(problem), scale = problem.initial_scale();
  std::chi_squared_distribution<double> first(problem.target.dimension - 1.0),
      second(problem.target.dimension - 2.0);
  int collapsed = 0;
  for (int i = 0; i < starts; ++i) {
    const double l11 = scale * std::sqrt(first(generator)), l21 = scale * normal(generator);
    const double m1 = scale * normal(generator), m2 = scale * normal(generator);
    const SummaryState start{
        {m1, m2}, l11 * l11, l11 * l21, l21 * l21 + scale * scale * second(generator)};
    // A sign is all that is wanted of a run.
    const auto m =
        integrate_flow(problem, start, end_time, {}, {.relative = 1e-7, .absolute = 1e-10})
            .final_state.overlap;
    if (m[0] * m[1] > 0.0) ++collapsed;
  }
  return z_score(static_cast<double>(collapsed) / starts, std::sqrt(p * (1.0 - p) / starts), p);
}

}  // namespace annealvi::test
