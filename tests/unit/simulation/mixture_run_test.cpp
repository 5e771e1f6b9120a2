// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/ensemble.hpp"
#include "simulation/engines.hpp"
#include "simulation/mixture_reduced.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// Two modes, two components, weights and variance trained; cold enough to collapse now and then.
RunSetup pair_setup(Engine engine) {
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::line, 2, 3.0);
  problem.modes.weights = {0.7, 0.3};
  problem.dimension = 20;
  problem.family.train_weights = true;
  problem.family.variance = Variance::trained;
  problem.annealing.schedule = {.initial_temperature = 1.5, .rate = 0.5};
  problem.noise.step = 0.05;
  RunSetup setup;
  setup.mixture = problem;
  setup.engine = engine;
  setup.seed = 4;
  setup.end_time = 20.0;
  setup.tolerances = {.relative = 1e-6, .absolute = 1e-9};
  setup.span = {.error = 1e-4, .most_nodes = 256};
  return setup;
}

constexpr Engine engines[]{Engine::flow, Engine::full, Engine::reduced};

double sum_of_weights(const MixtureState& state) {
  double sum = 0.0;
  for (const double log_weight : state.log_weights) sum += std::exp(log_weight);
  return sum;
}

std::string refusal(const RunSetup& setup) {
  try {
    (void)simulate_run(setup, 0);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

bool same(const MixtureTally::Average& a, const MixtureTally::Average& b) {
  return a.mean == b.mean && a.standard_error == b.standard_error;
}

}  // namespace

TEST_CASE("the engine reduced asks while it makes the draws of one large step") {
  RunSetup setup = pair_setup(Engine::reduced);
  setup.mixture->noise.batch = 1 << 20;  // 6 times 2^20 normals in parts of 2^20
  int asked = 0;
  const auto stopped = simulate_run_until(setup, 0, {}, [&asked](double) { return ++asked > 7; });
  CHECK(!stopped);
  CHECK(asked == 8);
  const RandomKey key{.seed = 1, .stream = ReducedMixtureSgd::noise_stream};
  ReducedMixtureSgd sgd(*setup.mixture);
  sgd.draw_start(1, 0);
  const MixtureCoefficients coefficients = mixture_coefficients_at(*setup.mixture, 0.0);
  const auto asked_in_step = [&](int most) {
    int count = 0;
    const std::function<bool()> stop = [&] { return ++count > most; };
    try {
      sgd.step(coefficients, key, &stop);
    } catch (const Stopped&) {
    }
    return count;
  };
  // Whatever was stopped is not taken for draws of this key: they are made again.
  CHECK(asked_in_step(2) == 3);
  const int all = asked_in_step(1000);
  CHECK(all >= 7);
  CHECK(asked_in_step(1000) < all);  // now they are there
}

TEST_CASE("every engine asks on the way whether to stop") {
  for (const Engine engine : engines) {
    const RunSetup setup = pair_setup(engine);
    int asked = 0;
    const auto stopped = simulate_run_until(setup, 0, {}, [&asked](double) { return ++asked > 5; });
    CHECK(!stopped);
    CHECK(asked == 6);
    CHECK(simulate_run_until(setup, 0, {}, [](double) { return false; }));
  }
}

TEST_CASE("ensembles of mixtures do not depend on threads, and their counts add up") {
  for (const Engine engine : engines) {
    const RunSetup setup = pair_setup(engine);
    EnsembleOptions options{.runs = engine == Engine::flow ? 40U : 300U};
    options.threads = 1;
    const EnsembleResult one = run_ensemble(setup, options);
    options.threads = 2;
    const EnsembleResult two = run_ensemble(setup, options);
    REQUIRE(one.mixture);
    REQUIRE(two.mixture);
    const MixtureTally &a = *one.mixture, &b = *two.mixture;
    CHECK(one.collapsed == two.collapsed);
    CHECK(a.covered == b.covered);
    CHECK(same(a.objective, b.objective));
    CHECK(same(a.effective_sample_size, b.effective_sample_size));
    CHECK(same(a.mode_weight_error, b.mode_weight_error));
    CHECK(same(a.entropic_coverage, b.entropic_coverage));
    CHECK(same(a.alignment_time, b.alignment_time));
    CHECK(same(a.vanishing_time, b.vanishing_time));

    CHECK(one.collapsed > 0);
    CHECK(a.mean_alignment + a.vanishing_weight == one.collapsed);
    CHECK(std::accumulate(a.covered.begin(), a.covered.end(), std::uint64_t{0}) == one.runs);
    // Recovered is: both modes covered.
    CHECK(a.covered.at(2) >= one.recovered);
    CHECK(a.objective.mean > 0.0);
    CHECK(a.objective.standard_error > 0.0);
    CHECK(a.effective_sample_size.mean > 0.0);
    CHECK(a.effective_sample_size.mean <= 1.0);
  }
}

TEST_CASE("averages of the tally are those of the runs") {
  const RunSetup setup = pair_setup(Engine::reduced);
  std::vector<double> objective, alignment;
  for (std::uint64_t n = 0; n < 50; ++n) {
    const Run run = simulate_run(setup, n);
    REQUIRE(run.mixture_end);
    objective.push_back(run.mixture_end->objective);
    if (run.outcome == Outcome::collapsed &&
        run.mixture_end->loss->mechanism == Mechanism::mean_alignment)
      alignment.push_back(run.mixture_end->loss->time);
  }
  const EnsembleResult result = run_ensemble(setup, {.runs = 50, .threads = 1});
  const auto [mean, error] = mean_and_error(objective);
  CHECK_RELATIVE(result.mixture->objective.mean, mean, rounding);
  CHECK_RELATIVE(result.mixture->objective.standard_error, error, 1e-12);
  REQUIRE(alignment.size() == result.mixture->mean_alignment);
  REQUIRE(alignment.size() > 1);
  CHECK_RELATIVE(result.mixture->alignment_time.mean, mean_and_error(alignment).mean, rounding);
}

TEST_CASE("weights sum to 1 and a weight that goes to 0 stays finite") {
  for (const Engine engine : engines) {
    RunSetup setup = pair_setup(engine);
    MixtureProblem& problem = *setup.mixture;
    problem.family.weight_rate = 10.0;  // weights settle long before the means
    problem.annealing.schedule.initial_temperature = 1.0;
    problem.noise.estimator = Estimator::total;
    problem.noise.step = 0.02;
    for (const double smallest : {0.5, 1e-12, 1e-300}) {
      CAPTURE(smallest);
      problem.family.weights = {1.0 - smallest, smallest};
      const std::vector<double> times{0.0, 1.0, 7.0, setup.end_time};
      const Run run = simulate_run(setup, 2, times);
      REQUIRE(run.failure == "");
      REQUIRE(run.mixture_points.size() == times.size());
      for (const MixturePoint& point : run.mixture_points) {
        CHECK_ABSOLUTE(sum_of_weights(point.state), 1.0, rounding);
        for (const double x : point.state.log_weights) CHECK(std::isfinite(x));
        for (const double x : point.state.overlaps) CHECK(std::isfinite(x));
      }
      if (smallest < 0.5) {
        REQUIRE(run.mixture_end->loss);
        CHECK(run.mixture_end->loss->mechanism == Mechanism::vanishing_weight);
      }
    }
  }
}

TEST_CASE("points of SGD stand at the nearest steps, with the variance in force there") {
  RunSetup setup = pair_setup(Engine::reduced);
  setup.mixture->family.variance = Variance::matched;
  setup.end_time = 1.04;  // 21 steps, the last one too long
  const std::vector<double> times{0.0, 0.12, 0.12, 1.0, 1.04};
  const Run run = simulate_run(setup, 0, times);
  CHECK(run.steps == 21);
  REQUIRE(run.mixture_points.size() == times.size());
  const double expected[]{0.0, 0.1, 0.1, 1.0, 1.04};
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto& [time, temperature, state] = run.mixture_points[i];
    CHECK_ABSOLUTE(time, expected[i], rounding);
    CHECK(temperature == setup.mixture->annealing.schedule.temperature(time));
    CHECK_ABSOLUTE(state.log_sigma, 0.5 * std::log(temperature), rounding);
  }
  CHECK(run.mixture_end->state.overlaps == run.mixture_points.back().state.overlaps);
}

TEST_CASE("the flow of a mixture continues the flow of the pair") {
  RunSetup setup;
  setup.problem.target = {.separation = 2.5, .weight = 0.6, .dimension = 50};
  setup.problem.annealing.schedule = {.initial_temperature = 3.0, .rate = 0.5};
  setup.start = SummaryState{.overlap = {0.3, -0.1}, .q11 = 0.9, .q12 = 0.2, .q22 = 1.1};
  setup.end_time = 10.0;
  const SummaryState expected = simulate_run(setup, 0).final_state;
  setup.mixture = as_mixture(setup.problem);
  const MixtureState actual = simulate_run(setup, 0).mixture_end->state;
  CHECK_ABSOLUTE(actual.overlaps[0], expected.overlap[0], 1e-8);
  CHECK_ABSOLUTE(actual.overlaps[1], expected.overlap[1], 1e-8);
  CHECK_ABSOLUTE(actual.inner(0, 1), expected.q12, 1e-8);
}

TEST_CASE("starts have the law of Gaussian means for every number of dimensions") {
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::ring, 3, 1.0);
  problem.family.weights = {0.25, 0.25, 0.25, 0.25};
  problem.family.initial_scale = 0.5;
  for (const double dimension : {2.0, 3.0, 5.0, 1000.0}) {
    CAPTURE(dimension);
    problem.dimension = dimension;
    const double outside = dimension - 2.0;
    std::vector<double> squared_overlap, length, product_squared;
    for (std::uint64_t n = 0; n < 4000; ++n) {
      const MixtureState state = draw_start(problem, 9, n);
      squared_overlap.push_back(state.overlap(3, 1) * state.overlap(3, 1));
      length.push_back(state.inner(3, 3));
      product_squared.push_back(state.inner(1, 2) * state.inner(1, 2));
    }
    const auto check = [](const std::vector<double>& sample, double expected) {
      const auto [mean, error] = mean_and_error(sample);
      if (expected == 0.0) {
        CHECK(mean == 0.0);
      } else {
        CHECK_Z(z_score(mean, error, expected));
      }
    };
    check(squared_overlap, 0.25);
    check(length, 0.25 * outside);
    check(product_squared, 0.0625 * outside);
  }
  // One dimension without modes: four means on a line.
  problem.dimension = 3;
  const MixtureState line = draw_start(problem, 9, 0);
  CHECK_RELATIVE(line.inner(0, 3) * line.inner(0, 3), line.inner(0, 0) * line.inner(3, 3),
                 rounding);
}

TEST_CASE("runs of mixtures say what they refuse and why they fail") {
  RunSetup setup = pair_setup(Engine::sde);
  setup.mixture->modes.positions = {{3.0}, {-2.0}};
  CHECK(refusal(setup).find("engine sde takes two components") != std::string::npos);
  setup = pair_setup(Engine::sde);
  setup.sde.scheme = SdeScheme::weak2;
  CHECK(refusal(setup).find("the scheme of weak order 2 takes") != std::string::npos);
  setup.engine = Engine::reduced;
  setup.mixture->noise.step = 0.0;
  CHECK(refusal(setup).find("sgd.step > 0") != std::string::npos);
  setup.mixture->noise.step = 0.1;
  setup.mixture->dimension = 1e14;
  CHECK(refusal(setup).find("up to 1e13") != std::string::npos);
  setup.mixture->dimension = 0.0;
  CHECK(refusal(setup).find("dimension") != std::string::npos);
  setup.mixture->dimension = 2;
  setup.start = SummaryState{.overlap = {0.3, -0.1}, .q11 = 0.9, .q12 = 0.2, .q22 = 1.1};
  CHECK(refusal(setup).find("target.dimension >= 3") != std::string::npos);
  setup.start->q12 = 5.0;
  CHECK(refusal(setup).find("positive semidefinite") != std::string::npos);
  setup.mixture->family.weights = {0.5, 0.25, 0.25};
  CHECK(refusal(setup).find("two components") != std::string::npos);

  for (const Engine engine : {Engine::full, Engine::reduced}) {
    RunSetup wild = pair_setup(engine);
    wild.mixture->noise.step = 30.0;
    wild.end_time = 30000.0;
    const Run run = simulate_run(wild, 0);
    CHECK(run.failure.find("diverged in step") != std::string::npos);
    CHECK(run.failure.find("sgd.step = 30 is too large") != std::string::npos);
    CHECK(!run.mixture_end);
  }
}
