// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/mixture_full.hpp"
#include "simulation/mixture_reduced.hpp"
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

namespace {

template <class Sgd>
long allocations_of_steps(const annealvi::MixtureProblem& problem) {
  using namespace annealvi;
  Sgd sgd(problem);
  sgd.draw_start(1, 0);
  RandomKey key;
  sgd.step(mixture_coefficients_at(problem, 0.0), key);  // the first one makes the block of draws
  const long before = test::allocations;
  for (key.step = 1; key.step < 100; ++key.step) {
    sgd.step(mixture_coefficients_at(problem, 0.01 * static_cast<double>(key.step)), key);
  }
  return test::allocations - before;
}

}  // namespace

TEST_CASE("steps of a mixture do not allocate") {
  using namespace annealvi;
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::ring, 3, 2.0);
  problem.dimension = 77;
  problem.family.weights = {0.25, 0.25, 0.5};
  problem.family.train_weights = true;
  problem.family.variance = Variance::trained;
  for (const Estimator estimator : {Estimator::path, Estimator::total}) {
    problem.noise = {.step = 0.01, .batch = 4, .estimator = estimator, .control_variate = false};
    CHECK(allocations_of_steps<FullMixtureSgd>(problem) == 0);
    CHECK(allocations_of_steps<ReducedMixtureSgd>(problem) == 0);
  }
}
