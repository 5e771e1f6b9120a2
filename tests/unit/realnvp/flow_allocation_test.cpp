// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "realnvp/trainer.hpp"

#include "tests/support/allocations.hpp"

#include <doctest/doctest.h>

TEST_CASE_TEMPLATE("training steps do not allocate", Scalar, float, double) {
  using namespace annealvi;
  FlowSetup setup;
  setup.problem.target.dimension = 5;
  setup.settings.batch = 300;
  setup.settings.gradient_clip = 1.0;
  for (const Estimator estimator : {Estimator::path, Estimator::total}) {
    setup.problem.noise.estimator = estimator;
    realnvp::Trainer<Scalar> trainer(setup, 0);
    const long before = test::allocations;
    for (int i = 0; i < 5; ++i) trainer.step();
    CHECK(test::allocations == before);
    CHECK(before > 0);
  }
}
