// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/ensemble.hpp"

#include "tests/support/closeness.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <tuple>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// Short and cheap runs with all outcomes: the temperature is 1 from the start.
RunSetup small_setup() {
  RunSetup setup;
  setup.problem.target = {.separation = 3.0, .weight = 0.5, .dimension = 20};
  setup.problem.annealing.schedule.kind = ScheduleKind::constant;
  setup.problem.annealing.schedule.initial_temperature = 1.0;
  setup.engine = Engine::full;
  setup.problem.noise = {.step = 0.05, .batch = 1, .estimator = Estimator::path};
  setup.end_time = 3.0;
  setup.seed = 42;
  return setup;
}

auto counts(const EnsembleResult& r) {
  return std::tuple(r.runs, r.collapsed, r.recovered, r.undecided, r.failed, r.steps, r.same_sign,
                    r.probability, r.interval.lower, r.interval.upper, r.first_failure);
}

EnsembleOptions options_of(std::uint64_t runs, unsigned threads, double half_width = 0.0) {
  EnsembleOptions options;
  options.runs = runs;
  options.threads = threads;
  options.half_width = half_width;
  return options;
}

double longer_arm(const EnsembleResult& result) {
  return std::max(result.interval.upper - result.probability.value(),
                  result.probability.value() - result.interval.lower);
}

}  // namespace

TEST_CASE("an ensemble gives the same numbers on 1, 2 and 3 threads") {
  const RunSetup setup = small_setup();
  const EnsembleResult one = run_ensemble(setup, options_of(700, 1));
  CHECK(one.runs == 700);
  CHECK(one.collapsed > 0);
  CHECK(one.recovered > 0);
  CHECK(one.undecided > 0);
  CHECK(one.collapsed + one.recovered + one.undecided == 700);
  CHECK(one.steps == 700 * 60);
  CHECK(counts(one) == counts(run_ensemble(setup, options_of(700, 2))));
  CHECK(counts(one) == counts(run_ensemble(setup, options_of(700, 3))));
}

TEST_CASE("runs replayed alone add up to the ensemble") {
  const RunSetup setup = small_setup();
  const EnsembleResult ensemble = run_ensemble(setup, options_of(300, 2));
  std::uint64_t collapsed = 0, same_sign = 0;
  for (std::uint64_t n = 0; n < 300; ++n) {
    const Run run = simulate_run(setup, n);
    collapsed += run.outcome == Outcome::collapsed;
    same_sign += run.final_state.overlap[0] * run.final_state.overlap[1] > 0.0;
  }
  CHECK(collapsed == ensemble.collapsed);
  CHECK(same_sign == ensemble.same_sign);
}

TEST_CASE("another seed gives other runs") {
  RunSetup setup = small_setup();
  const EnsembleResult first = run_ensemble(setup, options_of(512, 2));
  setup.seed = 43;
  CHECK(counts(first) != counts(run_ensemble(setup, options_of(512, 2))));
}

TEST_CASE("the half-width rule stops at the first block that is narrow enough, reproducibly") {
  const RunSetup setup = small_setup();
  constexpr double half_width = 0.03;
  const EnsembleResult stopped = run_ensemble(setup, options_of(100000, 1, half_width));
  CHECK(stopped.runs % 256 == 0);
  CHECK(stopped.runs < 100000);
  CHECK(longer_arm(stopped) <= half_width);
  const EnsembleResult before = run_ensemble(setup, options_of(stopped.runs - 256, 2));
  CHECK(longer_arm(before) > half_width);
  CHECK(counts(stopped) == counts(run_ensemble(setup, options_of(stopped.runs, 2))));
  CHECK(counts(stopped) == counts(run_ensemble(setup, options_of(100000, 3, half_width))));
}

TEST_CASE("an interrupted ensemble counts every run that was finished") {
  const RunSetup setup = small_setup();
  std::atomic<bool> interrupted{false};
  EnsembleOptions options = options_of(100000, 2);
  options.interrupted = &interrupted;
  options.progress = [&](std::uint64_t finished, std::uint64_t) {
    if (finished == 900) interrupted = true;
  };
  const EnsembleResult cut = run_ensemble(setup, options);
  CHECK(cut.interrupted);
  CHECK(cut.runs >= 900);
  CHECK(cut.runs <= 902);  // the other thread's run may have ended as well
  CHECK(cut.collapsed + cut.recovered + cut.undecided + cut.failed == cut.runs);
}

TEST_CASE("an interruption ends a long run on the way") {
  RunSetup setup = small_setup();
  setup.end_time = 1e12;  // would take years
  std::atomic<bool> interrupted{true};
  EnsembleOptions options = options_of(1, 1);
  options.interrupted = &interrupted;
  const EnsembleResult result = run_ensemble(setup, options);
  CHECK(result.interrupted);
  CHECK(result.runs == 0);
}

TEST_CASE("progress is serialised and counts every run once") {
  std::vector<std::uint64_t> seen;
  EnsembleOptions options = options_of(300, 3);
  options.progress = [&](std::uint64_t finished, std::uint64_t total) {
    CHECK(total == 300);
    seen.push_back(finished);
  };
  (void)run_ensemble(small_setup(), options);
  REQUIRE(seen.size() == 300);
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == i + 1);
}

TEST_CASE("failed runs are counted apart and the first one is quoted") {
  RunSetup setup = small_setup();
  setup.problem.noise.step = 50.0;
  setup.end_time = 1e5;
  const EnsembleResult result = run_ensemble(setup, options_of(10, 2));
  CHECK(result.failed == 10);
  CHECK(result.collapsed + result.recovered + result.undecided == 0);
  CHECK(result.same_sign == 0);
  CHECK(result.first_failure.starts_with("run 0: full SGD diverged in step "));
}

TEST_CASE("errors of the setup and of callbacks reach the caller") {
  RunSetup setup = small_setup();
  EnsembleOptions options = options_of(10, 2);
  options.progress = [](std::uint64_t, std::uint64_t) { throw std::runtime_error("callback"); };
  CHECK_THROWS_AS((void)run_ensemble(setup, options), std::runtime_error);
  setup.problem.noise.step = 0.0;
  CHECK_THROWS_AS((void)run_ensemble(setup, options_of(10, 2)), std::invalid_argument);
}

TEST_CASE("a run is decided near T = 1 only, whatever the last temperature of the schedule") {
  RunSetup setup = small_setup();
  setup.engine = Engine::flow;
  setup.end_time = 60.0;
  auto& temperature = setup.problem.annealing.schedule.initial_temperature;
  temperature = 1.0 + 0.9 * setup.decision.temperature_distance;
  const EnsembleResult near = run_ensemble(setup, options_of(20, 2));
  CHECK(near.undecided == 0);
  CHECK(near.probability.has_value());
  temperature = 1.2;
  const EnsembleResult hot = run_ensemble(setup, options_of(20, 2));
  CHECK(hot.undecided == 20);
  CHECK_FALSE(hot.probability.has_value());
}

TEST_CASE("runs that start on the saddle are counted; others are not") {
  RunSetup setup = small_setup();
  setup.engine = Engine::flow;
  setup.end_time = 60.0;
  setup.start = SummaryState{.q11 = 1.0, .q12 = 0.2, .q22 = 1.0};
  const EnsembleResult on = run_ensemble(setup, options_of(3, 1));
  CHECK(on.on_saddle == 3);
  CHECK(on.undecided == 3);
  setup.start->overlap = {1e-100, 0.0};
  CHECK(run_ensemble(setup, options_of(3, 1)).on_saddle == 0);
}

TEST_CASE("no runs give no proportion") {
  const EnsembleResult result = run_ensemble(small_setup(), options_of(0, 2));
  CHECK(result.runs == 0);
  CHECK_FALSE(result.probability.has_value());
  CHECK(result.interval.lower == 0.0);
  CHECK(result.interval.upper == 1.0);
}

TEST_CASE("Wilson interval") {
  // (8, 10) at 95 %: 0.490162, 0.943318 (from 50-digit arithmetic);
  // 0 of n: [0, z^2/(n + z^2)] with z^2 = 3.841458820694124.
  const Interval some = wilson_interval(8, 10, 0.95);
  CHECK_RELATIVE(some.lower, 0.49016247153664183, rounding);
  CHECK_RELATIVE(some.upper, 0.94331784854562475, rounding);
  const Interval none = wilson_interval(0, 10, 0.95), all = wilson_interval(10, 10, 0.95);
  CHECK(none.lower == 0.0);
  CHECK_RELATIVE(none.upper, 3.841458820694124 / 13.841458820694124, rounding);
  CHECK(all.upper == 1.0);
  CHECK_RELATIVE(all.lower, 10.0 / 13.841458820694124, rounding);
  const Interval empty = wilson_interval(0, 0, 0.95);
  CHECK(empty.lower == 0.0);
  CHECK(empty.upper == 1.0);
  const Interval wider = wilson_interval(8, 10, 0.99);
  CHECK(wider.lower < some.lower);
  CHECK(wider.upper > some.upper);
  CHECK_THROWS_AS((void)wilson_interval(3, 2, 0.95), std::invalid_argument);
  CHECK_THROWS_AS((void)wilson_interval(1, 2, 1.0), std::invalid_argument);
}
