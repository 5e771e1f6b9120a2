// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Every kind against its formula in theory/model.md (Schedules), and the questions asked of all.
#include "annealvi/schedule/schedule.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "tests/support/closeness.hpp"

using annealvi::Schedule;
using annealvi::ScheduleKind;
using annealvi::test::rounding;

namespace {

const std::vector<Schedule> formula_schedules = {
    {.kind = ScheduleKind::exponential, .initial_temperature = 5.0, .rate = 0.25},
    {.kind = ScheduleKind::linear, .initial_temperature = 5.0, .rate = 0.25},
    {.kind = ScheduleKind::linear_beta, .initial_temperature = 5.0, .rate = 0.25},
    {.kind = ScheduleKind::geometric, .initial_temperature = 5.0, .rate = 0.25},
    {.kind = ScheduleKind::power, .initial_temperature = 5.0, .rate = 0.25, .exponent = 1.5},
    {.kind = ScheduleKind::cosine, .initial_temperature = 5.0, .rate = 0.25},
};

const Schedule zigzag = {.kind = ScheduleKind::table,
                         .table = {{0.0, 6.0}, {2.0, 2.0}, {3.0, 4.0}, {7.0, 1.5}}};

}  // namespace

TEST_CASE("every kind follows its formula") {
  const double T0 = 5.0, rate = 0.25;
  for (const double t : {0.0, 0.3, 1.0, 2.0, 3.75}) {
    CAPTURE(t);
    const double phase = rate * t;
    const double expected[] = {1.0 + 4.0 * std::exp(-phase),
                               T0 - 4.0 * phase,
                               1.0 / (1.0 / T0 + (1.0 - 1.0 / T0) * phase),
                               std::exp((1.0 - phase) * std::log(T0)),
                               1.0 + 4.0 / ((1.0 + phase) * std::sqrt(1.0 + phase)),
                               1.0 + 4.0 * std::pow(std::cos(std::numbers::pi * phase / 2.0), 2)};
    for (std::size_t i = 0; i < formula_schedules.size(); ++i) {
      CAPTURE(i);
      CHECK_RELATIVE(formula_schedules[i].temperature(t), expected[i], rounding);
    }
  }
  const Schedule constant{.kind = ScheduleKind::constant, .initial_temperature = 7.5};
  for (const double t : {0.0, 1.0, 1e12}) CHECK(constant.temperature(t) == 7.5);
}

TEST_CASE("every kind starts at T0 exactly, falls, and ends at 1") {
  for (const Schedule& schedule : formula_schedules) {
    CAPTURE(static_cast<int>(schedule.kind));
    CHECK_RELATIVE(schedule.temperature(0.0), 5.0, rounding);
    double previous = schedule.temperature(0.0);
    for (int i = 1; i <= 2000; ++i) {
      const double t = 0.01 * i;
      const double here = schedule.temperature(t);
      CHECK(here <= previous);
      CHECK(here >= 1.0);
      previous = here;
    }
    CHECK_RELATIVE(schedule.temperature(1e13), 1.0, rounding);
    CHECK(schedule.final_temperature() == 1.0);
    CHECK(schedule.highest_temperature() == 5.0);
  }
}

TEST_CASE("T0 = 1 is 1 at all times, for all kinds") {
  for (Schedule schedule : formula_schedules) {
    schedule.initial_temperature = 1.0;
    for (const double t : {0.0, 0.1, 4.0, 5.0, 1e3}) CHECK(schedule.temperature(t) == 1.0);
    CHECK(schedule.settling_time(1e-3) == 0.0);
  }
}

TEST_CASE("kinds that end in finite time stay at 1 from there on, and say where the kink is") {
  for (const Schedule& schedule : formula_schedules) {
    CAPTURE(static_cast<int>(schedule.kind));
    const bool never_ends =
        schedule.kind == ScheduleKind::exponential || schedule.kind == ScheduleKind::power;
    if (never_ends) {
      CHECK(schedule.kinks().empty());
      CHECK(schedule.temperature(100.0) > 1.0);
    } else {
      CHECK(schedule.kinks() == std::vector{4.0});
      CHECK(schedule.temperature(4.0) == 1.0);
      CHECK(schedule.temperature(4.5) == 1.0);
      CHECK(schedule.temperature(std::nextafter(4.0, 0.0)) >= 1.0);
      CHECK_RELATIVE(schedule.temperature(std::nextafter(4.0, 0.0)), 1.0, rounding);  // continuous
    }
  }
  CHECK(Schedule{.kind = ScheduleKind::constant}.kinks().empty());
  CHECK(zigzag.kinks() == std::vector{2.0, 3.0, 7.0});
}

TEST_CASE("a table is interpolated linearly and constant beyond its last point") {
  for (const auto& [t, T] : zigzag.table) CHECK(zigzag.temperature(t) == T);
  CHECK_RELATIVE(zigzag.temperature(0.5), 5.0, rounding);
  CHECK_RELATIVE(zigzag.temperature(2.25), 2.5, rounding);
  CHECK_RELATIVE(zigzag.temperature(5.0), 2.75, rounding);
  CHECK(zigzag.temperature(7.0001) == 1.5);
  CHECK(zigzag.temperature(1e9) == 1.5);
  CHECK(zigzag.final_temperature() == 1.5);
  CHECK(zigzag.highest_temperature() == 6.0);

  // The highest point need not be the first.
  const Schedule reheated{.kind = ScheduleKind::table,
                          .table = {{0.0, 2.0}, {1.0, 9.0}, {2.0, 1.0}}};
  CHECK(reheated.highest_temperature() == 9.0);
  const Schedule single{.kind = ScheduleKind::table, .table = {{0.0, 3.0}}};
  CHECK(single.temperature(0.0) == 3.0);
  CHECK(single.temperature(10.0) == 3.0);
  CHECK(single.kinks().empty());
  CHECK(single.settling_time(0.1) == 0.0);
}

TEST_CASE("settling time: at the distance there, never farther later, farther just before") {
  std::vector<Schedule> schedules = formula_schedules;
  schedules.push_back(zigzag);
  for (const Schedule& schedule : schedules)
    for (const double distance : {1e-6, 1e-3, 0.1, 1.0, 3.0}) {
      CAPTURE(static_cast<int>(schedule.kind));
      CAPTURE(distance);
      const double settled = schedule.settling_time(distance);
      const double limit = schedule.final_temperature();
      REQUIRE(settled > 0.0);
      // T - limit is a difference of numbers of size T: the error is absolute; the flat end of the
      // cosine does not amplify it, because it is T that is compared, not the time.
      CHECK_ABSOLUTE(schedule.temperature(settled) - limit, distance, rounding);
      CHECK(std::abs(schedule.temperature(settled * (1.0 - 1e-3)) - limit) > distance);
      for (int i = 0; i <= 1000; ++i) {
        const double later = settled * (1.0 + 0.01 * i);
        CHECK(std::abs(schedule.temperature(later) - limit) <= distance + rounding);
      }
    }
}

TEST_CASE("settling time is 0 when the schedule never leaves the band") {
  for (const Schedule& schedule : formula_schedules) CHECK(schedule.settling_time(4.0) == 0.0);
  CHECK(zigzag.settling_time(4.5) == 0.0);
  CHECK(Schedule{.kind = ScheduleKind::constant, .initial_temperature = 9.0}.settling_time(1e-9) ==
        0.0);
}

TEST_CASE("settling time counts a table that approaches its end from below") {
  const Schedule rising{.kind = ScheduleKind::table, .table = {{0.0, 5.0}, {1.0, 1.0}, {3.0, 2.0}}};
  CHECK_RELATIVE(rising.settling_time(0.25), 2.5, rounding);
  CHECK_RELATIVE(rising.settling_time(2.0), 0.25, rounding);
}

TEST_CASE("the rate only scales time") {
  for (Schedule schedule : formula_schedules) {
    const double before = schedule.temperature(2.0);
    const double settled = schedule.settling_time(0.01);
    schedule.rate *= 1024.0;  // a power of two: no rounding
    CHECK(schedule.temperature(2.0 / 1024.0) == before);
    CHECK(schedule.settling_time(0.01) == settled / 1024.0);
  }
}

TEST_CASE("hold: T0 for a time, then geometric to 1 within 1/rate") {
  const Schedule hold{
      .kind = ScheduleKind::hold, .initial_temperature = 5.0, .rate = 0.25, .hold = 3.0};
  const Schedule geometric{
      .kind = ScheduleKind::geometric, .initial_temperature = 5.0, .rate = 0.25};
  for (const double t : {0.0, 1.5, 3.0}) CHECK(hold.temperature(t) == 5.0);
  for (const double t : {0.5, 1.0, 3.75, 4.0, 9.0})
    CHECK(hold.temperature(3.0 + t) == geometric.temperature(t));
  CHECK(hold.kinks() == std::vector{3.0, 7.0});
  CHECK(hold.final_temperature() == 1.0);
  CHECK(hold.highest_temperature() == 5.0);
  CHECK(hold.settling_time(0.05) == 3.0 + geometric.settling_time(0.05));
  CHECK(hold.settling_time(4.0) == 0.0);
  CHECK(hold.never_heats());
}

TEST_CASE("staircase: T jumps at its times, and is constant in between") {
  const Schedule stairs{.kind = ScheduleKind::staircase,
                        .stairs = {{0.0, 6.0}, {2.0, 3.0}, {5.0, 1.0}}};
  CHECK(stairs.temperature(0.0) == 6.0);
  CHECK(stairs.temperature(std::nextafter(2.0, 0.0)) == 6.0);
  CHECK(stairs.temperature(2.0) == 3.0);
  CHECK(stairs.temperature(4.9) == 3.0);
  CHECK(stairs.temperature(5.0) == 1.0);
  CHECK(stairs.temperature(1e9) == 1.0);
  CHECK(stairs.kinks() ==
        std::vector{std::nextafter(2.0, 0.0), 2.0, std::nextafter(5.0, 0.0), 5.0});
  CHECK(stairs.settling_time(0.5) == 5.0);
  CHECK(stairs.settling_time(1.9) == 5.0);
  CHECK(stairs.settling_time(2.0) == 2.0);
  CHECK(stairs.settling_time(2.5) == 2.0);
  CHECK(stairs.settling_time(5.0) == 0.0);
  CHECK(stairs.never_heats());
  CHECK_FALSE(
      Schedule{.kind = ScheduleKind::staircase, .stairs = {{0.0, 2.0}, {1.0, 4.0}}}.never_heats());
  CHECK_FALSE(zigzag.never_heats());
}

TEST_CASE("a schedule that watches has no temperature of its own") {
  for (const ScheduleKind kind : {ScheduleKind::gate, ScheduleKind::adaann}) {
    const Schedule schedule{.kind = kind, .initial_temperature = 4.0};
    CHECK(schedule.watches());
    CHECK_THROWS_AS((void)schedule.temperature(0.0), std::logic_error);
    CHECK_THROWS_AS((void)schedule.settling_time(0.1), std::logic_error);
    CHECK(schedule.highest_temperature() == 4.0);
  }
  CHECK_FALSE(Schedule{}.watches());
}

TEST_CASE("negative control: a schedule that forgets its limit of 1 fails the settling check") {
  const Schedule schedule = formula_schedules[0];
  const double wrong = std::log(5.0 / 1e-3) / schedule.rate;  // T0 in place of T0 - 1
  CHECK_FALSE(annealvi::test::absolutely_close(schedule.temperature(wrong) - 1.0, 1e-3, rounding));
}
