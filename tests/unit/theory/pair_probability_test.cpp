// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "tests/unit/theory/unequal_weights.hpp"

#include <doctest/doctest.h>
#include <atomic>

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("nearly equal component weights give P of equal ones") {
  // P(w_1) is even about 1/2 for b = 0: 1e-6 away it moves by 1e-12.
  const SharpProbability equal = sharp(unequal_problem(0.5, 0.5));
  for (const double first : {0.499999, 0.500001}) {
    const SharpProbability near = sharp(unequal_problem(first, 0.5));
    CHECK(near.status == SharpStatus::converged);
    CHECK_ABSOLUTE(near.probability, equal.probability, near.error + equal.error);
  }
}

TEST_CASE("exchanging the components leaves P alone") {
  const SharpProbability one = sharp(unequal_problem(0.3, 0.5));
  const SharpProbability other = sharp(unequal_problem(0.7, 0.5));
  CHECK_ABSOLUTE(one.probability, other.probability, one.error + other.error);
}

TEST_CASE("random starts of the flow collapse as often as P says, and not as P of equal weights") {
  const Problem problem = unequal_problem(0.3, 0.5);
  const SharpProbability P = sharp(problem);
  CHECK_Z(z_of_random_starts(problem, P.probability));
  // Negative control.
  const SharpProbability equal = sharp(unequal_problem(0.5, 0.5));
  CHECK(std::abs(z_of_random_starts(problem, equal.probability)) > statistical_z);
}

TEST_CASE("the error says so when few dimensions make the Gram matrix fluctuate much") {
  Problem problem = unequal_problem(0.3, 0.5);
  problem.target.dimension = 3.0;
  const SharpProbability P = sharp(problem);
  CHECK(P.status == SharpStatus::not_converged);
  CHECK(std::abs(z_of_random_starts(problem, P.probability, 1000)) <= statistical_z);
}

TEST_CASE("an interruption is reported, not a number") {
  const std::atomic<bool> interrupted = true;
  SharpOptions options;
  options.interrupted = &interrupted;
  CHECK(collapse_probability(unequal_problem(0.3, 0.5), options).status ==
        SharpStatus::interrupted);
}
