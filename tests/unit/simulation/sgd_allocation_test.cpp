// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/sgd_full.hpp"

#include "tests/support/allocations.hpp"

#include <doctest/doctest.h>

TEST_CASE("steps of full SGD do not allocate") {
  using namespace annealvi;
  Problem problem;
  problem.target.dimension = 77;
  problem.family.variance = Variance::fixed;
  problem.noise = {.step = 0.01, .batch = 3, .estimator = Estimator::total};
  FullSgd sgd(problem);
  sgd.draw_start(1, 0);
  const long before = test::allocations;
  for (std::uint64_t n = 0; n < 10; ++n) {
    sgd.step(coefficients_at(problem, 0.01 * static_cast<double>(n)), RandomKey{.step = n});
  }
  CHECK(test::allocations == before);
}
