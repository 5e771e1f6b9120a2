// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The linear stage of K components against random starts of the whole flow, read at the time at
// which the theory reads it. Fixed seeds; a false alarm has probability 6e-5 an assertion.
#pragma once

#include "annealvi/simulation/run.hpp"
#include "annealvi/theory/component_collapse.hpp"
#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace annealvi::test {

inline MixtureProblem many(ModeShape shape, std::size_t modes, std::size_t components) {
  MixtureProblem problem;
  problem.modes = named_modes(shape, modes, 3.0);
  // The theory has the mean distance orthogonal to the modes; in 1e6 dimensions all have it. The
  // start is small: the linear stage is long.
  problem.dimension = 1e6;
  problem.family.initial_scale = 1e-3;
  problem.family.weights.assign(components, 1.0 / static_cast<double>(components));
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 4.0, .rate = 0.3};
  return problem;
}

/// Share of runs in which not every mode claims a mean, at `time`. Equal weights, one sharpness for
/// all modes of one norm: the largest inner product claims.
inline double share_uncovered(const MixtureProblem& problem, double time, std::uint64_t runs) {
  RunSetup setup;
  setup.mixture = problem;
  setup.end_time = time;
  setup.tolerances = {.relative = 1e-6, .absolute = 1e-9};
  setup.span = {.error = 1e-6, .most_nodes = 1 << 11};
  std::uint64_t uncovered = 0;
  const ModeSet& modes = problem.modes;
  for (std::uint64_t number = 0; number < runs; ++number) {
    const Run run = simulate_run(setup, number);
    REQUIRE(run.failure.empty());
    std::vector<bool> taken(modes.size(), false);
    const MixtureState& state = run.mixture_end->state;
    for (std::size_t k = 0; k < state.components(); ++k) {
      std::vector<double> claim(modes.size(), 0.0);
      for (std::size_t a = 0; a < modes.size(); ++a)
        for (std::size_t i = 0; i < modes.axes(); ++i)
          claim[a] += modes.positions[a][i] * state.overlap(k, i);
      taken[static_cast<std::size_t>(std::max_element(claim.begin(), claim.end()) -
                                     claim.begin())] = true;
    }
    if (std::count(taken.begin(), taken.end(), true) < static_cast<std::ptrdiff_t>(modes.size()))
      ++uncovered;
  }
  return static_cast<double>(uncovered) / static_cast<double>(runs);
}

inline void check_against_flow(const MixtureProblem& problem, double departure,
                               std::uint64_t runs) {
  const auto theory = component_collapse(problem, {.departure = departure});
  REQUIRE(theory.value);
  const double p = theory.value->probability;
  const double error =
      std::hypot(std::sqrt(p * (1.0 - p) / static_cast<double>(runs)), theory.value->error);
  const double found = share_uncovered(problem, theory.value->evaluated_at, runs);
  CHECK_MESSAGE(std::abs(found - p) < statistical_z * error, "simulated ", found, ", theory ", p,
                " +- ", error);
  // Negative control: components that do not see each other are told apart.
  CHECK(std::abs(found - theory.value->without_overlap) > statistical_z * error);
}

}  // namespace annealvi::test
