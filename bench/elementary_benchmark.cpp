// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Elementary functions beside those of the C library: time for 1024 independent calls.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "numerics/elementary.hpp"

namespace {

using namespace annealvi;

template <class Function>
void calls(benchmark::State& state, Function function, double low, double high) {
  std::vector<double> arguments(1024);
  for (std::size_t i = 0; i < arguments.size(); ++i)
    arguments[i] = low + (high - low) * static_cast<double>(i * 389 % 1024) / 1024;
  double sum = 0;
  for (auto _ : state)
    for (const double x : arguments) sum += function(x);
  benchmark::DoNotOptimize(sum);
}

// NOLINTBEGIN(cppcoreguidelines-macro-usage)
#define COMPARE(name, low, high)                                       \
  BENCHMARK_CAPTURE(                                                   \
      calls, name, [](double x) { return math::name(x); }, low, high); \
  BENCHMARK_CAPTURE(                                                   \
      calls, name##_of_the_library, [](double x) { return std::name(x); }, low, high)
// NOLINTEND
COMPARE(exp, -20.0, 2.0);
COMPARE(expm1, -3.0, 0.0);
COMPARE(log, 0.01, 3.0);
COMPARE(log1p, 0.0, 1.0);
COMPARE(tanh, -3.0, 3.0);
COMPARE(erf, 0.0, 0.84);
COMPARE(erfc, 0.0, 6.0);
BENCHMARK_CAPTURE(
    calls, pow, [](double x) { return math::pow(x, 0.123); }, 0.0, 6.0);
BENCHMARK_CAPTURE(
    calls, pow_of_the_library, [](double x) { return std::pow(x, 0.123); }, 0.0, 6.0);
BENCHMARK_CAPTURE(
    calls, cos_pi, [](double x) { return math::cos_pi(x); }, 0.0, 2.0);
BENCHMARK_CAPTURE(
    calls, cos_of_the_library, [](double x) { return std::cos(x); }, 0.0, 6.3);

}  // namespace
