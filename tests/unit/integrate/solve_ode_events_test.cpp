// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Events: found, found once, at the right time, in the right direction, in order.
#include <cmath>
#include <numbers>

#include "annealvi/integrate/solve_ode.hpp"
#include "ode_problems.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double tolerance = 1e-11;
/// Error of the solution at the event over its slope there (O(1) in these problems), ten steps'
/// worth.
constexpr double time_accuracy = 100.0 * tolerance;
constexpr double pi = std::numbers::pi;

OdeEvent component_reaches(double level, int direction = 0, bool terminal = false) {
  return {.value = [level](double, std::span<const double> x) { return x[0] - level; },
          .direction = direction,
          .terminal = terminal};
}

OdeEvent time_reaches(double level) {
  return {.value = [level](double t, std::span<const double>) { return t - level; }};
}

/// x_0 = cos t, x_1 = -sin t
OdeResult oscillate(double t1, std::vector<OdeEvent> events, double at_tolerance = tolerance) {
  const OdeOptions options{.tolerances = {.relative = at_tolerance, .absolute = at_tolerance},
                           .events = std::move(events)};
  return solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, t1, options);
}

}  // namespace

TEST_CASE("all zeros of the cosine, in order, with the state there") {
  for (const double loose : {1e-4, 1e-7, tolerance}) {
    const OdeResult result = oscillate(20.0, {component_reaches(0.0)}, loose);
    REQUIRE(result.hits.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
      const double exact = (static_cast<double>(i) + 0.5) * pi;
      CHECK_ABSOLUTE(result.hits[i].time, exact, 100.0 * loose);
      CHECK_ABSOLUTE(result.hits[i].state[0], 0.0, 100.0 * loose);
      CHECK_ABSOLUTE(std::abs(result.hits[i].state[1]), 1.0, 100.0 * loose);
    }
    CHECK(result.status == OdeStatus::reached_end);
    CHECK(result.time == 20.0);
  }
}

TEST_CASE("direction: only upwards, only downwards") {
  const OdeResult result = oscillate(
      20.0, {component_reaches(0.0, +1), component_reaches(0.0, -1), component_reaches(0.5, +1)});
  std::vector<std::vector<double>> times(3);
  for (const OdeEventHit& hit : result.hits) times[hit.event].push_back(hit.time);
  REQUIRE(times[0].size() == 3);  // 3 pi/2 and so on
  REQUIRE(times[1].size() == 3);
  REQUIRE(times[2].size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const double turns = 2.0 * pi * static_cast<double>(i);
    CHECK_ABSOLUTE(times[0][i], 1.5 * pi + turns, time_accuracy);
    CHECK_ABSOLUTE(times[1][i], 0.5 * pi + turns, time_accuracy);
    CHECK_ABSOLUTE(times[2][i], 5.0 * pi / 3.0 + turns, time_accuracy);
  }
}

TEST_CASE("two crossings inside one step are both found") {
  // A loose tolerance makes steps of more than 1; x_0 dips below -0.9 for 2 * 0.451 around pi.
  const OdeResult result = oscillate(6.0, {component_reaches(-0.9)}, 1e-4);
  const double half_width = std::acos(0.9);
  REQUIRE(result.steps < 8);
  REQUIRE(result.hits.size() == 2);
  CHECK_ABSOLUTE(result.hits[0].time, pi - half_width, 1e-2);
  CHECK_ABSOLUTE(result.hits[1].time, pi + half_width, 1e-2);
}

TEST_CASE("a terminal event ends the run at its time and state") {
  const OdeResult result = oscillate(
      20.0, {component_reaches(-0.5, 0, true), component_reaches(0.0), component_reaches(-0.9)});
  CHECK(result.status == OdeStatus::stopped_by_event);
  CHECK_FALSE(result.failed());
  REQUIRE(result.hits.size() == 2);  // the zero before it, and itself; nothing later
  CHECK(result.hits[0].event == 1);
  CHECK(result.hits[1].event == 0);
  CHECK(result.time == result.hits[1].time);
  CHECK(result.state == result.hits[1].state);
  CHECK_ABSOLUTE(result.time, 2.0 * pi / 3.0, time_accuracy);
  CHECK_ABSOLUTE(result.state[0], -0.5, time_accuracy);
}

TEST_CASE("after a terminal event no output time is emitted") {
  std::vector<double> seen;
  OdeOptions options{.tolerances = {.relative = tolerance, .absolute = tolerance},
                     .output_times = {0.0, 1.0, 2.0, 3.0},
                     .output = [&](double t, std::span<const double>) { seen.push_back(t); },
                     .events = {component_reaches(0.0, 0, true)}};
  const OdeResult result = solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, 3.0, options);
  CHECK_ABSOLUTE(result.time, 0.5 * pi, time_accuracy);
  CHECK(seen == std::vector{0.0, 1.0});
}

TEST_CASE("simultaneous events are all reported, once each, at one time") {
  const OdeResult result =
      oscillate(3.0, {component_reaches(0.0), time_reaches(0.5 * pi), component_reaches(0.0, -1)});
  REQUIRE(result.hits.size() == 3);
  bool seen[3] = {};
  for (const OdeEventHit& hit : result.hits) {
    CHECK_FALSE(seen[hit.event]);
    seen[hit.event] = true;
    CHECK_ABSOLUTE(hit.time, 0.5 * pi, time_accuracy);
  }
}

TEST_CASE("an event that holds at the start is not a crossing") {
  // x_0 = 1 at t = 0 and falls: leaving zero is no hit; coming back at 2 pi only touches it.
  const OdeResult leaves = oscillate(3.0, {component_reaches(1.0), time_reaches(0.0)});
  CHECK(leaves.hits.empty());
  const OdeResult starts_at_zero =
      solve_ode(driven().system, driven().start(1), 0.0, 4.0,
                {.tolerances = {.relative = tolerance, .absolute = tolerance},
                 .events = {component_reaches(0.0)}});
  REQUIRE(starts_at_zero.hits.size() == 1);
  CHECK_ABSOLUTE(starts_at_zero.hits[0].time, pi, time_accuracy);
}

TEST_CASE("an event on a step's end is reported once") {
  // Output times force steps to end where the event holds exactly.
  OdeOptions options{.tolerances = {.relative = tolerance, .absolute = tolerance},
                     .output_times = {0.5, 1.0, 1.5},
                     .events = {time_reaches(1.0), time_reaches(1.5)}};
  const OdeResult result = solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, 2.0, options);
  REQUIRE(result.hits.size() == 2);
  CHECK(result.hits[0].time == 1.0);
  CHECK(result.hits[1].time == 1.5);
}

TEST_CASE("a coarse resolution saves evaluations and keeps the bracket") {
  OdeEvent fine = component_reaches(0.0), coarse = component_reaches(0.0);
  fine.resolution = 1e-14;
  coarse.resolution = 1e-2;
  const OdeResult exact = oscillate(20.0, {fine});
  const OdeResult rough = oscillate(20.0, {coarse});
  REQUIRE(exact.hits.size() == rough.hits.size());
  CHECK(rough.evaluations < exact.evaluations);
  CHECK(rough.steps == exact.steps);
  for (std::size_t i = 0; i < exact.hits.size(); ++i)
    CHECK_ABSOLUTE(rough.hits[i].time, exact.hits[i].time, 0.05);
}

TEST_CASE("watching does not change the solution") {
  const OdeResult watched = oscillate(20.0, {component_reaches(0.0), component_reaches(0.3)});
  const OdeResult bare = oscillate(20.0, {});
  CHECK(watched.state == bare.state);
  CHECK(watched.steps == bare.steps);
}

TEST_CASE("an event whose value is not a number is never hit") {
  const OdeEvent broken{
      .value = [](double t, std::span<const double>) { return std::sqrt(1.0 - t); }};
  const OdeResult result = oscillate(3.0, {broken});
  CHECK(result.status == OdeStatus::reached_end);
  CHECK(result.hits.empty());
}

TEST_CASE("stop_when ends the run after the first step where it holds") {
  OdeOptions options{.tolerances = {.relative = 1e-9, .absolute = 1e-12},
                     .stop_when = [](double, std::span<const double> x) { return x[0] < -0.5; }};
  const OdeResult result = solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, 20.0, options);
  CHECK(result.status == OdeStatus::stopped_by_condition);
  CHECK_FALSE(result.failed());
  CHECK(result.state[0] < -0.5);
  CHECK(result.time < 4.0 * pi / 3.0);
}

TEST_CASE("negative control: the wrong level is at another time") {
  const OdeResult result = oscillate(3.0, {component_reaches(1e-6)});
  REQUIRE(result.hits.size() == 1);
  CHECK_FALSE(absolutely_close(result.hits[0].time, 0.5 * pi, time_accuracy));
}
