// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What reduced SGD promises besides its law, and its law where that is known in closed form. The
// comparison with full SGD is in tests/statistical.

#include "simulation/sgd_reduced.hpp"

#include "annealvi/simulation/ensemble.hpp"
#include "support/statistics.hpp"

#include <doctest/doctest.h>
#include <boost/math/distributions/chi_squared.hpp>

#include <cmath>
#include <string>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

RunSetup reduced_setup(double dimension, Estimator estimator, Variance variance) {
  RunSetup setup;
  setup.engine = Engine::reduced;
  setup.problem.target.dimension = dimension;
  setup.problem.family.variance = variance;
  setup.problem.noise = {.step = 0.01, .batch = 1, .estimator = estimator};
  setup.end_time = 60.0;
  return setup;
}

bool equal(const SummaryState& a, const SummaryState& b) {
  return a.overlap == b.overlap && a.q11 == b.q11 && a.q12 == b.q12 && a.q22 == b.q22;
}

void check_finite(const Run& run) {
  CHECK(run.failure.empty());
  const auto& [overlap, q11, q12, q22] = run.final_state;
  CHECK(std::isfinite(overlap[0] + overlap[1] + q11 + q12 + q22));
  CHECK(q11 * q22 - q12 * q12 >= -1e-12 * q11 * q22);
}

/// KS statistic of chi^2(dof), by the cube-root law where Boost's series do not end.
double chi_squared_distance(const std::vector<double>& value, double dof) {
  return kolmogorov_statistic(value, [dof](double x) {
    if (dof < 1e6) return boost::math::cdf(boost::math::chi_squared(dof), x);
    const double variance = 2.0 / (9.0 * dof);
    const double z = (std::cbrt(x / dof) - (1.0 - variance)) / std::sqrt(variance);
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
  });
}

}  // namespace

TEST_CASE("one step from Q = 0 gives a Wishart matrix with d - 1 degrees of freedom") {
  // Path, fixed variance, T = 4: mu_k = -eta w_k a0 z_k orthogonal to e, a0 = 1/4 - 1.
  constexpr std::uint64_t runs = 20000;
  for (const double dimension : {5.0, 6.0, 1000.0, 1e12}) {
    CAPTURE(dimension);
    RunSetup setup = reduced_setup(dimension, Estimator::path, Variance::fixed);
    setup.problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 4.0};
    setup.problem.family.weights = {0.3, 0.7};
    setup.problem.noise.step = setup.end_time = 0.5;
    setup.start = SummaryState{};
    const double first = 0.5 * 0.3 * 0.75, second = 0.5 * 0.7 * 0.75, dof = dimension - 1.0;
    std::vector<double> q11, q22, correlation_squared, product;
    for (std::uint64_t n = 0; n < runs; ++n) {
      const SummaryState state = simulate_run(setup, n).final_state;
      q11.push_back(state.q11 / (first * first));
      q22.push_back(state.q22 / (second * second));
      const double q12 = state.q12 / (first * second);
      correlation_squared.push_back(q12 * q12 / dof);
      product.push_back((q11.back() - dof) * (q22.back() - dof) / (2.0 * dof));
    }
    CHECK(chi_squared_distance(q11, dof) <= kolmogorov_limit);
    CHECK(chi_squared_distance(q22, dof) <= kolmogorov_limit);
    // A wrong degree of freedom would be seen where one counts.
    if (dimension < 10.0) CHECK(chi_squared_distance(q11, dof + 1.0) > kolmogorov_limit);
    const auto [mean, error] = mean_and_error(correlation_squared);
    CHECK_Z(z_score(mean, error, 1.0));
    const auto [product_mean, product_error] = mean_and_error(product);
    CHECK_Z(z_score(product_mean, product_error, 0.0));
  }
}

TEST_CASE("path estimator with matched variance: the dimension enters through the start alone") {
  RunSetup setup = reduced_setup(5, Estimator::path, Variance::matched);
  setup.start = SummaryState{.overlap = {0.11, -0.04}, .q11 = 0.98, .q12 = 0.07, .q22 = 1.05};
  const SummaryState state = simulate_run(setup, 3).final_state;
  setup.problem.target.dimension = 1e12;
  CHECK(equal(simulate_run(setup, 3).final_state, state));
}

TEST_CASE("a run is the same alone, watched, shorter, and among others on any thread") {
  for (const Estimator estimator : {Estimator::path, Estimator::total}) {
    RunSetup setup = reduced_setup(50, estimator, Variance::fixed);
    const std::vector<double> times{0.0, 7.77, 30.0};
    const Run watched = simulate_run(setup, 5, times);
    CHECK(equal(simulate_run(setup, 5).final_state, watched.final_state));
    const SummaryState start = draw_start(setup.problem, setup.seed, 5);
    CHECK_ABSOLUTE(watched.points[0].state.q12, start.q12, 1e-14);
    CHECK_ABSOLUTE(watched.points[0].state.overlap[1], start.overlap[1], 1e-14);
    RunSetup shorter = setup;
    shorter.end_time = 7.77;
    CHECK(equal(simulate_run(shorter, 5).final_state, watched.points[1].state));

    EnsembleOptions options;
    options.runs = 300;
    options.threads = 1;
    const EnsembleResult one = run_ensemble(setup, options);
    options.threads = 3;
    const EnsembleResult three = run_ensemble(setup, options);
    CHECK(one.collapsed == three.collapsed);
    CHECK(one.recovered == three.recovered);
    CHECK(one.same_sign == three.same_sign);
  }
}

TEST_CASE("steps in any order of runs draw the same numbers") {
  const Problem problem = reduced_setup(50, Estimator::total, Variance::fixed).problem;
  const auto after_step = [&](ReducedSgd& sgd, std::uint64_t run, std::uint64_t step) {
    sgd.draw_start(1, run);
    sgd.step(coefficients_at(problem, 0.0),
             {.stream = ReducedSgd::noise_stream, .run = run, .step = step});
    return sgd.statistics();
  };
  ReducedSgd fresh(problem), used(problem);
  const SummaryState expected = after_step(fresh, 7, 1000);
  (void)after_step(used, 8, 1000);
  (void)after_step(used, 7, 0);
  CHECK(equal(after_step(used, 7, 1000), expected));
}

TEST_CASE("degenerate starts: no orthogonal part, coincident components, rank one") {
  const SummaryState starts[] = {{.overlap = {0.1, -0.1}},
                                 {.overlap = {0.2, 0.2}, .q11 = 0.7, .q12 = 0.7, .q22 = 0.7},
                                 {.overlap = {0.0, 0.0}, .q11 = 0.0, .q12 = 0.0, .q22 = 0.25},
                                 {.overlap = {0.3, -0.2}, .q11 = 0.64, .q12 = -0.4, .q22 = 0.25}};
  for (const SummaryState& start : starts) {
    for (const Estimator estimator : {Estimator::path, Estimator::total}) {
      for (const Variance variance : {Variance::matched, Variance::fixed}) {
        for (const double first_weight : {0.5, 0.2}) {
          RunSetup setup = reduced_setup(20, estimator, variance);
          setup.problem.family.weights = {first_weight, 1.0 - first_weight};
          setup.start = start;
          const Run run = simulate_run(setup, 1, std::vector{0.0});
          CHECK_ABSOLUTE(run.points[0].state.q11, start.q11, 1e-15);
          CHECK_ABSOLUTE(run.points[0].state.q12, start.q12, 1e-15);
          CHECK_ABSOLUTE(run.points[0].state.q22, start.q22, 1e-15);
          check_finite(run);
        }
      }
    }
  }
}

TEST_CASE("a decayed orthogonal part stays a Gram matrix") {
  for (const double first_weight : {0.5, 0.4}) {
    RunSetup setup = reduced_setup(1000, Estimator::path, Variance::matched);
    setup.problem.family.weights = {first_weight, 1.0 - first_weight};
    setup.problem.annealing.schedule.initial_temperature = 2.0;
    setup.problem.noise.step = 0.1;
    setup.end_time = 4000.0;  // e^-4000 is below the range of numbers
    const Run run = simulate_run(setup, 0);
    check_finite(run);
    CHECK(run.final_state.q11 < 1e-200);
  }
}

TEST_CASE("a step that is too large ends the run with a message that names it") {
  RunSetup setup = reduced_setup(1000, Estimator::total, Variance::matched);
  setup.problem.noise.step = 5.0;
  setup.end_time = 1e5;
  const Run run = simulate_run(setup, 1);
  CHECK(run.outcome == Outcome::undecided);
  CHECK(run.failure.find("reduced SGD diverged in step ") == 0);
  CHECK(run.failure.find("sgd.step = 5 is too large") != std::string::npos);
  CHECK(run.failure.find("nan") == std::string::npos);
  CHECK(run.failure.find("inf") == std::string::npos);
  CHECK(std::isfinite(run.final_state.squared_norm(0) + run.final_state.squared_norm(1)));
}

TEST_CASE("a run that is still diverging at the end time has no outcome either") {
  // eta w H: 2.5 and 1.5, on both sides of the limit 2
  for (const Engine engine : {Engine::full, Engine::reduced}) {
    RunSetup setup = reduced_setup(20, Estimator::path, Variance::matched);
    setup.engine = engine;
    setup.end_time = 100.0;
    setup.problem.noise.step = 5.0;
    const Run run = simulate_run(setup, 1);
    CHECK(run.outcome == Outcome::undecided);
    CHECK(run.failure.find("sgd.step = 5 is too large for the curvature 0.499") !=
          std::string::npos);
    setup.problem.noise.step = 3.0;
    CHECK(simulate_run(setup, 1).failure.empty());
  }
}

TEST_CASE("dimensions that the reduction cannot do are refused with the way out") {
  for (const double dimension : {4.0, 5.5, 1e14}) {
    const RunSetup setup = reduced_setup(dimension, Estimator::path, Variance::matched);
    CHECK_THROWS_WITH_AS((void)simulate_run(setup, 0),
                         "simulate_run: engine reduced needs a whole target.dimension from 5 to "
                         "1e13; engine full takes smaller ones",
                         std::invalid_argument);
  }
}
