// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Coefficients of the dynamics, and the verdict on one run.
#include "annealvi/model/problem.hpp"

#include <cmath>
#include <stdexcept>

#include "annealvi/model/summary_state.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using test::rounding;

TEST_CASE("coefficients: variance of the family and speed of the objective") {
  Problem problem;
  problem.annealing.path = AnnealingPath::bridge;
  for (const double temperature : {1.0, 2.0, 30.0}) {
    problem.family.variance = Variance::matched;
    problem.annealing.objective = Objective::kl;
    const Coefficients matched = coefficients_at_temperature(problem, temperature);
    CHECK(matched.temperature == temperature);
    CHECK(matched.speed == 1.0);
    CHECK_RELATIVE(matched.sigma * matched.sigma * matched.annealed.precision, 1.0, rounding);
    problem.family.variance = Variance::fixed;
    problem.annealing.objective = Objective::free_energy;
    const Coefficients fixed = coefficients_at_temperature(problem, temperature);
    CHECK(fixed.sigma == 1.0);
    CHECK(fixed.speed == temperature);
  }
}

TEST_CASE("coefficients at a time are those at the schedule's temperature") {
  Problem problem;
  problem.annealing.schedule = {
      .kind = ScheduleKind::linear, .initial_temperature = 9.0, .rate = 0.5};
  for (const double time : {0.0, 0.7, 2.0, 5.0}) {
    const Coefficients here = coefficients_at(problem, time);
    const Coefficients there =
        coefficients_at_temperature(problem, problem.annealing.schedule.temperature(time));
    CHECK(here.temperature == there.temperature);
    CHECK(here.annealed.precision == there.annealed.precision);
    CHECK(here.sigma == there.sigma);
  }
}

TEST_CASE("a trained variance is refused where it would count as a matched one") {
  Problem problem;
  problem.family.variance = Variance::trained;
  CHECK_THROWS_AS((void)coefficients_at(problem, 0.0), std::invalid_argument);
  CHECK_THROWS_AS((void)coefficients_at_temperature(problem, 2.0), std::invalid_argument);
}

TEST_CASE("initial scale: 1/sqrt(d) unless given") {
  Problem problem;
  problem.target.dimension = 1e12;
  CHECK_RELATIVE(problem.initial_scale(), 1e-6, rounding);
  problem.family.initial_scale = 0.25;
  CHECK(problem.initial_scale() == 0.25);
}

TEST_CASE("symmetric needs equal target and equal component weights") {
  Problem problem;
  CHECK(problem.symmetric());
  problem.target.weight = 0.7;
  CHECK_FALSE(problem.symmetric());
  problem.target.weight = 0.5;
  problem.family.weights = {0.3, 0.7};
  CHECK_FALSE(problem.symmetric());
}

TEST_CASE("summary state: distances and norms are those of vectors") {
  // mu_1 = (1, 2, 0), mu_2 = (-3, 1, 4), e = first axis
  const SummaryState state{.overlap = {1.0, -3.0}, .q11 = 4.0, .q12 = 2.0, .q22 = 17.0};
  CHECK(state.squared_distance() == 33.0);
  CHECK(state.squared_norm(0) == 5.0);
  CHECK(state.squared_norm(1) == 26.0);
}

TEST_CASE("a run is decided only far from the middle and close to the final temperature") {
  const DecisionRule rule{.overlap_fraction = 0.5, .temperature_distance = 0.05};
  const double R = 4.0;
  CHECK(classify({3.0, 2.5}, R, 0.01, rule) == Outcome::collapsed);
  CHECK(classify({-3.0, -2.5}, R, 0.01, rule) == Outcome::collapsed);
  CHECK(classify({3.0, -2.5}, R, 0.01, rule) == Outcome::recovered);
  CHECK(classify({-3.0, 2.5}, R, 0.01, rule) == Outcome::recovered);
  CHECK(classify({3.0, 2.0}, R, 0.01, rule) == Outcome::undecided);  // "above", not "at least"
  CHECK(classify({3.0, -0.1}, R, 0.01, rule) == Outcome::undecided);
  CHECK(classify({3.0, 2.5}, R, 0.05, rule) == Outcome::collapsed);
  CHECK(classify({3.0, 2.5}, R, 0.06, rule) == Outcome::undecided);
  // What is not a number is never counted as an outcome.
  CHECK(classify({std::nan(""), 2.5}, R, 0.0, rule) == Outcome::undecided);
  CHECK(classify({2.5, std::nan("")}, R, 0.0, rule) == Outcome::undecided);
  CHECK(classify({3.0, 2.5}, R, std::nan(""), rule) == Outcome::undecided);
}
