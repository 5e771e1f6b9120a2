// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// P of schedules that watch, against random starts of the same flow.
#include "annealvi/theory/gate_probability.hpp"
#include "annealvi/simulation/ensemble.hpp"

#include <cmath>

#include "tests/support/closeness.hpp"

using namespace annealvi;
using annealvi::test::statistical_z;

namespace {

Problem gate(double T0) {
  Problem problem;
  problem.target = {.separation = 3.0, .weight = 0.5, .dimension = 100.0};
  problem.annealing.schedule = {.kind = ScheduleKind::gate, .initial_temperature = T0, .rate = 0.5};
  return problem;
}

const GateTimes times{.stall = 1000.0, .settle = 60.0, .end = 1060.0};
constexpr Tolerances loose{.relative = 1e-7, .absolute = 1e-10};

double simulated(const Problem& problem, double threshold, std::uint64_t runs, double& error) {
  RunSetup setup;
  setup.problem = problem;
  setup.gate_threshold = threshold;
  setup.stall_time = times.stall;
  setup.settle_time = times.settle;
  setup.end_time = times.end;
  setup.tolerances = loose;
  const EnsembleResult result = run_ensemble(setup, {.runs = runs});
  const double P = static_cast<double>(result.collapsed) / static_cast<double>(runs);
  error = std::sqrt(P * (1.0 - P) / static_cast<double>(runs));
  return P;
}

}  // namespace

TEST_CASE("above the safe temperature P is a bound, never 0") {
  const Problem problem = gate(2.45778);
  const GateProbability found =
      gate_probability(problem, {.threshold = 6.0, .times = times, .tolerances = loose});
  CHECK(found.sharp.status == SharpStatus::converged);
  CHECK(found.is_bound);
  CHECK(found.sharp.probability > 0.0);
  CHECK(found.sharp.probability < 1e-14);
  CHECK(found.largest_sum > 11.0);
  CHECK(found.stalled == 0.0);
}

TEST_CASE("a threshold that is too small lets pairs collapse, as often as simulated") {
  const Problem problem = gate(2.2);
  const double threshold = 2.5;
  const GateProbability found =
      gate_probability(problem, {.threshold = threshold, .times = times, .tolerances = loose});
  CHECK_FALSE(found.is_bound);
  double error = 0.0;
  const double P = simulated(problem, threshold, 4000, error);
  REQUIRE(P > 0.005);
  CHECK_ABSOLUTE(found.sharp.probability, P, statistical_z * error + found.sharp.error);
}

TEST_CASE("weights that differ, and fixed schedules, are refused") {
  Problem problem = gate(2.5);
  problem.family.weights = {0.4, 0.6};
  CHECK_THROWS_AS((void)gate_probability(problem, {.threshold = 6.0, .times = times}),
                  std::invalid_argument);
  problem = gate(2.5);
  problem.annealing.schedule.kind = ScheduleKind::linear;
  CHECK_THROWS_AS((void)gate_probability(problem, {.threshold = 6.0, .times = times}),
                  std::invalid_argument);
}
