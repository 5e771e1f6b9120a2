// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/theory/separatrix.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "support/closeness.hpp"
#include "theory/certain_outcome.hpp"

#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

namespace {

Problem quench(double R, double T0 = 1.0, double rate = 1.0) {
  Problem problem;
  problem.target = {.separation = R, .weight = 0.5, .dimension = 1000};
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = T0, .rate = rate};
  return problem;
}

}  // namespace

TEST_CASE("S_c = C |D|^alpha at T = 1 without orthogonal part (constants of the reference)") {
  // C to 9 digits from the separatrix followed by an independent implementation; alpha from (L1).
  const struct { double R, C; } rows[] = {{3.0, 1.58400632}, {4.0, 1.33041881}, {5.0, 1.23136379}};
  for (const auto& [R, C] : rows) {
    const double alpha = 1.0 - 1.0 / (R * R * expected_sech_squared(0.0, R));
    const Problem problem = quench(R);
    Separatrix separatrix(problem, {.end = 200.0}, {.relative = 1e-12, .absolute = 1e-14});
    const double S = 1e-5;
    const double expected = std::log(S / C) / alpha;
    const Threshold found = separatrix.threshold(S, 0.0, expected + 0.1, 0.3, std::log(S), 1e-9);
    REQUIRE(found.kind == Threshold::Kind::found);
    CHECK_ABSOLUTE(found.log_difference, expected, 2e-8);  // C is quoted to 9 digits
    CHECK(found.half_width <= 0.5e-9 * 1.01);
  }
}

TEST_CASE("a start just above D_c recovers in the full flow (F3), (F4), just below collapses") {
  for (const double weight : {0.5, 0.6}) {
    Problem problem = quench(3.0, 2.0, 0.3);
    problem.target.weight = weight;
    Separatrix separatrix(problem, {.end = 120.0}, {.relative = 1e-11, .absolute = 1e-13});
    const double S = 0.7, y = 1.3;
    const Threshold found = separatrix.threshold(S, y, std::log(0.1), 1.0, std::log(50.0), 1e-6);
    REQUIRE(found.kind == Threshold::Kind::found);
    for (const double shift : {-1e-5, 1e-5}) {
      const double D = std::exp(found.log_difference + shift);
      const SummaryState start{{0.5 * (S + D), 0.5 * (S - D)}, 0.5 * y, 0.0, 0.5 * y};
      const auto end = integrate_flow(problem, start, 120.0, {}, {1e-11, 1e-13}).final_state;
      CHECK((end.overlap[0] * end.overlap[1] < 0.0) == (shift > 0.0));
    }
  }
}

TEST_CASE("the answer does not depend on the guess") {
  const Problem problem = quench(3.0, 5.0, 0.2);
  Separatrix separatrix(problem, {.end = 100.0}, {.relative = 1e-10, .absolute = 1e-13});
  const double reference =
      separatrix.threshold(0.05, 2.0, -6.0, 0.5, std::log(0.05), 1e-8).log_difference;
  for (const double guess : {-3.0, -5.0, -7.0, -20.0, -300.0})
    CHECK_ABSOLUTE(
        separatrix.threshold(0.05, 2.0, guess, 0.01, std::log(0.05), 1e-8).log_difference,
        reference, 3e-8);
}

TEST_CASE("early verdicts equal those of runs followed to the end") {
  for (const double weight : {0.5, 0.7}) {
    Problem problem = quench(3.0, 4.0, 0.2);
    problem.target.weight = weight;
    const double end = 90.0;
    Separatrix separatrix(problem, {.end = end}, {.relative = 1e-10, .absolute = 1e-13});
    int recovered = 0, runs = 0;
    for (double S = -2.05; S <= 2.1; S += 0.41)
      for (double log_D = -8.0; log_D < 1.0; log_D += 0.9) {
        if (weight == 0.5 && S <= 0.0) continue;
        const double D = std::exp(log_D), y = 2.0;
        const SummaryState start{{0.5 * (S + D), 0.5 * (S - D)}, 0.5 * y, 0.0, 0.5 * y};
        const auto last = integrate_flow(problem, start, end, {}, {1e-10, 1e-13}).final_state;
        const bool expected = last.overlap[0] * last.overlap[1] < 0.0;
        CHECK(separatrix.follow(S, log_D, y).recovered == expected);
        recovered += expected ? 1 : 0;
        ++runs;
      }
    CHECK(recovered > 0);  // the grid holds both outcomes
    CHECK(recovered < runs);
  }
}

TEST_CASE("a rare mode takes a component from a wide pair only for a while") {
  // Such runs pass |D| > |S| close to the heavy mode and end collapsed on it.
  Problem problem = quench(2.2, 900.0, 0.04);
  problem.target.weight = 0.025;
  problem.annealing.schedule.kind = ScheduleKind::cosine;
  const double end = 90.0, y = 2.0;
  Separatrix separatrix(problem, {.end = end}, {.relative = 1e-10, .absolute = 1e-13});
  for (double S = -1.0; S <= 1.1; S += 0.5)
    for (double D = 1.5; D < 5.0; D += 0.5) {
      const SummaryState start{{0.5 * (S + D), 0.5 * (S - D)}, 0.5 * y, 0.0, 0.5 * y};
      const auto last = integrate_flow(problem, start, end, {}, {1e-10, 1e-13}).final_state;
      CHECK(last.overlap[0] * last.overlap[1] > 0.0);
      CHECK_FALSE(separatrix.follow(S, std::log(D), y).recovered);
    }
}

TEST_CASE("no barrier where no collapsed pair exists") {
  CHECK_FALSE(collapse_barrier(quench(2.2), 100.0));
  CHECK(collapse_barrier(quench(3.0), 100.0));
  Problem hot = quench(3.0, 2.5);
  hot.annealing.schedule.kind = ScheduleKind::constant;  // T above T_f = 1.89
  CHECK_FALSE(collapse_barrier(hot, 100.0));
  Problem heated = quench(3.0);
  heated.annealing.schedule.kind = ScheduleKind::table;
  heated.annealing.schedule.table = {{0.0, 1.0}, {10.0, 5.0}, {20.0, 1.0}};
  CHECK_FALSE(collapse_barrier(heated, 100.0));
}
