// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Training steps of RealNVP on one core: steps per second, and floating-point operations per second
// of its matrix products beside the peak of the core. docs/benchmarks.md has the figures, and those
// of the same step in PyTorch (realnvp_pytorch.py).
//
// A dense layer of m outputs and k inputs costs 2 m k operations a sample forward, as many for the
// gradient by the inputs and as many for that by the weights: 3 products for the total estimator, 4
// for the path estimator, whose score goes back through the networks once more. Activations,
// random numbers and Adam are not counted, but they are in the time.

#include "realnvp/trainer.hpp"

#include <benchmark/benchmark.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using namespace annealvi;

double operations_per_step(const FlowSetup& setup) {
  const RealNvpShape& shape = setup.settings.shape;
  const double d = setup.problem.target.dimension, width = shape.width;
  double products = 0.0;
  for (int c = 0; c < shape.couplings; ++c) {
    const double active = c % 2 == 0 ? std::ceil(d / 2.0) : std::floor(d / 2.0);
    products += (d - active) * width + (shape.depth - 1) * width * width + width * 2.0 * active;
  }
  const double passes = setup.problem.noise.estimator == Estimator::path ? 4.0 : 3.0;
  return 2.0 * passes * products * setup.settings.batch;
}

template <class Scalar>
void training_step(benchmark::State& state, Estimator estimator, Activation activation) {
  FlowSetup setup;
  setup.problem.target.dimension = static_cast<double>(state.range(0));
  setup.problem.noise.estimator = estimator;
  setup.settings.shape.couplings = static_cast<int>(state.range(1));
  setup.settings.shape.width = static_cast<int>(state.range(2));
  setup.settings.shape.activation = activation;
  setup.settings.batch = static_cast<int>(state.range(3));
  setup.settings.steps = 1'000'000'000;
  realnvp::Trainer<Scalar> trainer(setup, 0);
  for (auto _ : state) {
    if (!trainer.step()) state.SkipWithError(trainer.failure().c_str());
  }
  const auto steps = static_cast<double>(state.iterations());
  state.counters["steps"] = benchmark::Counter(steps, benchmark::Counter::kIsRate);
  state.counters["flops"] =
      benchmark::Counter(steps * operations_per_step(setup), benchmark::Counter::kIsRate);
}

void total_relu(benchmark::State& state) {
  training_step<float>(state, Estimator::total, Activation::relu);
}
void total_tanh(benchmark::State& state) {
  training_step<float>(state, Estimator::total, Activation::tanh);
}
void path_relu(benchmark::State& state) {
  training_step<float>(state, Estimator::path, Activation::relu);
}
void path_tanh_double(benchmark::State& state) {
  training_step<double>(state, Estimator::path, Activation::tanh);
}
const std::vector<std::string> names{"d", "couplings", "width", "batch"};
const std::vector<std::vector<std::int64_t>> shapes{{8}, {6}, {32, 64, 128}, {256}};
BENCHMARK(total_relu)->ArgNames(names)->ArgsProduct(shapes);
BENCHMARK(total_tanh)->ArgNames(names)->ArgsProduct(shapes);
BENCHMARK(path_relu)->ArgNames(names)->ArgsProduct(shapes);
BENCHMARK(path_tanh_double)->ArgNames(names)->Args({8, 6, 32, 256});

#if defined(__x86_64__)
/// Fused multiply-adds that never leave the registers, ten independent chains: what one core can
/// do.
__attribute__((target("avx2,fma"))) void peak(benchmark::State& state) {
  constexpr int chains = 10, rounds = 10'000;
  const __m256 factor = _mm256_set1_ps(0.5f);
  __m256 sum[std::size_t{chains}] = {};
  for (auto _ : state) {
    for (int i = 0; i < rounds; ++i) {
      for (__m256& chain : sum) chain = _mm256_fmadd_ps(chain, factor, factor);
    }
    for (__m256& chain : sum) benchmark::DoNotOptimize(chain);
  }
  state.counters["flops"] =
      benchmark::Counter(16.0 * chains * rounds * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
}
BENCHMARK(peak);
#endif

}  // namespace
