// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of random numbers. `time_per_number` is CPU time (per draw for chi-squared).

#include "annealvi/numerics/random.hpp"
#include "numerics/philox.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

namespace {

void report_per_number(benchmark::State& state, std::int64_t numbers) {
  state.counters["time_per_number"] =
      benchmark::Counter(static_cast<double>(state.iterations() * numbers),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void philox_bits(benchmark::State& state) {
  std::vector<std::uint32_t> words(static_cast<std::size_t>(state.range(0)));
  annealvi::PhiloxSequence sequence{{1, 2}, {3, 0, 0}};
  for (auto _ : state) {
    ++sequence.counter[1];
    annealvi::philox_groups(sequence, 0, words);
    benchmark::DoNotOptimize(words.data());
  }
  report_per_number(state, state.range(0));
}
BENCHMARK(philox_bits)->Arg(128)->Arg(1024);

template <class Number>
void normal(benchmark::State& state) {
  std::vector<Number> z(static_cast<std::size_t>(state.range(0)));
  annealvi::RandomKey key;
  for (auto _ : state) {
    ++key.step;
    annealvi::fill_normal(key, std::span<Number>(z));
    benchmark::DoNotOptimize(z.data());
  }
  report_per_number(state, state.range(0));
}
BENCHMARK_TEMPLATE(normal, float)->Arg(100)->Arg(1000)->Arg(10000);
BENCHMARK_TEMPLATE(normal, double)->Arg(1000);

void chi_squared(benchmark::State& state) {
  annealvi::RandomKey key;
  double sum = 0.0;
  for (auto _ : state) {
    ++key.run;
    sum += annealvi::chi_squared(key, static_cast<double>(state.range(0)));
  }
  benchmark::DoNotOptimize(sum);
  report_per_number(state, 1);
}
BENCHMARK(chi_squared)->Arg(1)->Arg(999);

}  // namespace
