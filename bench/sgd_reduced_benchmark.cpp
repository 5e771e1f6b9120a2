// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of a step of SGD, random numbers included: CPU time of whole runs over their steps. The
// family cost_per_step is what scripts/cost_figure.sh draws.

#include "annealvi/simulation/run.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

using namespace annealvi;

void sgd_run(benchmark::State& state, Engine engine, Estimator estimator, Variance variance) {
  RunSetup setup;
  setup.engine = engine;
  setup.problem.target.dimension = static_cast<double>(state.range(0));
  setup.problem.family.variance = variance;
  setup.problem.noise = {
      .step = 0.01, .batch = static_cast<int>(state.range(1)), .estimator = estimator};
  // The noise of the total estimator adds O(eta d) to the norms.
  if (estimator == Estimator::total) setup.problem.noise.step /= setup.problem.target.dimension;
  const double steps_wanted = engine == Engine::full ? 100.0 : 10000.0;
  setup.end_time = steps_wanted * setup.problem.noise.step;
  std::uint64_t number = 0, steps = 0;
  for (auto _ : state) steps += simulate_run(setup, number++).steps;
  state.counters["time_per_step"] = benchmark::Counter(
      static_cast<double>(steps), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"d", "B"})->ArgsProduct({{1000, 1000000000}, {1, 4}});
}
BENCHMARK_CAPTURE(sgd_run, path_matched, Engine::reduced, Estimator::path, Variance::matched)
    ->Apply(sizes);
BENCHMARK_CAPTURE(sgd_run, path_fixed, Engine::reduced, Estimator::path, Variance::fixed)
    ->Apply(sizes);
BENCHMARK_CAPTURE(sgd_run, total_matched, Engine::reduced, Estimator::total, Variance::matched)
    ->Apply(sizes);
BENCHMARK_CAPTURE(sgd_run, total_fixed, Engine::reduced, Estimator::total, Variance::fixed)
    ->Apply(sizes);

void cost_per_step(benchmark::State& state, Engine engine, Estimator estimator) {
  sgd_run(state, engine, estimator, Variance::matched);
}
void full_dimensions(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"d", "B"})
      ->ArgsProduct({{5, 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 1000000}, {1}});
}
void reduced_dimensions(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"d", "B"})
      ->ArgsProduct({{5, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
                      1000000000000},
                     {1}});
}
BENCHMARK_CAPTURE(cost_per_step, full / path, Engine::full, Estimator::path)
    ->Apply(full_dimensions);
BENCHMARK_CAPTURE(cost_per_step, full / total, Engine::full, Estimator::total)
    ->Apply(full_dimensions);
BENCHMARK_CAPTURE(cost_per_step, reduced / path, Engine::reduced, Estimator::path)
    ->Apply(reduced_dimensions);
BENCHMARK_CAPTURE(cost_per_step, reduced / total, Engine::reduced, Estimator::total)
    ->Apply(reduced_dimensions);

}  // namespace
