// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "tests/unit/theory/unequal_weights.hpp"

#include <doctest/doctest.h>
#include <array>
#include <utility>

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("nearly equal component weights give P of equal ones: wide starts, hot start, other R") {
  for (const auto& [separation, temperature, scale] :
       {std::array{3.0, 5.0, 1.0}, std::array{4.0, 3.0, 0.1}, std::array{3.0, 10.0, 0.1}}) {
    Problem problem = unequal_problem(0.5, 0.5);
    problem.target.separation = separation;
    problem.family.initial_scale = scale;
    problem.annealing.schedule.initial_temperature = temperature;
    const SharpProbability equal = sharp(problem, 1e-6);
    problem.family.weights = {0.499999, 0.500001};
    const SharpProbability near = sharp(problem, 1e-6);
    CAPTURE(separation);
    CHECK_ABSOLUTE(near.probability, equal.probability, near.error + equal.error);
  }
}

TEST_CASE("reflecting the target and exchanging the components leave a biased P alone") {
  const SharpProbability P = sharp(unequal_problem(0.3, 0.7));
  for (const auto& [first, target] : {std::pair{0.3, 0.3}, {0.7, 0.7}}) {
    const SharpProbability other = sharp(unequal_problem(first, target));
    CHECK_ABSOLUTE(P.probability, other.probability, P.error + other.error);
  }
}

TEST_CASE("random starts of the flow collapse as often as P says: bias, very unequal weights") {
  for (const auto& [first, target, scale] :
       {std::array{0.3, 0.7, 0.1}, std::array{0.1, 0.5, 1.0}, std::array{0.1, 0.7, 0.1}}) {
    Problem problem = unequal_problem(first, target);
    problem.family.initial_scale = scale;
    const SharpProbability P = sharp(problem);
    CAPTURE(first);
    CAPTURE(target);
    CAPTURE(P.probability);
    CHECK(P.error < 1e-4);  // products of the Gram coordinates are not integrated, only bounded
    CHECK_Z(z_of_random_starts(problem, P.probability));
  }
}

TEST_CASE("nearly equal component weights give P of equal ones, with a bias") {
  // With a bias P has a slope in w_1.
  const SharpProbability biased = sharp(unequal_problem(0.5, 0.7));
  const SharpProbability near = sharp(unequal_problem(0.499999, 0.7));
  CHECK_ABSOLUTE(near.probability, biased.probability, 2e-6 + near.error + biased.error);
}
