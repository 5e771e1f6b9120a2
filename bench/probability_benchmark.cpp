// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The sharp probability and what it is made of: right-hand side, one trajectory, one threshold.

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/separatrix.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

using namespace annealvi;

namespace {

Problem standard_problem() {
  Problem problem;  // R = 3, T0 = 10, rate 0.1, d = 1000, the defaults
  return problem;
}

void sum_difference_right_hand_side(benchmark::State& state) {
  const Problem problem = standard_problem();
  const Coefficients c = coefficients_at(problem, 10.0);
  double sum = 0.1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sum_difference_flow(problem, c, sum, 0.05, 1.0));
    sum += 1e-9;
  }
}
BENCHMARK(sum_difference_right_hand_side);

void summary_right_hand_side(benchmark::State& state) {
  const Problem problem = standard_problem();
  const Coefficients c = coefficients_at(problem, 10.0);
  SummaryState x{{0.1, -0.05}, 1.0, 0.1, 1.1};
  for (auto _ : state) {
    benchmark::DoNotOptimize(summary_flow(c, problem.family, 3.0, x));
    x.overlap[0] += 1e-9;
  }
}
BENCHMARK(summary_right_hand_side);

/// R = 3, relative tolerance 1e-8, from the start to the decision: one recovers, one collapses.
void trajectory_to_decision(benchmark::State& state) {
  const Problem problem = standard_problem();
  Separatrix separatrix(problem, {.end = automatic_end_time(problem)},
                        {.relative = 1e-8, .absolute = 1e-12});
  const double log_difference = static_cast<double>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(separatrix.follow(0.05, log_difference, 2.0));
}
BENCHMARK(trajectory_to_decision)->Arg(-4)->Arg(-6)->Arg(-12)->Unit(benchmark::kMicrosecond);

void flow_trajectory_to_the_end(benchmark::State& state) {
  const Problem problem = standard_problem();
  const double end = automatic_end_time(problem);
  const SummaryState start{{0.04, -0.03}, 1.0, 0.0, 1.0};
  for (auto _ : state)
    benchmark::DoNotOptimize(
        integrate_flow(problem, start, end, {}, {.relative = 1e-8, .absolute = 1e-11}));
}
BENCHMARK(flow_trajectory_to_the_end)->Unit(benchmark::kMicrosecond);

void probability(benchmark::State& state) {
  const Problem problem = standard_problem();
  const double end = automatic_end_time(problem);
  for (auto _ : state) benchmark::DoNotOptimize(collapse_probability(problem, {.end_time = end}));
}
BENCHMARK(probability)->Unit(benchmark::kMillisecond);

/// eta = 0.01; the argument is the estimator: 0 path, 1 total.
void probability_with_gradient_noise(benchmark::State& state) {
  Problem problem = standard_problem();
  problem.noise.step = 0.01;
  problem.noise.estimator = state.range(0) == 0 ? Estimator::path : Estimator::total;
  const double end = automatic_end_time(problem);
  for (auto _ : state) benchmark::DoNotOptimize(collapse_probability(problem, {.end_time = end}));
}
BENCHMARK(probability_with_gradient_noise)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void safe_temperature_fold(benchmark::State& state) {
  Problem problem = standard_problem();
  problem.target.separation = static_cast<double>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(safe_temperature(problem));
}
BENCHMARK(safe_temperature_fold)->Arg(3)->Arg(30)->Unit(benchmark::kMicrosecond);

}  // namespace
