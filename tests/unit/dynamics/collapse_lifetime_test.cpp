// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// With trained weights a collapse ends. Ranges of the lifetime from an independent code:
// theory/mixture.md, Lifetime of a collapse.
#include "annealvi/dynamics/collapse_lifetime.hpp"

#include <doctest/doctest.h>

using namespace annealvi;

namespace {

MixtureProblem pair_at(double separation, bool train_weights) {
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::line, 2, separation);
  problem.dimension = 10;
  problem.family.train_weights = train_weights;
  return problem;
}

/// Both means near the mode at +R, the second a little inside.
MixtureState collapsed_pair(const MixtureProblem& problem, double separation) {
  const SummaryState state{.overlap = {separation, separation - 0.4}};
  return as_mixture_state(problem, state, 0.0);
}

CollapseLifetime lifetime(double separation, bool train_weights, double longest) {
  const MixtureProblem problem = pair_at(separation, train_weights);
  return collapse_lifetime(problem, collapsed_pair(problem, separation), {}, longest, {});
}

}  // namespace

TEST_CASE("trained weights: the collapse ends, later for farther modes") {
  const CollapseLifetime near = lifetime(2.5, true, 1e5), farther = lifetime(3.0, true, 1e6);
  REQUIRE(near.recovered);
  REQUIRE(farther.recovered);
  CHECK(near.time > 30.0);
  CHECK(near.time < 2e3);
  CHECK(farther.time > 3e2);
  CHECK(farther.time < 6e4);
  CHECK(farther.time > 3.0 * near.time);
}

TEST_CASE("it is not waited for longer than asked, and fixed weights hold the collapse") {
  const CollapseLifetime cut = lifetime(4.0, true, 2e3);  // about 1e7
  CHECK_FALSE(cut.recovered);
  CHECK(cut.time == 2e3);
  const CollapseLifetime fixed = lifetime(3.0, false, 1e5);  // a stable pair above R_c
  CHECK_FALSE(fixed.recovered);
}
