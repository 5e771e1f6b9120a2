// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Ensembles under schedules that watch, of every engine of the pair.
#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/simulation/ensemble.hpp"

#include <cmath>
#include <vector>

#include "tests/support/closeness.hpp"

using namespace annealvi;
using annealvi::test::statistical_z;

namespace {

RunSetup setup_of(Engine engine, double T0, double rate) {
  RunSetup setup;
  setup.problem.target = {.separation = 3.0, .weight = 0.5, .dimension = 100.0};
  setup.problem.annealing.schedule = {
      .kind = ScheduleKind::gate, .initial_temperature = T0, .rate = rate};
  setup.engine = engine;
  if (uses_gradient_noise(engine)) setup.problem.noise.step = 0.02;
  setup.gate_threshold = 6.0;
  setup.stall_time = 400.0;
  setup.settle_time = 40.0;
  setup.end_time = 440.0;
  return setup;
}

}  // namespace

// R 3, d 100, T0 2.45778, rate 0.5: another program has mean 18.46577 and 99 % quantile 33.87717.
TEST_CASE("separation gate of the flow: no run collapses, and T reaches 1 when it should") {
  const RunSetup setup = setup_of(Engine::flow, 2.45778, 0.5);
  const EnsembleResult result = run_ensemble(setup, {.runs = 1000});
  CHECK(result.failed == 0);
  CHECK(result.stalled == 0);
  CHECK(result.collapsed == 0);
  CHECK(result.recovered == 1000);
  REQUIRE(result.annealing);
  CHECK(result.annealing->runs == 1000);
  CHECK_ABSOLUTE(result.annealing->mean, 18.46577,
                 statistical_z * result.annealing->standard_error);
  // 990th of 1000: its standard error is sqrt(0.01 0.99/1000)/density, about 1.0 here.
  CHECK_ABSOLUTE(result.annealing->q99, 33.87717, 4.0);
}

TEST_CASE("runs of every engine are the same on any number of threads") {
  for (const Engine engine : {Engine::flow, Engine::reduced, Engine::full, Engine::sde}) {
    const RunSetup setup = setup_of(engine, 2.5, 0.5);
    const EnsembleResult one = run_ensemble(setup, {.runs = 12, .threads = 1});
    const EnsembleResult two = run_ensemble(setup, {.runs = 12, .threads = 2});
    CHECK(one.collapsed + one.recovered + one.undecided == 12);
    CHECK(one.failed == 0);
    CHECK(one.recovered == two.recovered);
    CHECK(one.annealing->mean == two.annealing->mean);
    CHECK(one.annealing->q99 == two.annealing->q99);
    // All decided runs recover, and none needs more than a few hundred.
    CHECK(one.collapsed == 0);
    CHECK(one.annealing->mean > 5.0);
    CHECK(one.annealing->mean < 60.0);
  }
}

TEST_CASE("a gate that opens at once is a geometric schedule, bit for bit in its outcomes") {
  for (const Engine engine : {Engine::reduced, Engine::full}) {
    RunSetup gated = setup_of(engine, 2.0, 0.5);
    gated.gate_threshold = 1e-12;
    RunSetup fixed = gated;
    fixed.problem.annealing.schedule = {
        .kind = ScheduleKind::geometric, .initial_temperature = 2.0, .rate = 0.5 / std::log(2.0)};
    for (std::uint64_t run = 0; run < 6; ++run) {
      const Run a = simulate_run(gated, run);
      REQUIRE(a.annealing_time);
      CHECK_ABSOLUTE(*a.annealing_time, std::log(2.0) / 0.5, 0.0201);  // to a step
      fixed.end_time = *a.annealing_time + gated.settle_time;
      const Run b = simulate_run(fixed, run);
      CHECK(a.outcome == b.outcome);
      // T differs by a rounding and at the last step; noise and steps are the same.
      CHECK_ABSOLUTE(a.final_state.overlap[0], b.final_state.overlap[0], 0.02);
    }
  }
}

TEST_CASE("a cap on the time stalls runs, which are counted apart") {
  RunSetup setup = setup_of(Engine::flow, 2.45778, 0.5);
  setup.stall_time = 15.0;
  const EnsembleResult result = run_ensemble(setup, {.runs = 200});
  CHECK(result.stalled > 20);
  CHECK(result.stalled < 180);
  CHECK(result.undecided == result.stalled);
  CHECK(result.recovered + result.stalled == 200);
  CHECK(result.annealing->runs == result.recovered);
  CHECK(result.annealing->q99 <= 15.0);
}

TEST_CASE("times: mean, error and quantiles by hand") {
  const AnnealingTimes times = annealing_times_of({4.0, 1.0, 2.0, 3.0});
  CHECK(times.mean == 2.5);
  CHECK_RELATIVE(times.standard_error, std::sqrt(5.0 / 3.0 / 4.0), 1e-15);
  CHECK(times.median == 2.5);
  CHECK_ABSOLUTE(times.q99, 3.97, 1e-12);
  CHECK(annealing_times_of({}).runs == 0);
}

TEST_CASE("what gates do not have is refused") {
  const RunSetup setup = setup_of(Engine::flow, 2.5, 0.5);
  const std::vector<double> times{0.0, 1.0};
  CHECK_THROWS_AS((void)simulate_run(setup, 0, times), std::invalid_argument);
  RunSetup impatient = setup;
  impatient.stall_time = 0.0;
  CHECK_THROWS_AS((void)simulate_run(impatient, 0), std::invalid_argument);
}
