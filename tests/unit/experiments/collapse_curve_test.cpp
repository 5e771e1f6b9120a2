// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/collapse_curve.hpp"

#include "support/closeness.hpp"

#include <algorithm>
#include <atomic>
#include <tuple>

namespace annealvi {
namespace {

// Four decimals stand in the table of T_f in theory/safe_temperature.md.
constexpr double printed_digits = 5e-5;

Config small_job(const std::string& methods, unsigned threads) {
  return default_config({"target.dimension=50", "annealing.rate=0.3", "simulation.runs=64",
                         "simulation.threads=" + std::to_string(threads),
                         "curve.vary=annealing.initial_temperature=1,6",
                         "curve.series=target.separation=3,4", "curve.methods=" + methods});
}

bool same_point(const CurvePoint& a, const CurvePoint& b) {
  return std::tie(a.series, a.position, a.method, a.end_time, a.probability, a.lower, a.upper,
                  a.runs, a.collapsed, a.recovered, a.undecided, a.failed, a.status, a.note) ==
         std::tie(b.series, b.position, b.method, b.end_time, b.probability, b.lower, b.upper,
                  b.runs, b.collapsed, b.recovered, b.undecided, b.failed, b.status, b.note);
}

}  // namespace

TEST_CASE("a curve is in order, complete, and the same on any number of threads") {
  const CollapseCurve one = collapse_curve(small_job("sharp,flow", 1), {});
  const CollapseCurve three = collapse_curve(small_job("sharp,flow", 3), {});
  REQUIRE(one.points.size() == 8);
  REQUIRE(three.points.size() == 8);
  CHECK_FALSE(one.interrupted);
  CHECK_FALSE(one.numerical_failure());
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    CAPTURE(i);
    CHECK(same_point(one.points[i], three.points[i]));
    CHECK(one.points[i].series == i / 4);
    CHECK(one.points[i].position == i / 2 % 2);
    CHECK(one.points[i].method == (i % 2 == 0 ? Method::sharp : Method::flow));
    REQUIRE(one.points[i].probability.has_value());
    CHECK(one.points[i].lower <= *one.points[i].probability);
    CHECK(one.points[i].upper >= *one.points[i].probability);
  }
  REQUIRE(one.temperatures.size() == 4);
  // power path, matched variance
  CHECK_ABSOLUTE(one.temperatures_at(0, 0).safe.value(), 1.8905, printed_digits);
  CHECK_ABSOLUTE(one.temperatures_at(1, 1).safe.value(), 3.4378, printed_digits);
}

TEST_CASE("the line of theory has a finer grid than the simulation, which does not notice") {
  Config config = small_job("overlap*6,flow/2,sharp*4", 1);
  config.curve.vary = "annealing.initial_temperature=2:4:3";
  config.curve.series = "";
  const CollapseCurve fine = collapse_curve(config, {});
  config.curve.methods = "overlap,flow/2,sharp";
  const CollapseCurve coarse = collapse_curve(config, {});
  CHECK(fine.vary.values.size() == 2 * 12 + 1);
  const auto of = [](const CollapseCurve& curve, Method method) {
    std::vector<CurvePoint> points;
    for (const CurvePoint& point : curve.points) {
      if (point.method == method) points.push_back(point);
    }
    return points;
  };
  CHECK(of(fine, Method::overlap).size() == 13);
  CHECK(of(fine, Method::sharp).size() == 9);
  REQUIRE(of(fine, Method::flow).size() == 2);
  for (const Method method : {Method::flow, Method::sharp, Method::overlap}) {
    const auto some = of(coarse, method), more = of(fine, method);
    for (const CurvePoint& point : some) {
      CHECK(std::ranges::any_of(more, [&](CurvePoint other) {
        if (fine.vary.values[other.position] != coarse.vary.values[point.position]) return false;
        other.position = point.position;
        return same_point(other, point);
      }));
    }
  }
  config.curve.methods = "sharp*4";
  config.curve.vary = "annealing.initial_temperature=2,3,4";
  CHECK_THROWS_WITH_AS((void)collapse_curve(config, {}), doctest::Contains("*n is for a range"),
                       ConfigError);
  config.curve.vary = "annealing.initial_temperature=2:4:3";
  config.curve.methods = "sharp*997,overlap*991";
  CHECK_THROWS_WITH_AS((void)collapse_curve(config, {}), doctest::Contains("at most 1000 times"),
                       ConfigError);
}

TEST_CASE("a stride leaves out positions of that method only") {
  Config config = small_job("overlap,flow/2", 1);
  config.curve.vary = "annealing.initial_temperature=2:4:3";
  config.curve.series = "";
  const CollapseCurve curve = collapse_curve(config, {});
  CHECK(curve.points.size() == 5);
  CHECK(curve.series_count() == 1);
}

TEST_CASE("an interrupt keeps the finished points") {
  std::atomic<bool> interrupted{false};
  CurveOptions options;
  options.interrupted = &interrupted;
  options.progress = [&](double fraction) { interrupted = fraction > 0.5; };  // of four points
  const CollapseCurve curve = collapse_curve(small_job("flow", 1), options);
  CHECK(curve.interrupted);
  CHECK(curve.points.size() >= 1);
  CHECK(curve.points.size() < 4);
  for (const CurvePoint& point : curve.points) CHECK(point.runs == 64);
}

TEST_CASE("the wanted half width is that of the configuration, also when it is varied") {
  Config config = small_job("flow", 1);
  config.runs = 100'000;
  config.curve.vary = "simulation.half_width=0.04,0.02";
  config.curve.series = "";
  const CollapseCurve curve = collapse_curve(config, {});
  REQUIRE(curve.points.size() == 2);
  CHECK(curve.points[0].upper - curve.points[0].lower <= 0.08);
  CHECK(curve.points[1].upper - curve.points[1].lower <= 0.04);
  CHECK(curve.points[0].runs < curve.points[1].runs);
  CHECK(curve.points[1].runs < 100'000);
}

TEST_CASE("progress never falls and ends at one") {
  double last = 0.0;
  bool fell = false;
  CurveOptions options;
  options.progress = [&](double fraction) {
    fell = fell || fraction < last - 1e-12;
    last = fraction;
  };
  (void)collapse_curve(small_job("overlap,flow", 2), options);
  CHECK_FALSE(fell);
  CHECK(last > 1.0 - 1e-9);
}

TEST_CASE("wrong curves stop before anything is computed") {
  const auto refused = [](auto change) {
    Config config = small_job("flow", 1);
    change(config);
    std::size_t steps = 0;
    CurveOptions options;
    options.progress = [&](double) { ++steps; };
    CHECK_THROWS_AS((void)collapse_curve(config, options), ConfigError);
    CHECK_THROWS_AS(check_curve(config), ConfigError);
    CHECK(steps == 0);
  };
  refused([](Config& config) { config.curve.vary = ""; });
  refused([](Config& config) { config.curve.series = "annealing.initial_temperature=2,3"; });
  refused([](Config& config) { config.curve.vary = "annealing.initial_temperature=2,0.5"; });
  refused([](Config& config) { config.curve.vary = "annealing.temprature=2,3"; });
  refused([](Config& config) { config.curve.methods = "full"; });
}

}  // namespace annealvi
