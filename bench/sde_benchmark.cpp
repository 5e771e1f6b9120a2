// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Cost of one step of the stochastic equation, random numbers and schedule included, and of the
// moments it is made of.
#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/simulation/run.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace annealvi;

Problem problem_with(Estimator estimator, Variance variance) {
  Problem problem;
  problem.target = {.separation = 3.0, .dimension = 1000};
  problem.family.variance = variance;
  problem.annealing.schedule = {.initial_temperature = 5.0, .rate = 0.2};
  problem.noise = {.step = 0.01, .batch = 1, .estimator = estimator};
  return problem;
}

void sde_step(benchmark::State& state, SdeScheme scheme, Estimator estimator, Variance variance) {
  RunSetup setup;
  setup.problem = problem_with(estimator, variance);
  setup.engine = Engine::sde;
  setup.sde.scheme = scheme;
  setup.end_time = 20.0;
  std::uint64_t steps = 0, number = 0;
  for (auto _ : state) steps += simulate_run(setup, number++).steps;
  state.counters["time_per_step"] = benchmark::Counter(
      static_cast<double>(steps), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(sde_step, euler_path_matched, SdeScheme::euler, Estimator::path,
                  Variance::matched);
BENCHMARK_CAPTURE(sde_step, euler_path_fixed, SdeScheme::euler, Estimator::path, Variance::fixed);
BENCHMARK_CAPTURE(sde_step, euler_total_matched, SdeScheme::euler, Estimator::total,
                  Variance::matched);
BENCHMARK_CAPTURE(sde_step, weak2_path_matched, SdeScheme::weak2, Estimator::path,
                  Variance::matched);

void moments(benchmark::State& state, bool fast, Estimator estimator) {
  const Problem problem = problem_with(estimator, Variance::matched);
  const Coefficients c = coefficients_at_temperature(problem, 3.0);
  SummaryState at{.overlap = {0.3, -0.1}, .q11 = 1.0, .q12 = 0.1, .q22 = 0.9};
  for (auto _ : state) {
    benchmark::DoNotOptimize(at);
    benchmark::DoNotOptimize(fast ? fast_gradient_moments(problem, c, at)
                                  : gradient_moments(problem, c, at));
  }
}
BENCHMARK_CAPTURE(moments, closed_form_path, true, Estimator::path);
BENCHMARK_CAPTURE(moments, closed_form_total, true, Estimator::total);
BENCHMARK_CAPTURE(moments, quadrature_path, false, Estimator::path);
BENCHMARK_CAPTURE(moments, quadrature_total, false, Estimator::total);

}  // namespace
