// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "realnvp/trainer.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<long> allocations{0};
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

TEST_CASE_TEMPLATE("training steps do not allocate", Scalar, float, double) {
  using namespace annealvi;
  FlowSetup setup;
  setup.problem.target.dimension = 5;
  setup.settings.batch = 300;
  setup.settings.gradient_clip = 1.0;
  for (const Estimator estimator : {Estimator::path, Estimator::total}) {
    setup.problem.noise.estimator = estimator;
    realnvp::Trainer<Scalar> trainer(setup, 0);
    const long before = allocations;
    for (int i = 0; i < 5; ++i) trainer.step();
    CHECK(allocations == before);
    CHECK(before > 0);
  }
}
