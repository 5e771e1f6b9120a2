// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/theory/linear_stage.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "support/closeness.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

using namespace annealvi;
using namespace annealvi::test;

namespace {

Problem quench(double T0, double rate, double dimension) {
  Problem problem;
  problem.target.dimension = dimension;
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = T0, .rate = rate};
  return problem;
}

}  // namespace

TEST_CASE("(L1), (L2) against an independent implementation at the start of nine jobs") {
  const auto rows = read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/sharp.csv");
  REQUIRE(rows.size() == 9);
  for (const Row& row : rows) {
    Problem problem;
    problem.target = {.separation = number(row, "R"), .weight = 0.5, .dimension = number(row, "d")};
    problem.family.variance = row.at("variance") == "fixed" ? Variance::fixed : Variance::matched;
    problem.annealing.path =
        row.at("path") == "power" ? AnnealingPath::power : AnnealingPath::component;
    const Coefficients start = coefficients_at_temperature(problem, number(row, "T0"));
    const LinearRates rates = linear_rates(start, number(row, "R"), number(row, "y0"));
    CHECK_RELATIVE(rates.sum, number(row, "lambda_S0"), 1e-10);
    // The reference leaves v_D out of Delta^2 here, as this call does.
    CHECK_RELATIVE(rates.overlap, number(row, "Omega0"), 1e-10);
    CHECK_RELATIVE(rates.difference, number(row, "lambda_D0"), 1e-10);
  }
}

TEST_CASE("the linear rates are the flow's own for small S and D") {
  for (const double T : {1.0, 2.0, 30.0}) {
    for (const auto objective : {Objective::kl, Objective::free_energy}) {
      Problem problem;
      problem.annealing.objective = objective;
      const Coefficients c = coefficients_at_temperature(problem, T);
      const LinearRates rates = linear_rates(c, 3.0, 2.0);
      const auto flow = sum_difference_flow(problem, c, 1e-7, 1e-7, 2.0);
      CHECK_RELATIVE(flow.sum / 1e-7, rates.sum, 1e-9);
      CHECK_RELATIVE(flow.log_difference, rates.difference, 1e-9);
    }
  }
}

TEST_CASE("(L4) against (L3) integrated by classical Runge-Kutta, as Sheppard's orthant formula") {
  const Problem problem = quench(5.0, 0.2, 1000);
  const auto overlap = overlap_probability(problem, 200.0, {.relative = 1e-11, .absolute = 1e-14});
  REQUIRE(overlap.has_value());
  using State = std::array<double, 3>;  // v_S, v_D, y
  const auto slope = [&](double t, const State& x) {
    const Coefficients c = coefficients_at(problem, t);
    const LinearRates rates = linear_rates(c, 3.0, x[2] + x[1]);
    return State{2.0 * rates.sum * x[0], 2.0 * rates.difference * x[1],
                 (2.0 * rates.overlap - c.annealed.precision) * x[2]};
  };
  const auto moved = [](const State& x, double h, const State& k) {
    return State{x[0] + h * k[0], x[1] + h * k[1], x[2] + h * k[2]};
  };
  State x{2e-3, 2e-3, 2e-3 * 999.0};
  const int steps = 20000;
  const double h = overlap->evaluated_at / steps;
  for (int i = 0; i < steps; ++i) {
    const State k1 = slope(i * h, x), k2 = slope((i + 0.5) * h, moved(x, 0.5 * h, k1)),
                k3 = slope((i + 0.5) * h, moved(x, 0.5 * h, k2)),
                k4 = slope((i + 1.0) * h, moved(x, h, k3));
    for (std::size_t j = 0; j < 3; ++j)
      x[j] += h / 6.0 * (k1[j] + 2.0 * k2[j] + 2.0 * k3[j] + k4[j]);
  }
  CHECK_RELATIVE(std::max(x[0], x[1]), 9.0 / 4.0, 1e-8);  // the time is where v reaches R^2/4
  // m_1, m_2 = (S +- D)/2: correlation (v_S - v_D)/(v_S + v_D).
  const double correlation = (x[0] - x[1]) / (x[0] + x[1]);
  CHECK_RELATIVE(overlap->probability, 0.5 + std::asin(correlation) / std::numbers::pi, 1e-8);
}

TEST_CASE("(L4) stops when the larger variance is R^2/4 and is absent beyond or never reached") {
  Problem problem = quench(5.0, 0.2, 1e4);
  const auto here = overlap_probability(problem, 200.0, {});
  REQUIRE(here.has_value());
  CHECK(here->probability > 0.0);
  CHECK(here->probability < 0.5);
  CHECK(here->evaluated_at > 0.0);
  CHECK_FALSE(overlap_probability(problem, 0.5 * here->evaluated_at, {}));
  problem.family.initial_scale = 2.0;  // 2 sigma0^2 = 8 > R^2/4
  CHECK_FALSE(overlap_probability(problem, 200.0, {}));
  problem = quench(5.0, 0.2, 1e4);
  problem.target.weight = 0.6;
  CHECK_FALSE(overlap_probability(problem, 200.0, {}));
}

TEST_CASE("(L4) is 1/2 without overlap, and slower annealing lowers it") {
  // d = 1e12 with sigma0 = 1: the components never meet before they have decided.
  Problem problem = quench(1.0, 1.0, 1e12);
  problem.target.separation = 8.0;
  problem.family.initial_scale = 0.5;
  CHECK_ABSOLUTE(overlap_probability(problem, 300.0, {}).value().probability, 0.5, 1e-9);
  double previous = 1.0;
  for (const double rate : {1.0, 0.1, 0.01}) {
    const double P = overlap_probability(quench(10.0, rate, 1000), 3000.0, {}).value().probability;
    CHECK(P < previous);
    previous = P;
  }
}
