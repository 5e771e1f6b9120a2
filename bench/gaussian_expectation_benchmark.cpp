// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of one Gaussian expectation: below and beyond a = 1 (nodes in z or in u), at the reflection
// point m = a^2, and at the large deviations R sqrt(T) of an annealing run. The mean changes from
// call to call, so that nothing is hoisted out of the loop.
#include <benchmark/benchmark.h>

#include <iterator>

#include "annealvi/numerics/gaussian_expectation.hpp"

namespace {

using annealvi::TanhPair;

struct Argument {
  double m, a;
};
constexpr Argument arguments[] = {{0.1, 0.5}, {0.5, 3}, {5, 6.7}, {9, 3}, {30, 60}, {900, 950}};
constexpr int last = static_cast<int>(std::size(arguments)) - 1;
constexpr double drift = 0x1p-40;

template <double (*function)(double, double)>
void expectation(benchmark::State& state) {
  auto [m, a] = arguments[state.range(0)];
  for (auto _ : state) {
    benchmark::DoNotOptimize(function(m, a));
    m += drift;
  }
}
BENCHMARK(expectation<annealvi::expected_tanh>)->Name("expected_tanh")->DenseRange(0, last);
BENCHMARK(expectation<annealvi::expected_tanh_complement>)
    ->Name("expected_tanh_complement")
    ->DenseRange(0, last);
BENCHMARK(expectation<annealvi::expected_sech_squared>)
    ->Name("expected_sech_squared")
    ->DenseRange(0, last);
BENCHMARK(expectation<annealvi::expected_log_cosh>)->Name("expected_log_cosh")->DenseRange(0, last);
BENCHMARK(expectation<annealvi::expected_logistic>)->Name("expected_logistic")->DenseRange(0, last);
BENCHMARK(expectation<annealvi::expected_softplus>)->Name("expected_softplus")->DenseRange(0, last);

template <bool tiny>
void pair(benchmark::State& state) {
  auto [m, a] = arguments[state.range(0)];
  const double half_difference = tiny ? 1e-100 : m / 4;
  for (auto _ : state) {
    TanhPair result = annealvi::expected_tanh_pair(m, half_difference, a);
    benchmark::DoNotOptimize(result);
    m += drift;
  }
}
BENCHMARK(pair<true>)->Name("expected_tanh_pair, tiny half difference")->DenseRange(0, last);
BENCHMARK(pair<false>)->Name("expected_tanh_pair, half difference m/4")->DenseRange(0, last);

void self_responsibility(benchmark::State& state) {
  auto distance = static_cast<double>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(annealvi::self_responsibility_complement(distance));
    distance += drift;
  }
}
BENCHMARK(self_responsibility)->Name("self_responsibility_complement")->Arg(1)->Arg(6)->Arg(30);

}  // namespace
