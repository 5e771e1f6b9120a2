// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Engine sde: against the simulator in mean and variance, its orders on the equation of the summary
// statistics, and what every engine must keep.
#include "annealvi/simulation/ensemble.hpp"
#include "simulation/summary_equation.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

RunSetup setup_for(double dimension, Estimator estimator, Variance variance) {
  RunSetup setup;
  setup.problem.target = {.separation = 3.0, .dimension = dimension};
  setup.problem.family.variance = variance;
  setup.problem.annealing.schedule = {.initial_temperature = 5.0, .rate = 0.2};
  setup.problem.noise = {.step = 0.04, .batch = 1, .estimator = estimator};
  setup.engine = Engine::sde;
  setup.end_time = 6.0;
  setup.start = SummaryState{.overlap = {0.1, -0.05}, .q11 = 1.0, .q12 = 0.1, .q22 = 0.9};
  return setup;
}

using Columns = std::vector<std::vector<double>>;

/// (m_1, m_2, m_1 m_2, Q_11, Q_12, Q_22) at t = 2 and t = 6, one row of values each.
Columns columns_of(const RunSetup& setup, std::uint64_t runs) {
  Columns columns(12);
  const std::vector<double> times{2.0, 6.0};
  for (std::uint64_t n = 0; n < runs; ++n) {
    const Run run = simulate_run(setup, n, times);
    std::size_t i = 0;
    for (const TrajectoryPoint& point : run.points) {
      const auto& [m, q11, q12, q22] = point.state;
      for (const double value : {m[0], m[1], m[0] * m[1], q11, q12, q22})
        columns[i++].push_back(value);
    }
  }
  return columns;
}

/// Largest |z| of means and of variances, 24 numbers.
double largest_z(const Columns& x, const Columns& y) {
  double largest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto mean_x = mean_and_error(x[i]), mean_y = mean_and_error(y[i]);
    const auto squares = [](const std::vector<double>& sample, double mean) {
      std::vector<double> result;
      for (const double value : sample) result.push_back((value - mean) * (value - mean));
      return mean_and_error(result);
    };
    const auto variance_x = squares(x[i], mean_x.mean), variance_y = squares(y[i], mean_y.mean);
    for (const auto& [a, b] : {std::pair{mean_x, mean_y}, std::pair{variance_x, variance_y}})
      largest =
          std::max(largest, std::abs(z_score(a.mean, a.standard_error, b.mean, b.standard_error)));
  }
  return largest;
}

constexpr std::uint64_t runs = 1500;

}  // namespace

TEST_CASE("means and variances are those of exact reduced SGD") {
  struct Case {
    double dimension;
    Estimator estimator;
    Variance variance;
  };
  for (const auto& [dimension, estimator, variance] :
       {Case{5.0, Estimator::path, Variance::matched},
        Case{300.0, Estimator::path, Variance::fixed},
        Case{300.0, Estimator::total, Variance::matched}}) {
    CAPTURE(dimension);
    RunSetup setup = setup_for(dimension, estimator, variance);
    // eta d = 3: the random part of eta^2 g_i.g_j is as large as the rest of the noise of Q.
    if (estimator == Estimator::total) setup.problem.noise.step = 0.01;
    const Columns sde = columns_of(setup, runs);
    setup.engine = Engine::reduced;
    CHECK_Z(largest_z(sde, columns_of(setup, runs)));
  }
}

TEST_CASE("the same comparison rejects half the noise and a missing step-size drift") {
  RunSetup setup = setup_for(300.0, Estimator::path, Variance::fixed);
  const Columns sde = columns_of(setup, runs);
  setup.engine = Engine::reduced;
  setup.problem.noise.batch = 2;
  CHECK(largest_z(sde, columns_of(setup, runs)) > 10.0);
  setup.problem.noise.batch = 1;
  setup.problem.target.dimension = 200.0;  // a third of (N4) less
  CHECK(largest_z(sde, columns_of(setup, runs)) > 10.0);
}

namespace {

/// Mean change of a statistic at t = 2 when the step is halved, on the same Brownian paths.
template <class Statistic>
MeanAndError refinement(SdeScheme scheme, double step, Statistic statistic) {
  RunSetup setup = setup_for(20.0, Estimator::path, Variance::matched);
  setup.problem.noise.step = 0.2;
  setup.end_time = 2.0;
  setup.start->overlap = {0.6, -0.3};
  std::vector<double> changes;
  for (std::uint64_t n = 0; n < 800; ++n) {
    setup.sde = {.scheme = scheme, .step = step};
    const double coarse = statistic(simulate_run(setup, n).final_state);
    setup.sde.step = 0.5 * step;
    changes.push_back(coarse - statistic(simulate_run(setup, n).final_state));
  }
  return mean_and_error(changes);
}

template <class Statistic>
double weak_order(SdeScheme scheme, Statistic statistic) {
  return std::log2(refinement(scheme, 0.5, statistic).mean /
                   refinement(scheme, 0.25, statistic).mean);
}

}  // namespace

TEST_CASE("weak orders 1 and 2 on the equation itself, and how much the second order gains") {
  const auto product = [](const SummaryState& state) { return state.q12; };
  const auto overlap = [](const SummaryState& state) { return state.overlap[0]; };
  // Standard errors of the measured orders: 0.03 and 0.2.
  CHECK_ABSOLUTE(weak_order(SdeScheme::euler, overlap), 1.0, 0.15);
  CHECK_ABSOLUTE(weak_order(SdeScheme::weak2, product), 2.0, 0.8);
  CHECK(std::abs(refinement(SdeScheme::weak2, 0.5, overlap).mean) <
        0.15 * std::abs(refinement(SdeScheme::euler, 0.5, overlap).mean));
}

TEST_CASE("the Gram matrix is projected onto positive semidefinite ones") {
  SummaryState inside{.overlap = {1.0, 2.0}, .q11 = 1.0, .q12 = 0.5, .q22 = 0.5};
  CHECK(!project_gram(inside));
  CHECK(inside.q12 == 0.5);
  // Eigenvalues 3 and -1: the nearest matrix keeps 3 (1, 1)(1, 1)^T/2.
  SummaryState outside{.overlap = {1.0, 2.0}, .q11 = 1.0, .q12 = 2.0, .q22 = 1.0};
  CHECK(project_gram(outside));
  CHECK_RELATIVE(outside.q11, 1.5, rounding);
  CHECK_RELATIVE(outside.q12, 1.5, rounding);
  CHECK_RELATIVE(outside.q22, 1.5, rounding);
  CHECK(outside.overlap[1] == 2.0);
  SummaryState negative{.overlap = {}, .q11 = -1.0, .q12 = 0.0, .q22 = -2.0};
  CHECK(project_gram(negative));
  CHECK(negative.q11 == 0.0);
  CHECK(negative.q22 == 0.0);
  SummaryState none;
  CHECK(!project_gram(none));
}

TEST_CASE("projections are counted") {
  // Nearly parallel means and large steps.
  RunSetup setup = setup_for(5.0, Estimator::total, Variance::matched);
  setup.problem.noise.step = 0.5;
  setup.start->q12 = 0.9486;
  std::uint64_t projections = 0;
  for (std::uint64_t n = 0; n < 50; ++n) {
    const Run run = simulate_run(setup, n);
    projections += run.projections;
    const auto& [m, q11, q12, q22] = run.final_state;
    CHECK(q11 * q22 - q12 * q12 >= -1e-11 * (q11 + q22) * (q11 + q22));
  }
  CHECK(projections > 0);
  RunSetup small = setup_for(300.0, Estimator::path, Variance::matched);
  CHECK(simulate_run(small, 1).projections == 0);
}

TEST_CASE("random starts in d = 1 and 2 run to the end") {
  for (const double dimension : {1.0, 2.0, 1e12}) {
    RunSetup setup = setup_for(dimension, Estimator::total, Variance::matched);
    setup.start.reset();
    setup.problem.noise.step = std::min(0.04, 1.0 / dimension);
    setup.sde.step = 0.02;
    const Run run = simulate_run(setup, 3);
    CHECK(run.failure.empty());
    CHECK(run.steps == 300);
    if (dimension == 1.0) CHECK(run.final_state.q11 == 0.0);
  }
}

TEST_CASE("an ensemble has the same counts for any number of threads") {
  RunSetup setup = setup_for(50.0, Estimator::path, Variance::matched);
  setup.start.reset();
  setup.end_time = 30.0;
  EnsembleOptions options{.runs = 120, .threads = 1};
  const EnsembleResult one = run_ensemble(setup, options);
  options.threads = 3;
  const EnsembleResult three = run_ensemble(setup, options);
  CHECK(one.collapsed == three.collapsed);
  CHECK(one.recovered == three.recovered);
  CHECK(one.collapsed + one.recovered > 60);
}

TEST_CASE("no noise, no run; too large a step is a failure with its state") {
  RunSetup setup = setup_for(50.0, Estimator::path, Variance::matched);
  setup.problem.noise.step = 0.0;
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
  setup.problem.noise.step = 0.01;
  setup.sde.step = -1.0;
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
  setup.problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.0};
  setup.end_time = 1e5;
  setup.sde.step = 50.0;
  const Run run = simulate_run(setup, 0);
  CHECK(run.failure.find("diverged in step") != std::string::npos);
  CHECK(std::isfinite(run.final_state.q11));
}
