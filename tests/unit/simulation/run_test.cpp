// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/run.hpp"

#include "simulation/sgd_full.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

RunSetup full_setup(double dimension) {
  RunSetup setup;
  setup.problem.target.dimension = dimension;
  setup.engine = Engine::full;
  setup.problem.noise = {.step = 0.01, .batch = 2, .estimator = Estimator::total};
  setup.end_time = 1.0;
  return setup;
}

bool equal(const SummaryState& a, const SummaryState& b) {
  return a.overlap == b.overlap && a.q11 == b.q11 && a.q12 == b.q12 && a.q22 == b.q22;
}

void check_close(const SummaryState& actual, const SummaryState& expected, double tolerance) {
  CHECK_RELATIVE(actual.overlap[0], expected.overlap[0], tolerance);
  CHECK_RELATIVE(actual.overlap[1], expected.overlap[1], tolerance);
  CHECK_ABSOLUTE(actual.q11, expected.q11, tolerance);
  CHECK_ABSOLUTE(actual.q12, expected.q12, tolerance);
  CHECK_ABSOLUTE(actual.q22, expected.q22, tolerance);
}

}  // namespace

TEST_CASE("the number of steps is rounded only where the division is") {
  CHECK(step_count(51.0, 0.01) == 5100);
  CHECK(step_count(0.3, 0.1) == 3);
  CHECK(step_count(1.0, 0.3) == 4);
  CHECK(step_count(1e9, 1e-3) == 1'000'000'000'000);
  CHECK(step_count(0.0, 0.1) == 0);
  CHECK(step_count(1.0, 1e12) == 1);
  CHECK_THROWS_AS((void)step_count(1.0, 0.0), std::invalid_argument);
  CHECK_THROWS_AS((void)step_count(1.0, -0.1), std::invalid_argument);
  CHECK_THROWS_AS((void)step_count(1e300, 1e-10), std::invalid_argument);
  CHECK_THROWS_AS((void)step_count(std::nan(""), 0.1), std::invalid_argument);
}

TEST_CASE("points are taken at the nearest steps and at the end time exactly") {
  const RunSetup setup = full_setup(30);
  const std::vector<double> times{0.0, 0.104, 0.106, 0.5, 0.5, 1.0};
  const Run run = simulate_run(setup, 3, times);
  REQUIRE(run.points.size() == times.size());
  const double expected[] = {0.0, 0.10, 0.11, 0.5, 0.5, 1.0};
  for (std::size_t i = 0; i < times.size(); ++i) {
    CHECK_ABSOLUTE(run.points[i].time, expected[i], rounding);
    CHECK(run.points[i].temperature ==
          setup.problem.annealing.schedule.temperature(run.points[i].time));
  }
  CHECK(run.points.back().time == 1.0);
  CHECK(equal(run.points.back().state, run.final_state));
  CHECK(run.steps == 100);
  // Watching does not change the run.
  CHECK(equal(simulate_run(setup, 3).final_state, run.final_state));
}

TEST_CASE("a point is where a shorter run ends") {
  RunSetup setup = full_setup(30);
  const std::vector<double> times{0.37};
  const Run longer = simulate_run(setup, 8, times);
  setup.end_time = 0.37;
  CHECK(equal(simulate_run(setup, 8).final_state, longer.points.at(0).state));
}

TEST_CASE("output times outside the run and impossible settings throw") {
  RunSetup setup = full_setup(10);
  CHECK_THROWS_AS((void)simulate_run(setup, 0, std::vector{0.5, 0.2}), std::invalid_argument);
  CHECK_THROWS_AS((void)simulate_run(setup, 0, std::vector{1.5}), std::invalid_argument);
  CHECK_THROWS_AS((void)simulate_run(setup, 0, std::vector{-0.1}), std::invalid_argument);
  setup.problem.noise.step = 0.0;
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
  setup = full_setup(2.5);
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
  setup = full_setup(10);
  setup.problem.noise.batch = 0;
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
  setup = full_setup(10);
  setup.end_time = 0.0;
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
}

TEST_CASE("given statistics are placed exactly, in as many dimensions as their rank needs") {
  const auto placed = [&](double dimension, const SummaryState& start) {
    Problem problem;
    problem.target.dimension = dimension;
    FullSgd sgd(problem);
    sgd.place_start(start);
    return sgd.statistics();
  };
  const SummaryState general{.overlap = {0.11, -0.04}, .q11 = 0.98, .q12 = 0.07, .q22 = 1.05};
  check_close(placed(3, general), general, rounding);
  check_close(placed(1000, general), general, rounding);
  CHECK_THROWS_AS((void)placed(2, general), std::invalid_argument);
  const SummaryState rank_one{.overlap = {1.0, 2.0}, .q11 = 0.64, .q12 = -0.4, .q22 = 0.25};
  check_close(placed(2, rank_one), rank_one, rounding);
  const SummaryState only_second{.overlap = {1.0, 2.0}, .q11 = 0.0, .q12 = 0.0, .q22 = 0.25};
  check_close(placed(2, only_second), only_second, rounding);
  CHECK_THROWS_AS((void)placed(1, only_second), std::invalid_argument);
  const SummaryState axis{.overlap = {1.0, 2.0}};
  check_close(placed(1, axis), axis, rounding);
  const SummaryState indefinite{.overlap = {1.0, 2.0}, .q11 = 1.0, .q12 = 1.1, .q22 = 1.0};
  CHECK_THROWS_AS((void)placed(9, indefinite), std::invalid_argument);
  const SummaryState undefined{.overlap = {1.0, 2.0}, .q11 = std::nan(""), .q12 = 0.0, .q22 = 1.0};
  CHECK_THROWS_AS((void)placed(9, undefined), std::invalid_argument);
}

TEST_CASE("a step that is too large is reported as a failure without NaN") {
  RunSetup setup = full_setup(50);
  setup.problem.noise.step = 30.0;
  setup.end_time = 3e4;
  const Run run = simulate_run(setup, 1);
  CHECK(run.outcome == Outcome::undecided);
  CHECK(run.steps < 1000);
  CHECK(run.failure.find("diverged in step ") != std::string::npos);
  CHECK(run.failure.find("t = ") != std::string::npos);
  CHECK(run.failure.find("sgd.step = 30") != std::string::npos);
  CHECK(run.failure.find("nan") == std::string::npos);
  CHECK(run.failure.find("inf") == std::string::npos);
  CHECK(std::isfinite(run.final_state.squared_norm(0) + run.final_state.squared_norm(1)));
}

TEST_CASE("one dimension: nothing orthogonal ever appears") {
  RunSetup setup = full_setup(1);
  const Run run = simulate_run(setup, 2);
  CHECK(run.failure.empty());
  CHECK(run.final_state.q11 == 0.0);
  CHECK(run.final_state.q12 == 0.0);
  CHECK(run.final_state.q22 == 0.0);
}

TEST_CASE("small steps follow the flow from the same statistics") {
  // Large batches and two step sizes: the difference from the flow is O(eta), halving with it.
  RunSetup setup = full_setup(5);
  setup.start = SummaryState{.overlap = {0.5, -0.2}, .q11 = 0.5, .q12 = 0.1, .q22 = 0.4};
  setup.problem.annealing.schedule.initial_temperature = 3.0;
  setup.problem.family.weights = {0.4, 0.6};
  setup.problem.target.weight = 0.6;
  setup.problem.noise.batch = 4000;
  setup.problem.noise.estimator = Estimator::path;
  setup.end_time = 2.0;
  RunSetup flow_setup = setup;
  flow_setup.engine = Engine::flow;
  const SummaryState flow = simulate_run(flow_setup, 0).final_state;
  for (const Engine engine : {Engine::full, Engine::reduced}) {
    setup.engine = engine;
    for (const double step : {0.02, 0.01}) {
      setup.problem.noise.step = step;
      const SummaryState sgd = simulate_run(setup, 0).final_state;
      CAPTURE(step);
      const double allowed = 0.5 * step;
      CHECK_ABSOLUTE(sgd.overlap[0], flow.overlap[0], allowed);
      CHECK_ABSOLUTE(sgd.overlap[1], flow.overlap[1], allowed);
      CHECK_ABSOLUTE(sgd.q11, flow.q11, allowed);
      CHECK_ABSOLUTE(sgd.q12, flow.q12, allowed);
      CHECK_ABSOLUTE(sgd.q22, flow.q22, allowed);
    }
  }
}

TEST_CASE("engine flow: same bits when repeated, points at the requested times, an outcome") {
  RunSetup setup;
  setup.problem.target.dimension = 100;
  setup.end_time = 80.0;
  const std::vector<double> times{0.0, 10.0, 80.0};
  const Run run = simulate_run(setup, 17, times);
  CHECK(run.failure.empty());
  CHECK(run.outcome != Outcome::undecided);
  REQUIRE(run.points.size() == 3);
  CHECK(equal(run.points[0].state, draw_start(setup.problem, setup.seed, 17)));
  CHECK(run.points[1].temperature == setup.problem.annealing.schedule.temperature(10.0));
  CHECK(equal(run.points[2].state, run.final_state));
  CHECK(equal(simulate_run(setup, 17, times).final_state, run.final_state));
}

TEST_CASE("the start has the law of two Gaussian vectors in every dimension") {
  constexpr std::size_t n = 40000;
  for (const double d : {1.0, 2.0, 3.0, 10.0, 1e12}) {
    CAPTURE(d);
    Problem problem;
    problem.target.dimension = d;
    problem.family.initial_scale = 1.0;
    const double k = d - 1.0;  // dimensions orthogonal to e
    std::vector<double> m1_squared, product, q11, q12, q11_squared, q12_squared, mixed;
    for (std::size_t i = 0; i < n; ++i) {
      const SummaryState s = draw_start(problem, 4, i);
      CHECK_MESSAGE(s.q11 * s.q22 - s.q12 * s.q12 >= -1e-12 * s.q11 * s.q22, "not semidefinite");
      const double norm = std::max(k, 1.0);
      m1_squared.push_back(s.overlap[0] * s.overlap[0]);
      product.push_back(s.overlap[0] * s.overlap[1]);
      q11.push_back((s.q11 - k) / std::sqrt(norm));
      q12.push_back(s.q12 / std::sqrt(norm));
      q11_squared.push_back(q11.back() * q11.back());
      q12_squared.push_back(q12.back() * q12.back());
      mixed.push_back((s.q11 - k) / std::sqrt(norm) * (s.q22 - k) / std::sqrt(norm));
    }
    const auto check = [](const std::vector<double>& sample, double expected) {
      const auto [mean, error] = mean_and_error(sample);
      CHECK_Z(z_score(mean, error, expected));
    };
    check(m1_squared, 1.0);
    check(product, 0.0);
    if (d == 1.0) {
      CHECK(*std::ranges::max_element(q11_squared) == 0.0);
      CHECK(*std::ranges::max_element(q12_squared) == 0.0);
      continue;
    }
    check(q11, 0.0);
    check(q12, 0.0);
    check(q11_squared, 2.0);  // Var q11 = 2 k
    check(q12_squared, 1.0);  // Var q12 = k
    check(mixed, 0.0);        // q11 and q22 are independent
    if (d == 2.0) {
      const SummaryState s = draw_start(problem, 4, 0);
      CHECK_ABSOLUTE(s.q11 * s.q22, s.q12 * s.q12, rounding * s.q11 * s.q22);
    }
  }
}

TEST_CASE("full SGD starts from the same law as the flow") {
  constexpr std::size_t n = 4000;
  RunSetup setup = full_setup(5);
  setup.problem.noise.batch = 1;
  setup.end_time = 0.01;
  const std::vector<double> start_only{0.0};
  std::vector<double> full_distance, flow_distance, full_overlap;
  for (std::size_t i = 0; i < n; ++i) {
    const SummaryState full = simulate_run(setup, i, start_only).points.at(0).state;
    full_distance.push_back(full.squared_distance());
    full_overlap.push_back(full.overlap[0] * full.overlap[0]);
    flow_distance.push_back(draw_start(setup.problem, 1, i).squared_distance());
  }
  // sigma0^2 = 1/5: |mu_1 - mu_2|^2 = (2/5) chi^2(5) with mean 2.
  for (const auto* distance : {&full_distance, &flow_distance}) {
    const auto [mean, error] = mean_and_error(*distance);
    CHECK_Z(z_score(mean, error, 2.0));
  }
  const auto [mean, error] = mean_and_error(full_overlap);
  CHECK_Z(z_score(mean, error, 0.2));
}
