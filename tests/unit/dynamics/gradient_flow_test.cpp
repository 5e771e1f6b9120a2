// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (F1)-(F4) as the gradient of F, symmetries of the flow, and F itself.
#include "annealvi/dynamics/gradient_flow.hpp"

#include <bit>
#include <cstdint>

#include "mean_coordinates.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

const Means start = {{{0.8, 0.9, -0.2}, {-0.5, 0.3, 0.6}}};

SummaryState flow_of(const Problem& problem, double temperature, const SummaryState& state) {
  return summary_flow(coefficients_at_temperature(problem, temperature), problem.family,
                      problem.target.separation, state);
}

double objective_of(const Problem& problem, double temperature, const SummaryState& state) {
  return objective(problem, coefficients_at_temperature(problem, temperature), state);
}

/// How far `rate` is from the gradient of `objective` at `start`.
double gradient_discrepancy(const Problem& problem, double temperature, const SummaryState& rate) {
  const auto F = [&](const Means& mu) { return objective_of(problem, temperature, summarise(mu)); };
  return rate_discrepancy(rate, summary_rate(start, downhill(F, start)));
}

SummaryState swapped(const SummaryState& x) {
  return {.overlap = {x.overlap[1], x.overlap[0]}, .q11 = x.q22, .q12 = x.q12, .q22 = x.q11};
}

SummaryState reflected(const SummaryState& x) {
  return {.overlap = {-x.overlap[0], -x.overlap[1]}, .q11 = x.q11, .q12 = x.q12, .q22 = x.q22};
}

}  // namespace

TEST_CASE("the flow of the statistics is the gradient of the objective") {
  double worst = 0.0;
  for (const Problem& problem : all_problems())
    for (const double temperature : {1.0, 1.5, 6.0}) {
      const SummaryState rate = flow_of(problem, temperature, summarise(start));
      const double discrepancy = gradient_discrepancy(problem, temperature, rate);
      CHECK(discrepancy <= central_difference);
      worst = std::max(worst, discrepancy);
    }
  MESSAGE("largest discrepancy: " << worst);
}

TEST_CASE("negative control: a flow with one term dropped or one sign turned is not the gradient") {
  Problem problem = all_problems().back();
  const double temperature = 1.5;
  const SummaryState state = summarise(start);
  const Coefficients right = coefficients_at_temperature(problem, temperature);
  REQUIRE(gradient_discrepancy(problem, temperature, flow_of(problem, temperature, state)) <=
          central_difference);
  const auto misses = [&](const SummaryState& rate) {
    return gradient_discrepancy(problem, temperature, rate) > 100.0 * central_difference;
  };
  const double R = problem.target.separation;
  {
    Coefficients wrong = right;
    wrong.annealed.bias = -right.annealed.bias;
    CHECK(misses(summary_flow(wrong, problem.family, R, state)));
  }
  {
    Coefficients wrong = right;
    wrong.annealed.precision = 0.0;  // H mu dropped
    CHECK(misses(summary_flow(wrong, problem.family, R, state)));
  }
  {
    Family wrong = problem.family;  // w_1, w_2 exchanged: R_kj with the wrong sign of log(w_1/w_2)
    std::swap(wrong.weights[0], wrong.weights[1]);
    CHECK(misses(summary_flow(right, wrong, R, state)));
  }
  {
    Coefficients wrong = right;
    wrong.speed = 1.0;  // the factor T of the free energy forgotten
    CHECK(misses(summary_flow(wrong, problem.family, R, state)));
  }
  {
    SummaryState wrong =
        state;  // overlaps from the right state, responsibilities of twins far away
    wrong.q11 += 1e4;
    SummaryState rate = summary_flow(right, problem.family, R, state);
    rate.overlap = summary_flow(right, problem.family, R, wrong).overlap;
    CHECK(misses(rate));
  }
}

TEST_CASE("exchange of the components") {
  for (Problem problem : all_problems()) {
    const SummaryState state = summarise(start);
    const SummaryState rate = flow_of(problem, 2.0, state);
    const double F = objective_of(problem, 2.0, state);
    std::swap(problem.family.weights[0], problem.family.weights[1]);
    CHECK(rate_discrepancy(swapped(flow_of(problem, 2.0, swapped(state))), rate) <= rounding);
    CHECK_RELATIVE(objective_of(problem, 2.0, swapped(state)), F, rounding);
  }
}

TEST_CASE("reflection: m -> -m with pi -> 1 - pi") {
  for (Problem problem : all_problems()) {
    const SummaryState state = summarise(start);
    const SummaryState rate = flow_of(problem, 2.0, state);
    const double F = objective_of(problem, 2.0, state);
    problem.target.weight = 1.0 - problem.target.weight;
    CHECK(rate_discrepancy(reflected(flow_of(problem, 2.0, reflected(state))), rate) <= rounding);
    CHECK_RELATIVE(objective_of(problem, 2.0, reflected(state)), F, rounding);
  }
}

TEST_CASE("the symmetric point of a symmetric problem does not move, exactly") {
  for (const Problem& problem : all_problems()) {
    if (!problem.symmetric()) continue;
    const SummaryState rate = flow_of(problem, 3.0, {.q11 = 1.0, .q12 = 0.25, .q22 = 1.0});
    CHECK(rate.overlap[0] == 0.0);
    CHECK(rate.overlap[1] == 0.0);
    CHECK(rate.q11 == rate.q22);
  }
}

TEST_CASE("means along e stay along e, and equal means stay equal") {
  for (const Problem& problem : all_problems()) {
    const SummaryState along = flow_of(problem, 3.0, {.overlap = {0.4, -1.1}});
    CHECK(along.q11 == 0.0);
    CHECK(along.q12 == 0.0);
    CHECK(along.q22 == 0.0);
    if (problem.family.weights[0] != 0.5) continue;
    const SummaryState equal =
        flow_of(problem, 3.0, {.overlap = {0.4, 0.4}, .q11 = 0.7, .q12 = 0.7, .q22 = 0.7});
    CHECK_RELATIVE(equal.overlap[0], equal.overlap[1], rounding);
    CHECK_ABSOLUTE(equal.q11 - 2.0 * equal.q12 + equal.q22, 0.0, rounding);
  }
}

TEST_CASE("F >= 0 everywhere, and T times the divergence under the free energy") {
  for (Problem problem : all_problems())
    for (const double temperature : {1.0, 2.0, 10.0})
      for (const double m1 : {-3.0, 0.0, 2.0})
        for (const double q : {0.0, 0.5, 50.0}) {
          problem.target.dimension = 1000;
          const SummaryState state{.overlap = {m1, 1.0}, .q11 = q, .q12 = 0.1 * q, .q22 = 2.0 * q};
          problem.annealing.objective = Objective::kl;
          const double divergence = objective_of(problem, temperature, state);
          CHECK(divergence > -expectation_accuracy);
          problem.annealing.objective = Objective::free_energy;
          CHECK(objective_of(problem, temperature, state) == temperature * divergence);
        }
}

TEST_CASE("F = 0 and no motion where q is the target") {
  // F is a difference of terms of the size H m^2/2 = R^2/2T: that is the condition number.
  for (const double R : {0.5, 3.0, 10.0})
    for (const double weight : {0.5, 0.75})
      for (const double d : {1.0, 1000.0, 1e12}) {
        Problem problem;
        problem.target = {.separation = R, .weight = weight, .dimension = d};
        problem.family.weights = {weight, 1.0 - weight};
        problem.annealing.path = AnnealingPath::component;  // q = p_t at every temperature
        for (const double temperature : {1.0, 4.0}) {
          CAPTURE(R);
          CAPTURE(temperature);
          const SummaryState at_modes{.overlap = {R, -R}};
          CHECK_ABSOLUTE(objective_of(problem, temperature, at_modes), 0.0,
                         expectation_accuracy * (1.0 + R * R));
          CHECK_ABSOLUTE(flow_of(problem, temperature, at_modes).overlap[0], 0.0, rounding * R);
          CHECK_ABSOLUTE(flow_of(problem, temperature, at_modes).overlap[1], 0.0, rounding * R);
        }
      }
}

TEST_CASE("F far from a minimum: fixed variance pays (d/2)(H - 1 - log H)") {
  Problem problem;
  problem.family.variance = Variance::fixed;
  problem.annealing.path = AnnealingPath::component;
  problem.target.dimension = 1e6;
  const double far = objective_of(problem, 4.0, {.overlap = {3.0, -3.0}});
  problem.target.dimension = 1e6 + 1000;
  const double farther = objective_of(problem, 4.0, {.overlap = {3.0, -3.0}});
  CHECK_RELATIVE((farther - far) / 1000.0, 0.5 * (0.25 - 1.0 - std::log(0.25)), 1e3 * rounding);
}

TEST_CASE("same arguments, same bits") {
  for (const Problem& problem : all_problems()) {
    const SummaryState a = flow_of(problem, 2.5, summarise(start));
    const SummaryState b = flow_of(problem, 2.5, summarise(start));
    CHECK(std::bit_cast<std::array<std::uint64_t, 5>>(a) ==
          std::bit_cast<std::array<std::uint64_t, 5>>(b));
  }
}
