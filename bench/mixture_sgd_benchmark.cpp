// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of SGD on mixtures with trained weights and variance, random numbers included: reduced SGD a
// step, full SGD a coordinate-sample (a step over its K B d), against K = K*.

#include "simulation/mixture_full.hpp"
#include "simulation/mixture_reduced.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

using namespace annealvi;

MixtureProblem problem_of(const benchmark::State& state, Estimator estimator) {
  MixtureProblem problem;
  const auto components = static_cast<std::size_t>(state.range(0));
  problem.modes = named_modes(ModeShape::orthogonal, components, 3.0);
  problem.dimension = static_cast<double>(state.range(1));
  problem.family.weights.assign(components, 1.0 / static_cast<double>(components));
  problem.family.train_weights = true;
  problem.family.variance = Variance::trained;
  problem.annealing.schedule = {.initial_temperature = 5.0, .rate = 1.0};
  problem.noise = {.step = 1e-3, .batch = static_cast<int>(state.range(2)), .estimator = estimator};
  return problem;
}

template <class Sgd>
void mixture_step(benchmark::State& state, Estimator estimator) {
  const MixtureProblem problem = problem_of(state, estimator);
  Sgd sgd(problem);
  sgd.draw_start(1, 0);
  RandomKey key{.stream = Sgd::noise_stream};
  for (auto _ : state) {
    const double time = problem.noise.step * static_cast<double>(key.step);
    sgd.step(mixture_coefficients_at(problem, time), key);
    ++key.step;
  }
  const auto steps = static_cast<double>(state.iterations());
  using benchmark::Counter;
  const auto inverse_rate = Counter::kIsRate | Counter::kInvert;
  state.counters["time_per_step"] = Counter(steps, inverse_rate);
  const double samples = static_cast<double>(state.range(0) * state.range(2));
  state.counters["time_per_coordinate_sample"] =
      Counter(steps * samples * problem.dimension, inverse_rate);
}

void full_step(benchmark::State& state, Estimator estimator) {
  mixture_step<FullMixtureSgd>(state, estimator);
}
void reduced_step(benchmark::State& state, Estimator estimator) {
  mixture_step<ReducedMixtureSgd>(state, estimator);
}

void full_sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"K", "d", "B"})->ArgsProduct({{2, 4, 8, 16}, {1000}, {1, 4}});
}
void reduced_sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"K", "d", "B"})->ArgsProduct({{2, 4, 8, 16}, {1000, 1000000000}, {1, 4}});
}
BENCHMARK_CAPTURE(full_step, path, Estimator::path)->Apply(full_sizes);
BENCHMARK_CAPTURE(full_step, total, Estimator::total)->Apply(full_sizes);
BENCHMARK_CAPTURE(reduced_step, path, Estimator::path)->Apply(reduced_sizes);
BENCHMARK_CAPTURE(reduced_step, total, Estimator::total)->Apply(reduced_sizes);

}  // namespace
