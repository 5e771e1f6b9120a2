// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (N4) and the covariance of a stochastic gradient against sums over a grid of samples.
#include "annealvi/dynamics/gradient_noise.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "sample_grid.hpp"
#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// Largest difference of a covariance relative to the standard deviations, and of g_i.g_j.
double discrepancy(const GradientMoments& x, const GradientMoments& y) {
  double largest = 0.0;
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = 0; j < 5; ++j)
      largest = std::max(largest, std::abs(x.covariance[i][j] - y.covariance[i][j]) /
                                      std::sqrt(y.covariance[i][i] * y.covariance[j][j]));
  const double size = y.orthogonal.q11 + y.orthogonal.q22 + 1e-20;
  return std::max({largest, std::abs(x.orthogonal.q11 - y.orthogonal.q11) / size,
                   std::abs(x.orthogonal.q12 - y.orthogonal.q12) / size,
                   std::abs(x.orthogonal.q22 - y.orthogonal.q22) / size});
}

// The difference lies along the second axis, so that the grid's third direction is seen by z alone.
const Means apart{Vector3{0.7, 0.8, 0.4}, Vector3{-0.4, -0.3, 0.4}};
const Means close_by{Vector3{0.05, 0.1, 0.9}, Vector3{-0.1, 0.02, 0.9}};
const Means in_line{Vector3{1.1, 0.0, 0.0}, Vector3{-0.6, 0.0, 0.0}};

struct Case {
  Problem problem;
  double temperature;
};

std::vector<Case> cases() {
  std::vector<Case> list;
  for (const auto estimator : {Estimator::path, Estimator::total})
    for (const auto variance : {Variance::matched, Variance::fixed})
      for (const auto path : {AnnealingPath::power, AnnealingPath::bridge})
        for (const double component_weight : {0.5, 0.3}) {
          Problem problem;
          problem.target = {.separation = 2.0, .weight = component_weight, .dimension = 3};
          problem.family.weights = {component_weight, 1.0 - component_weight};
          problem.family.variance = variance;
          problem.annealing.path = path;
          problem.noise = {.step = 0.01, .batch = 3, .estimator = estimator};
          if (component_weight != 0.5) problem.annealing.objective = Objective::free_energy;
          list.push_back({problem, 2.0});
        }
  Case steep = list.back();
  steep.problem.target.separation = 20.0;
  steep.temperature = 25.0;
  list.push_back(steep);
  return list;
}

}  // namespace

TEST_CASE("covariance and second moment are those of a grid of samples") {
  for (Case item : cases()) {
    const Coefficients c = coefficients_at_temperature(item.problem, item.temperature);
    for (const Means& mu : {apart, close_by, in_line}) {
      CAPTURE(item.problem.target.separation);
      const GradientMoments expected = grid_moments(item.problem, c, mu);
      item.problem.noise.step = 0.0;  // the grid knows nothing of g_i.g_j
      // Statistics that cannot move have no scale: the in-line case is checked on overlaps alone.
      GradientMoments actual = gradient_moments(item.problem, c, summarise(mu));
      GradientMoments fast = fast_gradient_moments(item.problem, c, summarise(mu));
      GradientMoments scaled = expected;
      for (std::size_t i = 0; i < 5; ++i)
        if (expected.covariance[i][i] < 1e-20)
          for (GradientMoments* m : {&actual, &fast, &scaled}) {
            CHECK(m->covariance[i][i] < 1e-20);
            m->covariance[i] = {};
            for (auto& row : m->covariance) row[i] = 0.0;
            m->covariance[i][i] = 1.0;
          }
      CHECK(discrepancy(actual, scaled) <= 1e-9);
      CHECK(discrepancy(fast, scaled) <= 5e-3);
    }
  }
}

TEST_CASE("the comparison rejects a dropped cross term and the other estimator") {
  Case item = cases()[8];
  REQUIRE(item.problem.noise.estimator == Estimator::total);
  item.problem.noise.step = 0.0;
  const Coefficients c = coefficients_at_temperature(item.problem, item.temperature);
  const GradientMoments actual = gradient_moments(item.problem, c, summarise(apart));
  CHECK(discrepancy(actual, grid_moments(item.problem, c, apart)) <= 1e-9);
  CHECK(discrepancy(actual, grid_moments(item.problem, c, apart, Mistake::no_cross_term)) > 1e-2);
  item.problem.noise.estimator = Estimator::path;
  CHECK(discrepancy(actual, grid_moments(item.problem, c, apart)) > 1e-2);
}

TEST_CASE("the flow among the moments is (F3), (F4)") {
  for (const Case& item : cases()) {
    const Coefficients c = coefficients_at_temperature(item.problem, item.temperature);
    const SummaryState state = summarise(apart);
    const SummaryState flow =
        summary_flow(c, item.problem.family, item.problem.target.separation, state);
    const SummaryState fast = fast_gradient_moments(item.problem, c, state).flow;
    for (std::size_t k = 0; k < 2; ++k)
      CHECK_ABSOLUTE(fast.overlap[k], flow.overlap[k], rounding * c.speed * 50.0);
    CHECK_ABSOLUTE(fast.q11, flow.q11, rounding * c.speed);
    CHECK_ABSOLUTE(fast.q12, flow.q12, rounding * c.speed);
    CHECK_ABSOLUTE(fast.q22, flow.q22, rounding * c.speed);
  }
}

TEST_CASE("step-size drift: equal weights give (N4')") {
  for (const auto variance : {Variance::matched, Variance::fixed})
    for (const auto estimator : {Estimator::path, Estimator::total}) {
      Problem problem;
      problem.target = {.separation = 3.0, .dimension = 400};
      problem.family.variance = variance;
      problem.annealing.objective = Objective::free_energy;
      problem.noise = {.step = 0.02, .batch = 4, .estimator = estimator};
      const Coefficients c = coefficients_at_temperature(problem, 5.0);
      const SummaryState state = summarise(apart);
      const GramRate rate = step_size_drift(problem, c, state);
      const double s = c.sigma, a0 = variance == Variance::matched ? 0.0 : (0.2 - 1.0) * s;
      const double twice_r_less_1 =
          1.0 - 2.0 * self_responsibility_complement(std::sqrt(state.squared_distance()) / s);
      const double bracket =
          a0 * a0 +
          (estimator == Estimator::path ? 0.0 : (2.0 * a0 / s + 1.0 / (s * s)) * twice_r_less_1);
      CHECK_RELATIVE(rate.q11 - 2.0 * rate.q12 + rate.q22, 25.0 * 0.02 * 399.0 / 8.0 * bracket,
                     1e-12);
    }
}

TEST_CASE("step-size drift: the part of E g_i.g_j that grows with d, for any weights") {
  for (Case item : cases()) {
    const Coefficients c = coefficients_at_temperature(item.problem, item.temperature);
    const SummaryState state = summarise(apart);
    item.problem.target.dimension = 1000.0;
    const GramRate less = gradient_moments(item.problem, c, state).orthogonal;
    item.problem.target.dimension = 2000.0;
    const GramRate more = gradient_moments(item.problem, c, state).orthogonal;
    item.problem.target.dimension = 1001.0;
    const GramRate rate = step_size_drift(item.problem, c, state);
    const double eta = item.problem.noise.step;
    CHECK_ABSOLUTE(rate.q11, eta * (more.q11 - less.q11), 1e-8 * (rate.q11 + rate.q22));
    CHECK_ABSOLUTE(rate.q12, eta * (more.q12 - less.q12), 1e-8 * (rate.q11 + rate.q22));
    CHECK_ABSOLUTE(rate.q22, eta * (more.q22 - less.q22), 1e-8 * (rate.q11 + rate.q22));
    item.problem.noise.step = 0.0;
    CHECK(step_size_drift(item.problem, c, state).q11 == 0.0);
  }
}

TEST_CASE("the flow with a step size carries the drift, and only with one") {
  Problem problem;
  problem.target = {.separation = 3.0, .dimension = 1000};
  problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 4.0};
  const SummaryState start = summarise(apart);
  constexpr double time = 1e-3;  // short: the change is the rate times the time
  const auto end = [&] {
    return integrate_flow(problem, start, time, {}, Tolerances{}).final_state;
  };
  problem.noise = {.step = 0.0, .batch = 1, .estimator = Estimator::total};
  const SummaryState without = end();
  problem.noise.step = 0.01;
  const SummaryState with = end();
  const GramRate rate = step_size_drift(problem, coefficients_at(problem, 0.0), start);
  CHECK_RELATIVE(with.q11 - without.q11, time * rate.q11, 1e-3);
  CHECK_RELATIVE(with.q12 - without.q12, time * rate.q12, 1e-2);
  CHECK_RELATIVE(with.q22 - without.q22, time * rate.q22, 1e-3);
}

TEST_CASE("steep and extreme states give finite, positive semidefinite covariances") {
  // Rounding of expectations of order 1, times eta d = 1e4 in the rows of Q.
  constexpr double rounding_slack = 1e-12;
  for (const double R : {0.5, 3.0, 30.0})
    for (const double T : {1.0, 30.0, 1000.0})
      for (const double scale : {0.0, 1e-12, 1e-3, 1.0, 1e3})
        for (const auto estimator : {Estimator::path, Estimator::total}) {
          Problem problem;
          problem.target = {.separation = R, .weight = 0.5, .dimension = 1e6};
          problem.noise = {.step = 0.01, .batch = 1, .estimator = estimator};
          const Coefficients c = coefficients_at_temperature(problem, T);
          const SummaryState state{
              {0.3 * scale, -0.2 * scale}, scale * scale, 0.1 * scale * scale, 0.9 * scale * scale};
          for (const auto& moments :
               {gradient_moments(problem, c, state), fast_gradient_moments(problem, c, state)})
            for (std::size_t i = 0; i < 5; ++i)
              for (std::size_t j = 0; j < 5; ++j) {
                const double bound = std::sqrt(moments.covariance[i][i] * moments.covariance[j][j]);
                REQUIRE(std::isfinite(moments.covariance[i][j]));
                REQUIRE(std::abs(moments.covariance[i][j]) <= bound * 1.01 + rounding_slack);
              }
        }
}
