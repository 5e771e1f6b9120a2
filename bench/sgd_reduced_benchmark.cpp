// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of reduced SGD, random numbers included: CPU time of a step of a whole run.

#include "annealvi/simulation/run.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

using namespace annealvi;

void reduced_sgd_step(benchmark::State& state, Estimator estimator, Variance variance) {
  RunSetup setup;
  setup.engine = Engine::reduced;
  setup.problem.target.dimension = static_cast<double>(state.range(0));
  setup.problem.family.variance = variance;
  setup.problem.noise = {
      .step = 0.01, .batch = static_cast<int>(state.range(1)), .estimator = estimator};
  setup.end_time = 100.0;
  std::uint64_t number = 0, steps = 0;
  for (auto _ : state) steps += simulate_run(setup, number++).steps;
  state.counters["time_per_step"] = benchmark::Counter(
      static_cast<double>(steps), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void path_matched(benchmark::State& state) {
  reduced_sgd_step(state, Estimator::path, Variance::matched);
}
void path_fixed(benchmark::State& state) {
  reduced_sgd_step(state, Estimator::path, Variance::fixed);
}
void total_matched(benchmark::State& state) {
  reduced_sgd_step(state, Estimator::total, Variance::matched);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"d", "B"})->ArgsProduct({{1000, 1000000000}, {1, 4}});
}
BENCHMARK(path_matched)->Apply(sizes);
BENCHMARK(path_fixed)->Apply(sizes);
BENCHMARK(total_matched)->Apply(sizes);

}  // namespace
