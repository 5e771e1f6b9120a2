// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The search for P = risk on functions whose answer is known in closed form.
#include "experiments/risk_search.hpp"

#include "experiments/box_minimiser.hpp"
#include "experiments/risk_minimum.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>

using namespace annealvi;

namespace {

constexpr double tolerance = 1e-6;  // asked of every bracket
const double risk = 0.01;

RiskFunction of(double (*probability)(double x)) {
  return [probability](double x, double) {
    const double p = probability(x);
    RiskSample sample{.x = x, .log_probability = std::log(p), .companion = 0.0, .failure = {}};
    if (std::isnan(p)) sample.failure = "undefined";
    return sample;
  };
}

RiskOfValue alone(double (*probability)(double x)) {
  return [function = of(probability)](double x) { return function(x, 0.0); };
}

RiskSearchOptions options(double from, double to, unsigned threads = 1) {
  return {.from = from,
          .to = to,
          .count = 25,
          .log_risk = std::log(risk),
          .tolerance = tolerance,
          .threads = threads};
}

/// A bracket of that width holds `expected`.
void check_crossing(const RiskCrossing& crossing, double expected, bool acceptable_above) {
  CHECK((crossing.acceptable > crossing.refused) == acceptable_above);
  CHECK(std::min(crossing.acceptable, crossing.refused) <= expected * (1.0 + tolerance));
  CHECK(std::max(crossing.acceptable, crossing.refused) >= expected * (1.0 - tolerance));
  CHECK(std::abs(crossing.acceptable - crossing.refused) <= 2.0 * tolerance * expected);
}

double falling(double x) {
  return 0.5 / (1.0 + x * x);  // = 0.01 at x = 7
}
double rising(double x) {
  return 0.5 * x / (1.0 + x);  // = 0.01 at x = 1/49
}
double valley(double x) {
  const double u = std::log(x / 3.0);
  return 0.001 * std::exp(u * u);  // = 0.01 at 3 exp(+-sqrt(log 10))
}
double narrow_valley(double x) {
  const double u = 20.0 * std::log(x / 3.3);
  return 0.009 * (1.0 + u * u);  // = 0.01 at 3.3 exp(+-1/60)
}
double plateau(double x) {
  return x < 5.0 ? 0.5 : 0.0;
}
double too_high(double x) {
  const double u = std::log(x / 3.0);
  return std::min(0.5, 0.02 * (1.0 + u * u));
}
double undefined_in_part(double x) {
  return x > 2.0 && x < 4.0 ? std::numeric_limits<double>::quiet_NaN() : falling(x);
}
double undefined_at_crossing(double x) {
  return x > 5.0 && x < 9.0 ? std::numeric_limits<double>::quiet_NaN() : falling(x);
}

}  // namespace

TEST_CASE("a monotone probability has one crossing, on the side it belongs to") {
  const RiskSearch down = search_risk(of(falling), options(0.1, 1000.0));
  REQUIRE(down.crossings.size() == 1);
  check_crossing(down.crossings[0], 7.0, true);
  const RiskSample* lowest = down.extreme_acceptable(std::log(risk), true);
  REQUIRE(lowest != nullptr);
  CHECK(lowest->x == down.crossings[0].acceptable);
  CHECK(falling(lowest->x) <= risk);

  const RiskSearch up = search_risk(of(rising), options(1e-4, 10.0));
  REQUIRE(up.crossings.size() == 1);
  check_crossing(up.crossings[0], 1.0 / 49.0, false);
  CHECK(up.extreme_acceptable(std::log(risk), false)->x == up.crossings[0].acceptable);
}

TEST_CASE("all crossings are found, also a pair between two points of the scan") {
  const RiskSearch wide = search_risk(of(valley), options(0.1, 100.0));
  REQUIRE(wide.crossings.size() == 2);
  const double arm = std::exp(std::sqrt(std::numbers::ln10));
  check_crossing(wide.crossings[0], 3.0 / arm, true);
  check_crossing(wide.crossings[1], 3.0 * arm, false);

  const RiskSearch narrow = search_risk(of(narrow_valley), options(0.1, 100.0));
  REQUIRE(narrow.crossings.size() == 2);
  check_crossing(narrow.crossings[0], 3.3 * std::exp(-1.0 / 60.0), true);
  check_crossing(narrow.crossings[1], 3.3 * std::exp(1.0 / 60.0), false);
}

TEST_CASE("plateaus at 1/2 and at 0 bracket a jump") {
  const RiskSearch found = search_risk(of(plateau), options(0.1, 100.0));
  REQUIRE(found.crossings.size() == 1);
  check_crossing(found.crossings[0], 5.0, true);
}

TEST_CASE("an unreachable risk gives no crossing and the best within reach") {
  const RiskSearch found = search_risk(of(too_high), options(0.1, 100.0));
  CHECK(found.crossings.empty());
  CHECK(found.extreme_acceptable(std::log(risk), true) == nullptr);
  REQUIRE(found.best() != nullptr);
  CHECK(std::abs(std::log(found.best()->x / 3.0)) < 0.02);  // Brent's minimiser, flat minimum
}

TEST_CASE("a boundary outside the range is never crossed") {
  const RiskSearch found = search_risk(of(falling), options(0.1, 6.9));
  CHECK(found.crossings.empty());
  CHECK(found.samples.front().x == 0.1);
  CHECK(found.samples.back().x == 6.9);
  CHECK(found.best()->x == 6.9);
}

TEST_CASE("samples that could not be computed are kept and bracket nothing") {
  const RiskSearch elsewhere = search_risk(of(undefined_in_part), options(0.1, 1000.0));
  REQUIRE(elsewhere.crossings.size() == 1);
  check_crossing(elsewhere.crossings[0], 7.0, true);
  const auto failed = [](const RiskSample& sample) { return !sample.computed(); };
  CHECK(std::any_of(elsewhere.samples.begin(), elsewhere.samples.end(), failed));

  const RiskSearch hidden = search_risk(of(undefined_at_crossing), options(0.1, 1000.0));
  CHECK(hidden.crossings.empty());

  const RiskSearch nothing = search_risk(
      of([](double) { return std::numeric_limits<double>::quiet_NaN(); }), options(0.1, 1000.0));
  CHECK(nothing.best() == nullptr);
  CHECK(nothing.extreme_acceptable(std::log(risk), true) == nullptr);
}

TEST_CASE("the search is the same for any number of threads") {
  const RiskSearch one = search_risk(of(valley), options(0.1, 100.0, 1));
  const RiskSearch many = search_risk(of(valley), options(0.1, 100.0, 7));
  REQUIRE(one.samples.size() == many.samples.size());
  for (std::size_t i = 0; i < one.samples.size(); ++i) {
    CHECK(one.samples[i].x == many.samples[i].x);
  }
  REQUIRE(one.crossings.size() == many.crossings.size());
  CHECK(one.crossings[0].acceptable == many.crossings[0].acceptable);
}

TEST_CASE("an interruption stops the search at once") {
  std::atomic<int> calls{0};
  const RiskFunction stops = [&calls](double x, double) -> RiskSample {
    if (++calls == 5) throw SearchInterrupted();
    return {.x = x, .log_probability = 0.0, .companion = 0.0, .failure = {}};
  };
  CHECK_THROWS_AS((void)search_risk(stops, options(0.1, 100.0)), SearchInterrupted);
  CHECK(calls == 5);
}

TEST_CASE("wrong ranges are refused") {
  CHECK_THROWS_AS((void)search_risk(of(falling), options(0.0, 1.0)), std::invalid_argument);
  CHECK_THROWS_AS((void)search_risk(of(falling), options(2.0, 1.0)), std::invalid_argument);
}

TEST_CASE("minimise_risk finds an interior minimum and one at an end") {
  const RiskSample inside = minimise_risk(alone(valley), 0.1, 100.0, 7);
  CHECK(std::abs(std::log(inside.x / 3.0)) < 0.02);
  const RiskSample end = minimise_risk(alone(falling), 0.1, 100.0, 7);
  CHECK(end.x > 99.0);
}

TEST_CASE("follow_minimum needs few evaluations from a good start, and walks from a bad one") {
  int calls = 0;
  const auto counted = [&calls](double x) {
    ++calls;
    return alone(valley)(x);
  };
  const RiskSample near = follow_minimum(counted, 0.1, 100.0, 3.3);
  CHECK(calls <= 5);
  CHECK(std::abs(std::log(near.x / 3.0)) < 1e-6);  // log P is a parabola: exact
  CHECK(std::abs(std::log(follow_minimum(counted, 0.1, 100.0, 50.0).x / 3.0)) < 1e-6);
  CHECK(follow_minimum(counted, 4.0, 100.0, 50.0).x < 4.0001);
  // What cannot be computed is passed on or stays outside.
  CHECK_FALSE(follow_minimum(alone(undefined_in_part), 0.1, 100.0, 3.0).computed());
  CHECK(follow_minimum(alone(undefined_in_part), 0.1, 100.0, 1.0).x <= 2.0);
}

TEST_CASE("a search hands companions from neighbour to neighbour, starting in the middle") {
  std::atomic<int> without{0}, wrong{0};
  const RiskFunction function = [&](double x, double companion) {
    if (companion == 0.0) ++without;
    if (companion != 0.0 && std::abs(std::log(companion / x)) > 1.0) ++wrong;
    return RiskSample{
        .x = x, .log_probability = std::log(valley(x)), .companion = x, .failure = {}};
  };
  RiskSearchOptions handing = options(0.1, 100.0, 3);
  handing.companions = true;
  const RiskSearch found = search_risk(function, handing);
  CHECK(without == 1);
  CHECK(wrong == 0);
  const RiskSearch plain = search_risk(of(valley), options(0.1, 100.0));
  REQUIRE(found.crossings.size() == plain.crossings.size());
  CHECK(found.crossings[0].acceptable == plain.crossings[0].acceptable);
}

TEST_CASE("minimise_in_box finds a corner and an interior minimum, and keeps what was thrown") {
  const std::vector<double> lower(3, 0.0), upper(3, 1.0);
  const auto bowl = [](const std::vector<double>& x) {
    double sum = 0.0;  // minimum at (0.25, 1, 0): two coordinates at their bounds
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double centre = i == 0 ? 0.25 : i == 1 ? 2.0 : -1.0;
      sum += (x[i] - centre) * (x[i] - centre);
    }
    return sum;
  };
  const BoxMinimum found =
      minimise_in_box(bowl, {0.9, 0.1, 0.9}, lower, upper,
                      {.initial_step = 0.2, .tolerance = 1e-5, .most_evaluations = 500});
  CHECK(std::abs(found.x[0] - 0.25) < 1e-3);
  CHECK(std::abs(found.x[1] - 1.0) < 1e-3);
  CHECK(std::abs(found.x[2] - 0.0) < 1e-3);
  CHECK(found.evaluations <= 500);

  const auto stops = [](const std::vector<double>&) -> double { throw SearchInterrupted(); };
  CHECK_THROWS_AS((void)minimise_in_box(stops, {0.5}, {0.0}, {1.0}, {}), SearchInterrupted);
  CHECK_THROWS_AS((void)minimise_in_box(bowl, {0.5}, {1.0}, {0.0}, {}), std::invalid_argument);
}
