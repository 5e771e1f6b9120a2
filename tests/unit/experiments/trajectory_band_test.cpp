// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Mean and band over runs: against the runs themselves, and for any number of threads.
#include "annealvi/experiments/trajectory_band.hpp"
#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace annealvi;

TEST_CASE("a band is mean, deviation and quantiles of its runs, whatever the threads") {
  RunSetup setup;
  setup.problem.target = {.separation = 3.0, .dimension = 50};
  setup.problem.noise.step = 0.05;
  setup.engine = Engine::sde;
  setup.end_time = 5.0;
  const std::vector<double> times{0.0, 5.0};
  const TrajectoryBand band = trajectory_band(setup, times, {.runs = 21, .threads = 3});
  REQUIRE(band.runs == 21);
  REQUIRE(band.points.size() == 2);
  CHECK(band.steps == 2100);
  std::vector<double> values;
  for (std::uint64_t n = 0; n < 21; ++n) {
    const auto& m = simulate_run(setup, n).final_state.overlap;
    values.push_back(std::abs(m[0] + m[1]));
  }
  double mean = 0.0;
  for (const double x : values) mean += x / 21.0;
  CHECK_RELATIVE(band.points[1][0].mean, mean, test::rounding);
  std::ranges::sort(values);
  CHECK(band.points[1][0].low == values[1]);  // 5 % of 21 values: positions 1 and 19
  CHECK(band.points[1][0].high == values[19]);
  const TrajectoryBand alone = trajectory_band(setup, times, {.runs = 21, .threads = 1});
  for (std::size_t s = 0; s < 3; ++s) {
    CHECK(alone.points[1][s].mean == band.points[1][s].mean);
    CHECK(alone.points[1][s].deviation == band.points[1][s].deviation);
  }
}

TEST_CASE("given statistics: the flow has no spread and noise has") {
  RunSetup setup;
  setup.problem.target = {.separation = 3.0, .dimension = 50};
  setup.problem.noise.step = 0.05;
  setup.end_time = 3.0;
  setup.start = SummaryState{.overlap = {0.1, -0.05}, .q11 = 1.0, .q12 = 0.1, .q22 = 0.9};
  const std::vector<double> times{3.0};
  CHECK(trajectory_band(setup, times, {.runs = 5}).points[0][1].deviation < 1e-12);
  setup.engine = Engine::sde;
  CHECK(trajectory_band(setup, times, {.runs = 5}).points[0][1].deviation > 1e-3);
}
