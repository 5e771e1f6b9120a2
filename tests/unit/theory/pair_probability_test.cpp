// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "tests/unit/theory/unequal_weights.hpp"
#include "theory/pair_interval.hpp"

#include <doctest/doctest.h>
#include <atomic>
#include <cmath>
#include <utility>

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("nearly equal component weights give P of equal ones") {
  // P(w_1) is even about 1/2 for b = 0: 1e-6 away it moves by 1e-12.
  const SharpProbability equal = sharp(unequal_problem(0.5, 0.5));
  for (const double first : {0.499999, 0.500001}) {
    const SharpProbability near = sharp(unequal_problem(first, 0.5));
    CHECK(near.status == SharpStatus::converged);
    CHECK_ABSOLUTE(near.probability, equal.probability, near.error + equal.error);
  }
}

TEST_CASE("exchanging the components leaves P alone") {
  const SharpProbability one = sharp(unequal_problem(0.3, 0.5));
  const SharpProbability other = sharp(unequal_problem(0.7, 0.5));
  CHECK_ABSOLUTE(one.probability, other.probability, one.error + other.error);
}

TEST_CASE("random starts of the flow collapse as often as P says, and not as P of equal weights") {
  const Problem problem = unequal_problem(0.3, 0.5);
  const SharpProbability P = sharp(problem);
  CHECK_Z(z_of_random_starts(problem, P.probability));
  // Negative control.
  const SharpProbability equal = sharp(unequal_problem(0.5, 0.5));
  CHECK(std::abs(z_of_random_starts(problem, equal.probability)) > statistical_z);
}

TEST_CASE("the ends of an interval: m_1 changes its sign at one, m_2 at the other, not swapped") {
  const Problem problem = unequal_problem(0.3, 0.5);
  const PairModel model = as_pair(problem);
  const double end_time = automatic_end_time(problem), unit = std::sqrt(2.0) * 0.1;
  PairRuns runs(model, end_time, unit, {});
  IntervalSearch search(runs, 9.0, 1e-6);
  StartLine line;
  line.base.squared_sum = line.base.squared_distance = 99.0 * unit * unit;
  line.base.sum = unit;
  line.direction.difference = unit;
  const CollapseInterval interval = search.find(line, {});
  REQUIRE_FALSE(interval.empty);
  CHECK(interval.sign == 1);
  const auto signs = [&](double x) {
    const auto m = integrate_flow(problem, summary_state(line.at(x)), end_time, {},
                                  {.relative = 1e-9, .absolute = 1e-12})
                       .final_state.overlap;
    return std::pair{m[0] > 0.0, m[1] > 0.0};
  };
  const double lower = interval.middle - interval.below, upper = interval.middle + interval.above;
  const double step = 1e-3 * (upper - lower);
  CHECK(signs(lower - step) == std::pair{false, true});
  CHECK(signs(lower + step) == std::pair{true, true});
  CHECK(signs(upper - step) == std::pair{true, true});
  CHECK(signs(upper + step) == std::pair{true, false});
  // Negative control: the mirrored interval is elsewhere.
  CHECK_FALSE(signs(-lower - step) == std::pair{true, true});
  CHECK_FALSE(signs(-upper + step) == std::pair{true, true});
}

TEST_CASE("few dimensions, where the Gram matrix fluctuates much") {
  Problem problem = unequal_problem(0.3, 0.5);
  problem.target.dimension = 3.0;
  const SharpProbability P = sharp(problem);
  CHECK(P.error < 1e-4 * P.probability);
  CHECK(std::abs(z_of_random_starts(problem, P.probability, 1000)) <= statistical_z);
  // Negative control: the matrix at its mean.
  const double at_mean = collapse_probability(problem, {.end_time = automatic_end_time(problem),
                                                        .probability_error = 1e-5,
                                                        .fluctuating_gram = false})
                             .probability;
  CHECK(std::abs(at_mean - P.probability) > 100.0 * P.error);
}

TEST_CASE("a cusp off S = 0: the flow's error is measured at the same S, and P converges") {
  Problem problem = unequal_problem(0.4, 0.383);
  problem.target.separation = 3.86;
  problem.target.dimension = 1.0;
  problem.family.initial_scale = 1.0;
  problem.annealing.schedule.initial_temperature = 34.3;
  problem.annealing.schedule.rate = 0.115;
  const SharpProbability P = collapse_probability(
      problem, {.end_time = automatic_end_time(problem), .probability_error = 1e-4});
  CHECK(P.status == SharpStatus::converged);
  CHECK(P.error < 1e-3 * P.probability);
}

TEST_CASE("tiny P: nearly equal weights, by lines, and equal ones, by curves") {
  for (const double scale : {1e-14, 1e-36}) {
    Problem problem = unequal_problem(0.5, 0.5);
    problem.target.dimension = 1.0;
    problem.annealing.schedule.initial_temperature = 5.0;
    problem.family.initial_scale = scale;
    const SharpProbability equal = sharp(problem);
    problem.family.weights = {0.5 + 1e-7, 0.5 - 1e-7};
    const SharpProbability near = sharp(problem);
    CHECK(equal.probability < 1e-10);
    CHECK(near.error < 1e-3 * near.probability);
    CHECK_RELATIVE(near.probability, equal.probability, 1e-4);
  }
}

TEST_CASE("unequal weights in 1e10 dimensions against an independent implementation") {
  Problem problem = unequal_problem(0.3, 0.5);
  problem.annealing.schedule.initial_temperature = 5.0;
  problem.annealing.schedule.rate = 0.2;
  const struct {
    double dimension, P, accuracy;
  } rows[] = {{1e6, 7.199e-5, 1e-3}, {1e10, 2.28e-7, 1e-2}};
  for (const auto& [dimension, P, accuracy] : rows) {
    problem.target.dimension = dimension;
    CHECK_RELATIVE(sharp(problem).probability, P, accuracy);
  }
}

TEST_CASE("P of 0 is a bound: starts that collapse lie beyond those that are looked at") {
  Problem problem = unequal_problem(0.826, 0.375);
  problem.target.separation = 5.3;
  problem.target.dimension = 1e6;
  problem.annealing.schedule.initial_temperature = 1.76;
  problem.annealing.schedule.rate = 0.0657;
  const SharpProbability P = sharp(problem);
  CHECK(P.probability == 0.0);
  CHECK(P.error > 1e-14);
  CHECK(P.error < 1e-11);
  CHECK(P.status == SharpStatus::not_converged);
  CHECK_FALSE(P.message.empty());
}

TEST_CASE("an interruption is reported, not a number") {
  const std::atomic<bool> interrupted = true;
  SharpOptions options;
  options.interrupted = &interrupted;
  CHECK(collapse_probability(unequal_problem(0.3, 0.5), options).status ==
        SharpStatus::interrupted);
}

// A wide start of a light component beside a heavy mode: some lines cross collapse twice, which the
// formula does not know. 1304 of 3000 runs of the flow have equal signs.
TEST_CASE("lines with more than one collapsed interval are noticed") {
  Problem problem;
  problem.target = {.separation = 2.68, .weight = 0.684, .dimension = 1};
  problem.family = {.variance = Variance::fixed, .weights = {0.142, 0.858}, .initial_scale = 1.0};
  problem.annealing.path = AnnealingPath::component;
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 45.3, .rate = 0.078};
  SharpOptions options;
  options.end_time = 317.7;
  options.probability_error = 1e-3;
  const SharpProbability sharp = collapse_probability(problem, options);
  constexpr double counted = 1304.0 / 3000.0;
  CHECK(sharp.status == SharpStatus::not_converged);
  CHECK(std::abs(sharp.probability - counted) < sharp.error + 4.0 * std::sqrt(0.25 / 3000.0));
}
