// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S4) against random starts of the flow that are tiny. Modes so far apart that P does not vanish
// with the start: P goes like sigma0^(1/alpha - 1). Seeds fixed; |z| <= 4.
#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "support/statistics.hpp"

#include <doctest/doctest.h>
#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

namespace {

double z_of(double separation, double scale, double scale_of_starts) {
  constexpr std::uint64_t runs = 1000;
  RunSetup setup;
  setup.problem.target = {.separation = separation, .dimension = 10};
  setup.problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.0};
  setup.problem.family.initial_scale = scale;
  setup.end_time = automatic_end_time(setup.problem);
  const double P = collapse_probability(setup.problem, {.end_time = setup.end_time}).probability;
  REQUIRE(P > 0.01);
  setup.seed = 5;
  setup.problem.family.initial_scale = scale_of_starts;
  const EnsembleResult result = run_ensemble(setup, {.runs = runs, .threads = 2});
  REQUIRE(result.failed == 0);
  const double n = static_cast<double>(runs);
  return z_score(static_cast<double>(result.same_sign) / n, std::sqrt(P * (1.0 - P) / n), P);
}

}  // namespace

TEST_CASE("(S4) and random starts of the flow agree from 1e-10 down to 1e-150") {
  CHECK_Z(z_of(30.0, 1e-10, 1e-10));
  CHECK_Z(z_of(30.0, 1e-20, 1e-20));
  CHECK_Z(z_of(100.0, 1e-60, 1e-60));
  CHECK_Z(z_of(300.0, 1e-150, 1e-150));
}

TEST_CASE("the same check rejects starts of another size") {
  CHECK(std::abs(z_of(30.0, 1e-20, 1e-10)) > statistical_z);
}
