// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The best table of temperatures for a probability that is an analytic function of the schedule.
#include "unit/experiments/designed.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("a shape is at least as good as what it starts from and monotone") {
  // Wants T = 3 in the middle of the annealing: the families cannot know.
  const auto probability = [](const Schedule& schedule) {
    const double middle = schedule.temperature(0.5 * schedule.settling_time(0.05));
    const double off = std::log(middle / 3.0), start = std::log(schedule.temperature(0.0) / 3.2);
    return std::min(0.5, 0.001 * std::exp(off * off + start * start));
  };
  const DesignResult result = designed(
      config_with({"design.free=shape", "design.time=200", "design.knots=5"}), probability);
  REQUIRE(result.recommended);
  const auto& table = result.recommended->problem.annealing.schedule.table;
  REQUIRE(table.size() == 5);
  CHECK(table.back().second == 1.0);
  for (std::size_t i = 0; i + 1 < table.size(); ++i) {
    CHECK(table[i].second >= table[i + 1].second);
  }
  REQUIRE(result.schedules.size() == 4);
  for (std::size_t i = 1; i < result.schedules.size(); ++i) {
    CHECK(result.schedules[i].sharp.probability > result.schedules[0].sharp.probability);
  }
  CHECK(result.schedules[0].sharp.probability < 0.00102);
  CHECK(result.total_time() <= 200.0001);
  CHECK(result.total_time() >= 199.9);
}

TEST_CASE("the search for time and shape needs few values of P") {
  std::atomic<int> calls{0};
  const auto probability = [&calls](const Schedule& schedule) {
    ++calls;
    const double off = std::log(schedule.temperature(0.0) / 4.0);
    return std::min(0.5, 0.1 / schedule.settling_time(0.05) * (1.0 + off * off));
  };
  (void)designed(config_with({"design.free=time", "design.risk=0.001"}), probability);
  CHECK(calls < 160);
  calls = 0;
  const DesignResult shape = designed(
      config_with({"design.free=shape", "design.time=200", "design.knots=3"}), probability);
  CHECK(calls - shape.shape_evaluations < 120);
}

TEST_CASE("a table may heat where that is allowed, and only there") {
  // Best: T = 2 at the start, 5 in the middle.
  const auto probability = [](const Schedule& schedule) {
    const double middle = schedule.temperature(0.5 * schedule.settling_time(0.05));
    const double off = std::log(middle / 5.0), start = std::log(schedule.temperature(0.0) / 2.0);
    return std::min(0.5, 0.001 * std::exp(off * off + start * start));
  };
  const auto best = [&](const char* monotone) {
    return designed(config_with({"design.free=shape", "design.time=200", "design.knots=5",
                                 std::string("design.monotone=") + monotone}),
                    probability);
  };
  const DesignResult falling = best("true"), any = best("false");
  REQUIRE(any.recommended);
  CHECK(any.schedules[0].sharp.probability < 0.8 * falling.schedules[0].sharp.probability);
  const Schedule& schedule = any.recommended->problem.annealing.schedule;
  CHECK(schedule.table[0].second < schedule.table[2].second);
  for (std::size_t i = 0; i + 1 < schedule.table.size(); ++i) {
    const auto& table = falling.recommended->problem.annealing.schedule.table;
    CHECK(table[i].second >= table[i + 1].second);
  }
  // Neither T0 nor rate of the configured schedule stays beside a table.
  CHECK(schedule.initial_temperature == schedule.table[0].second);
}
