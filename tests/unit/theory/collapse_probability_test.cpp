// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S1) against an independent implementation, exact limits, symmetries, extremes.

#include "annealvi/theory/collapse_probability.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "support/closeness.hpp"
#include "support/problem_from_row.hpp"

#include <chrono>
#include <cmath>
#include <numbers>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

Problem job(double R = 3.0, double T0 = 10.0, double rate = 0.1, double d = 1000) {
  Problem problem;
  problem.target = {.separation = R, .weight = 0.5, .dimension = d};
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = T0, .rate = rate};
  return problem;
}

SharpProbability sharp(const Problem& problem, double end_time = 0.0) {
  return collapse_probability(
      problem, {.end_time = end_time > 0.0 ? end_time : automatic_end_time(problem)});
}

bool agree(const SharpProbability& a, const SharpProbability& b) {
  return std::abs(a.probability - b.probability) <= a.error + b.error;
}

std::vector<Row> reference() {
  return read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/sharp.csv");
}

}  // namespace

TEST_CASE("(S1) agrees with the independent implementation within the stated errors") {
  for (const Row& row : reference()) {
    CAPTURE(row.at("name"));
    const SharpProbability P = collapse_probability(
        problem_from_row(row), {.end_time = number(row, "t_end"), .fluctuating_gram = false});
    CHECK(P.status == SharpStatus::converged);
    CHECK(P.error <= 1e-6);
    CHECK_ABSOLUTE(P.probability, number(row, "P_S1"), P.error + 2.0 * number(row, "error"));
  }
}

TEST_CASE("(S4) is near the reference's rough average over the Gram matrix and not (S1)") {
  for (const Row& row : reference()) {
    CAPTURE(row.at("name"));
    const SharpProbability P =
        collapse_probability(problem_from_row(row), {.end_time = number(row, "t_end")});
    const double correction = number(row, "P_S4_rough") - number(row, "P_S1");
    // The rough average is right to second order in the fluctuation, relative 2/(d - 1).
    const double next_order = 6.0 * std::abs(correction) / std::sqrt(number(row, "d"));
    const double rough_noise = 5e-6 * P.probability;  // of the reference's own three solves
    CHECK_ABSOLUTE(P.probability, number(row, "P_S4_rough"), P.error + next_order + rough_noise);
    if (std::abs(correction) > 1e-5)  // negative control: the average matters
      CHECK_FALSE(absolutely_close(P.probability, number(row, "P_S1"), P.error + next_order));
  }
}

TEST_CASE("(S4) - (S1) is the second-order effect of the fluctuation of y(0)") {
  Problem problem = job(6.0, 30.0, 2.0, 1e4);
  problem.family.initial_scale = 0.01;
  problem.annealing.path = AnnealingPath::component;
  const auto mean_field = [&](double dimension) {
    Problem shifted = problem;
    shifted.target.dimension = dimension;  // y(0) = 2 sigma0^2 (dimension - 1)
    return collapse_probability(shifted, {.end_time = 54.0,
                                          .tolerances = {.relative = 1e-12, .absolute = 1e-14},
                                          .probability_error = 1e-10,
                                          .fluctuating_gram = false})
        .probability;
  };
  const double deviation = std::sqrt(2.0 * 9999.0);
  const double centre = mean_field(1e4);
  const double curvature =
      (mean_field(1e4 - deviation) + mean_field(1e4 + deviation) - 2.0 * centre) / 2.0;
  CHECK(std::abs(curvature) > 1e-6);
  CHECK_ABSOLUTE(collapse_probability(problem, {.end_time = 54.0}).probability - centre, curvature,
                 3e-8);
}

TEST_CASE("d = 1 has no orthogonal part: (S4) and (S1) coincide") {
  const Problem problem = job(3.0, 10.0, 0.1, 1);
  const double end = automatic_end_time(problem);
  const auto with = collapse_probability(problem, {.end_time = end});
  const auto without = collapse_probability(problem, {.end_time = end, .fluctuating_gram = false});
  CHECK(agree(with, without));
}

TEST_CASE("closed form (S2) at T = 1 from a small start without orthogonal part") {
  // k = C v_D^(alpha/2)/v_S^(1/2), P = Pr(|X| > k |Y|^alpha); C is quoted to 9 digits
  // by an independent implementation that followed the separatrix.
  const struct { double R, C; } rows[] = {{3.0, 1.58400632}, {4.0, 1.33041881}, {5.0, 1.23136379}};
  for (const auto& [R, C] : rows) {
    const double alpha = 1.0 - 1.0 / (R * R * expected_sech_squared(0.0, R));
    Problem problem = job(R, 1.0, 1.0, 1);
    problem.family.initial_scale = 1e-6;
    const double v = 2e-12, k = C * std::pow(v, 0.5 * alpha - 0.5);
    // int 2 phi(y) erfc(k y^alpha / sqrt 2) dy over y > 0, trapezoidal in t = log(k y^alpha).
    double P = 0.0;
    const double h = 0.01;
    for (double t = -25.0; t < 2.5; t += h) {
      const double u = std::exp(t), y = std::pow(u / k, 1.0 / alpha);
      P += h * y / alpha * 2.0 / std::sqrt(2.0 * std::numbers::pi) * std::exp(-0.5 * y * y) *
           std::erfc(u / std::numbers::sqrt2);
    }
    const auto found = sharp(problem);
    CHECK_ABSOLUTE(found.probability, P, found.error + 5e-8 * P);  // C has 9 digits
  }
}

TEST_CASE("the answer does not depend on which mode is heavier, and is continuous at pi = 1/2") {
  Problem problem = job(3.0, 3.0, 0.3, 50);
  const auto symmetric = sharp(problem);
  problem.target.weight = 0.5 + 1e-9;
  const auto nearly = sharp(problem);
  CHECK_ABSOLUTE(nearly.probability, symmetric.probability, nearly.error + symmetric.error + 1e-7);
  problem.target.weight = 0.7;
  const auto heavy = sharp(problem);
  problem.target.weight = 0.3;
  CHECK(agree(sharp(problem), heavy));
  CHECK(heavy.probability > symmetric.probability);
}

TEST_CASE("extremes answer with a converged probability") {
  struct Case {
    const char* name;
    Problem problem;
  };
  std::vector<Case> cases{{"R = 0.5", job(0.5)},           {"R = 30, T0 = 1000", job(30, 1000)},
                          {"T0 = 1000", job(3, 1000)},     {"T0 = 1", job(3, 1)},
                          {"rate 1e-4", job(3, 10, 1e-4)}, {"rate 1e3", job(3, 10, 1e3)},
                          {"d = 1", job(3, 10, 0.1, 1)},   {"d = 1e12", job(3, 10, 0.1, 1e12)}};
  for (const auto& [name, problem] : cases) {
    CAPTURE(name);
    const auto P = sharp(problem);
    CHECK(P.status == SharpStatus::converged);
    CHECK(std::isfinite(P.probability));
    CHECK(P.probability >= 0.0);
    CHECK(P.probability <= 0.5);
    CHECK(P.error <= 1e-6);
  }
}

TEST_CASE("a threshold at D = S to rounding (cold late, far apart) is no obstacle") {
  Problem problem = job(12.14848782530685, 5.4096403797475983, 0.11233269553708358, 1e9);
  problem.family.initial_scale = 0.035727506517981622;
  problem.annealing.path = AnnealingPath::bridge;
  problem.annealing.schedule.kind = ScheduleKind::cosine;
  const auto P = sharp(problem);
  CHECK(P.status == SharpStatus::converged);
  CHECK_ABSOLUTE(P.probability, 0.5, 1e-3);
}

TEST_CASE("limit: P = 1/2 without overlap") {
  Problem spread = job(3.0, 1.0, 1.0, 1e12);
  spread.family.initial_scale = 1.0;
  CHECK_ABSOLUTE(sharp(spread).probability, 0.5, 1e-5);
}

TEST_CASE(
    "a P below the smallest double keeps its logarithm, and its error says how near to 0 it is") {
  // Small starts in d = 1 grow exponentially at a constant temperature: log P falls like the time
  // there (from 4000 on, where runs are undecided at the end time). Two representable values give
  // the third; each is known to 1e-3 of P.
  const auto held = [](double time) {
    Problem problem = job(3.0, 10.0, 1.0, 1);
    problem.family.initial_scale = 1e-6;
    Schedule& schedule = problem.annealing.schedule;
    schedule.kind = ScheduleKind::table;
    schedule.table = {{0.0, 10.0}, {time, 10.0}, {time + 20.0, 1.0}};
    return collapse_probability(problem, {.end_time = automatic_end_time(problem)});
  };
  const double first = held(4000.0).log10_probability, second = held(8000.0).log10_probability;
  const auto P = held(16000.0);
  CHECK(P.status == SharpStatus::converged);
  CHECK(P.probability == 0.0);
  CHECK(P.error > 0.0);
  CHECK(P.error < 1e-300);
  CHECK(second > -290.0);
  CHECK(P.log10_probability < -320.0);
  const double known = 1e-3 / std::log(10.0);
  CHECK_ABSOLUTE(P.log10_probability, first + 3.0 * (second - first), (1 + 2 + 3) * known);
}

TEST_CASE("a P whose logarithm is beyond what is looked at is 0 to the smallest double") {
  const auto never = sharp(job(3.0, 10.0, 1e-9));
  CHECK(never.probability == 0.0);
  CHECK(never.error < 1e-300);
  CHECK(never.log10_probability == -HUGE_VAL);
}

TEST_CASE("small probabilities keep a relative accuracy of 1e-3") {
  // 4e-79 and 2e-10 against tighter settings of the flow and of the thresholds.
  for (const double rate : {1e-2, 1e-3}) {
    const Problem problem = job(3.0, 10.0, rate);
    const double end = automatic_end_time(problem);
    const auto P = collapse_probability(problem, {.end_time = end});
    SharpOptions tight{.end_time = end};
    tight.tolerances = {.relative = 1e-12, .absolute = 1e-14};
    tight.probability_error = 1e-7 * P.probability;
    const auto better = collapse_probability(problem, tight);
    CHECK(P.error <= 1e-3 * P.probability);
    CHECK_RELATIVE(P.probability, better.probability, 1e-3);
    CHECK(agree(P, better));
  }
}

TEST_CASE("long-lived collapse is said: R < R_c, or T(t_end) above T_f") {
  CHECK(sharp(job(2.2)).long_lived);
  CHECK(sharp(job(2.2)).time_scale > 1.0);
  CHECK(sharp(job(0.5)).long_lived);
  CHECK_FALSE(sharp(job(3.0)).long_lived);
  Problem hot = job(3.0, 3.0);
  hot.annealing.schedule.kind = ScheduleKind::constant;
  CHECK(sharp(hot).long_lived);  // T_f = 1.89
  hot.annealing.schedule.initial_temperature = 1.5;
  CHECK_FALSE(sharp(hot).long_lived);
}

TEST_CASE("long-lived collapse is said for unequal masses as well") {
  Problem hot = job(3.0, 5.0);
  hot.annealing.schedule.kind = ScheduleKind::constant;
  hot.target.weight = 0.7;  // T_f = 2.168
  CHECK(sharp(hot).long_lived);
  hot.annealing.schedule.initial_temperature = 1.5;
  CHECK_FALSE(sharp(hot).long_lived);
}

TEST_CASE("a later end lowers a long-lived collapse and leaves a lasting one") {
  const Problem passing = job(2.2);
  const double end = automatic_end_time(passing);
  CHECK(sharp(passing, 1.3 * end).probability < 0.9 * sharp(passing, end).probability);
  const Problem lasting = job(3.0, 3.0, 0.5, 100);
  const double late = automatic_end_time(lasting);
  CHECK(agree(sharp(lasting, late), sharp(lasting, 1.5 * late)));
}

TEST_CASE("same configuration, same bits") {
  const auto a = sharp(job(4.0, 12.0, 0.3, 200)), b = sharp(job(4.0, 12.0, 0.3, 200));
  CHECK(a.probability == b.probability);
  CHECK(a.error == b.error);
  CHECK(a.trajectories == b.trajectories);
}

TEST_CASE("interruption and bad arguments") {
  std::atomic<bool> stop{true};
  SharpOptions options{.end_time = 100.0};
  options.interrupted = &stop;
  CHECK(collapse_probability(job(), options).status == SharpStatus::interrupted);
  CHECK_THROWS_AS((void)collapse_probability(job(), {.end_time = -1.0}), std::invalid_argument);
  CHECK_THROWS_AS((void)collapse_probability(job(), {.end_time = NAN}), std::invalid_argument);
  CHECK_THROWS_AS((void)collapse_probability(job(-3.0), {}), std::invalid_argument);
  CHECK_THROWS_AS((void)collapse_probability(job(3, 10, 0.1, 0), {}), std::invalid_argument);
}
