// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The rules that README and the pages give for a first choice of T0, and where they stop to hold.
#include "annealvi/config/config.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/critical_temperature.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace annealvi;

TEST_CASE("0.22 R^2 and 0.64 R^2 hold within 5 % where the pages say so, and not below") {
  const auto off = [](double R, double share, bool safe) {
    Problem problem;
    problem.target.separation = R;
    const double T = safe ? *safe_temperature(problem).value : *critical_temperature(problem);
    return std::abs(T / (share * R * R) - 1.0);
  };
  for (const double R : {3.0, 5.0, 30.0}) CHECK(off(R, 0.22, true) < 0.05);
  for (const double R : {2.4, 5.0, 30.0}) CHECK(off(R, 0.64, false) < 0.05);
  CHECK(off(2.8, 0.22, true) > 0.05);
  CHECK(off(2.25, 0.64, false) > 0.05);
}

TEST_CASE("an exponential schedule of given length gains from starts hotter than T_c") {
  const auto probability = [](double share) {
    Config config = default_config({"target.separation=4", "target.dimension=100"});
    Schedule& schedule = config.problem.annealing.schedule;
    schedule.initial_temperature = share * *critical_temperature(config.problem);
    schedule.rate = 1.0;
    schedule.rate = schedule.settling_time(0.05) / 76.5;
    SharpOptions options;
    options.end_time = 130.0;
    return collapse_probability(config.problem, options).probability;
  };
  const double critical = probability(1.0), best = probability(2.2);
  CHECK(std::abs(critical - 0.0137) < 5e-5);
  CHECK(std::abs(best - 0.0120) < 5e-5);
  CHECK(probability(4.0) > best);
}
