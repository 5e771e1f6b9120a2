// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (F4') in S, D, y against (F3)-(F4), and against its limits where differences of means vanish.
#include <algorithm>
#include <cmath>

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "mean_coordinates.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

std::vector<Problem> equal_weight_problems() {
  std::vector<Problem> problems = all_problems();
  std::erase_if(problems, [](const Problem& p) { return p.family.weights[0] != 0.5; });
  return problems;
}

/// A state with the given S, D and y: the part of the Gram matrix that (F4') forgets is arbitrary.
SummaryState state_of(double S, double D, double y) {
  const double common = 0.35;  // of the orthogonal parts; their difference has length sqrt(y)
  return {.overlap = {0.5 * (S + D), 0.5 * (S - D)},
          .q11 = common + 0.25 * y,
          .q12 = common - 0.25 * y,
          .q22 = common + 0.25 * y};
}

/// (L1), (L2) about any S: the rates as D -> 0, y -> 0. Omega = 1/(2 sigma^2) for coincident means.
SumDifferenceRates limit_rates(const Coefficients& coefficients, double R, double S) {
  const auto& [H, A, c, b] = coefficients.annealed;
  const double half_mean = 0.5 * c * R * S + b, deviation = c * R * coefficients.sigma;
  const double overlap_rate = 0.5 / (coefficients.sigma * coefficients.sigma);
  const double slope = A * c * R * R * expected_sech_squared(half_mean, deviation);
  return {.sum = coefficients.speed * (A * R * expected_tanh(half_mean, deviation) - 0.5 * H * S),
          .log_difference = coefficients.speed * (0.5 * (slope - H) + overlap_rate),
          .log_distance = coefficients.speed * (2.0 * overlap_rate - H),
          .step_size_term = 0.0};
}

double rate_size(const Coefficients& coefficients, double R) {
  return coefficients.speed * (coefficients.annealed.amplitude * R * R +
                               1.0 / (coefficients.sigma * coefficients.sigma));
}

}  // namespace

TEST_CASE("(F4') is (F3)-(F4) for equal component weights") {
  for (const Problem& problem : equal_weight_problems())
    for (const double T : {1.0, 2.0, 8.0})
      for (const double S : {-2.5, 0.0, 0.3})
        for (const double D : {0.5, 2.0, 6.0})
          for (const double y : {0.25, 1.0, 20.0}) {
            const Coefficients c = coefficients_at_temperature(problem, T);
            const SummaryState rate = summary_flow(c, problem.family, 2.0, state_of(S, D, y));
            const SumDifferenceRates rates = sum_difference_flow(problem, c, S, D, y);
            // Differences of rates of this size: errors are absolute in it.
            const double accuracy = rounding * std::max(1.0, rate_size(c, 2.0));
            CHECK_ABSOLUTE(rates.sum, rate.overlap[0] + rate.overlap[1], accuracy);
            CHECK_ABSOLUTE(rates.log_difference * D, rate.overlap[0] - rate.overlap[1],
                           accuracy * D);
            CHECK_ABSOLUTE(rates.log_distance * y, rate.q11 - 2.0 * rate.q12 + rate.q22,
                           accuracy * (1.0 + y));
          }
}

TEST_CASE("tiny differences keep their rates") {
  for (const Problem& problem : equal_weight_problems())
    for (const double T : {1.0, 5.0})
      for (const double S : {0.0, 1e-3, -1.5}) {
        const Coefficients c = coefficients_at_temperature(problem, T);
        const SumDifferenceRates limit = limit_rates(c, 2.0, S);
        const double accuracy = rounding * std::max(1.0, rate_size(c, 2.0));
        for (const double D : {1e-8, 1e-100, 1e-200, 1e-280, 1e-300})
          for (const double y : {0.0, 1e-300, 1e-16}) {
            CAPTURE(D);
            CAPTURE(y);
            const SumDifferenceRates rates = sum_difference_flow(problem, c, S, D, y);
            CHECK_ABSOLUTE(rates.sum, limit.sum, accuracy);
            CHECK_ABSOLUTE(rates.log_difference, limit.log_difference, accuracy);
            CHECK_ABSOLUTE(rates.log_distance, limit.log_distance, accuracy);
          }
      }
}

TEST_CASE("a tiny sum keeps relative accuracy without bias") {
  for (const Problem& problem : equal_weight_problems()) {
    if (!problem.symmetric()) continue;
    const Coefficients c = coefficients_at_temperature(problem, 1.5);
    const double D = 0.5, S = 1e-150;
    const SumDifferenceRates tiny = sum_difference_flow(problem, c, S, D, 1.0);
    const SumDifferenceRates small = sum_difference_flow(problem, c, 1e-9, D, 1.0);
    // dS/dt is odd in S: linear up to S^2.
    CHECK_RELATIVE(tiny.sum / S, small.sum / 1e-9, 10.0 * rounding);
    CHECK(sum_difference_flow(problem, c, 0.0, D, 1.0).sum == 0.0);
    CHECK_RELATIVE(sum_difference_flow(problem, c, -S, D, 1.0).sum, -tiny.sum, rounding);
  }
}

TEST_CASE("y = 0 is allowed, and the limit of small y") {
  for (const Problem& problem : equal_weight_problems()) {
    const Coefficients c = coefficients_at_temperature(problem, 2.0);
    const SumDifferenceRates none = sum_difference_flow(problem, c, 0.4, 1.3, 0.0);
    const SumDifferenceRates little = sum_difference_flow(problem, c, 0.4, 1.3, 1e-18);
    CHECK(none.sum == little.sum);
    CHECK_RELATIVE(none.log_difference, little.log_difference, rounding);
    CHECK_RELATIVE(none.log_distance, little.log_distance, rounding);
    CHECK(std::isfinite(none.log_distance));
  }
}

TEST_CASE("components far apart do not claim each other's samples") {
  for (const Problem& problem : equal_weight_problems()) {
    const Coefficients c = coefficients_at_temperature(problem, 1.0);
    const SumDifferenceRates rates = sum_difference_flow(problem, c, 0.0, 1.0, 1e6);
    CHECK_RELATIVE(rates.log_distance, -c.speed * c.annealed.precision, rounding);
  }
}

TEST_CASE("negative control: without the overlap rate the difference grows too slowly") {
  const Problem problem = equal_weight_problems().front();
  const Coefficients c = coefficients_at_temperature(problem, 2.0);
  const SumDifferenceRates near = sum_difference_flow(problem, c, 0.1, 0.5, 1.0);
  const SumDifferenceRates far = sum_difference_flow(problem, c, 0.1, 0.5, 1e6);  // Omega = 0
  const SummaryState rate = summary_flow(c, problem.family, 2.0, state_of(0.1, 0.5, 1.0));
  const double expected = (rate.overlap[0] - rate.overlap[1]) / 0.5;
  CHECK(relatively_close(near.log_difference, expected, 10.0 * rounding));
  CHECK_FALSE(relatively_close(far.log_difference, expected, 1e-3));
}
