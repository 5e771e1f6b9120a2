// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Training steps of RealNVP on one core: steps per second, and floating-point operations per second
// of its matrix products beside what a large product of Eigen reaches in the same program.
//
// A dense layer of m outputs and k inputs costs 2 m k operations a sample forward, as many for the
// gradient by the inputs and as many for that by the weights: 3 products for the total estimator, 4
// for the path estimator, whose score goes back through the networks once more. Activations,
// random numbers and Adam are not counted, but they are in the time.

#include "realnvp/trainer.hpp"

#include <benchmark/benchmark.h>
#include <Eigen/Core>

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

void path_float(benchmark::State& state) {
  training_step<float>(state, Estimator::path, Activation::tanh);
}
void total_float(benchmark::State& state) {
  training_step<float>(state, Estimator::total, Activation::tanh);
}
void total_float_relu(benchmark::State& state) {
  training_step<float>(state, Estimator::total, Activation::relu);
}
void path_double(benchmark::State& state) {
  training_step<double>(state, Estimator::path, Activation::tanh);
}
const std::vector<std::string> names{"d", "couplings", "width", "batch"};
BENCHMARK(path_float)->ArgNames(names)->Args({2, 6, 32, 256})->Args({8, 8, 64, 256});
BENCHMARK(total_float)->ArgNames(names)->Args({2, 6, 32, 256})->Args({8, 8, 64, 256});
BENCHMARK(total_float_relu)->ArgNames(names)->Args({8, 8, 64, 256})->Args({8, 8, 128, 256});
BENCHMARK(path_double)->ArgNames(names)->Args({2, 6, 32, 256});

/// What this program's compiler flags let Eigen reach: with the default flags of the build that is
/// the baseline instruction set, with -march=native the machine's best.
template <class Scalar>
void large_product(benchmark::State& state) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::Index n = state.range(0);
  const Matrix a = Matrix::Random(n, n), b = Matrix::Random(n, n);
  Matrix c(n, n);
  for (auto _ : state) {
    c.noalias() = a * b;
    benchmark::DoNotOptimize(c.data());
  }
  state.counters["flops"] = benchmark::Counter(
      2.0 * static_cast<double>(state.iterations() * n * n * n), benchmark::Counter::kIsRate);
}
BENCHMARK(large_product<float>)->Arg(1024);
BENCHMARK(large_product<double>)->Arg(1024);

}  // namespace
