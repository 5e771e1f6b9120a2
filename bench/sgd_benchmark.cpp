// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of full SGD, random numbers included: CPU time of a step over its 2 B d coordinate-samples.

#include "simulation/sgd_full.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

using namespace annealvi;

void full_sgd_step(benchmark::State& state, Estimator estimator, Variance variance) {
  Problem problem;
  problem.target.dimension = static_cast<double>(state.range(0));
  problem.family.variance = variance;
  problem.noise = {.step = 0.01, .batch = static_cast<int>(state.range(1)), .estimator = estimator};
  FullSgd sgd(problem);
  sgd.draw_start(1, 0);
  RandomKey key{.stream = RandomStream::gradient_noise};
  for (auto _ : state) {
    sgd.step(coefficients_at(problem, problem.noise.step * static_cast<double>(key.step)), key);
    ++key.step;
  }
  const auto coordinate_samples =
      static_cast<double>(state.iterations() * 2 * state.range(0) * state.range(1));
  state.counters["time_per_coordinate_sample"] = benchmark::Counter(
      coordinate_samples, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void path_matched(benchmark::State& state) {
  full_sgd_step(state, Estimator::path, Variance::matched);
}
void path_fixed(benchmark::State& state) {
  full_sgd_step(state, Estimator::path, Variance::fixed);
}
void total_matched(benchmark::State& state) {
  full_sgd_step(state, Estimator::total, Variance::matched);
}
BENCHMARK(path_matched)
    ->ArgNames({"d", "B"})
    ->Args({100, 1})
    ->Args({1000, 1})
    ->Args({1000, 4})
    ->Args({10000, 1});
BENCHMARK(path_fixed)->ArgNames({"d", "B"})->Args({1000, 1})->Args({1000, 4});
BENCHMARK(total_matched)->ArgNames({"d", "B"})->Args({1000, 1})->Args({1000, 4});

}  // namespace
