// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "tests/statistical/mixture_against_full.hpp"
#include "simulation/mixture_full.hpp"
#include "tests/support/literal_mixture_sgd.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr std::size_t runs = 2000;

// Short orthogonal parts and a large step: Q consists of the noise that was added to it.
const SummaryState start{.overlap = {0.3, -0.1}, .q11 = 0.09, .q12 = 0.02, .q22 = 0.11};

RunSetup short_setup(GradientNoise noise, Trained trained) {
  RunSetup setup =
      mixture_case("", named_modes(ModeShape::line, 2, 2.0), 2, 6, noise, trained).setup;
  setup.start = start;
  setup.end_time = 20.0 * noise.step;
  return setup;
}

MixtureState statistics_of(const LiteralMixture& literal) {
  MixtureState state{.axes = 1,
                     .overlaps = {literal.means[0][0], literal.means[1][0]},
                     .gram = {},
                     .log_weights = literal.log_weights,
                     .log_sigma = literal.log_sigma};
  for (std::size_t kl = 0; kl < 4; ++kl) {
    const Point &a = literal.means[kl / 2], &b = literal.means[kl % 2];
    state.gram.push_back(inner(a, b) - a[0] * b[0]);
  }
  return state;
}

/// The definitions run after run, with one mistake.
MixtureColumns observe_literal(const RunSetup& setup, MixtureMistake mistake) {
  const MixtureProblem& problem = *setup.mixture;
  const double step = problem.noise.step;
  FullMixtureSgd placed(problem);
  placed.place_start(as_mixture_state(problem, start, 0.0));
  MixtureColumns columns;
  for (std::uint64_t n = 0; n < runs; ++n) {
    LiteralMixture state{.means = {placed.mean(0), placed.mean(1)},
                         .log_weights = placed.state().log_weights,
                         .log_sigma = placed.state().log_sigma};
    std::size_t column = 0;
    std::uint64_t step_number = 0;
    for (const double time : mixture_times(setup)) {
      for (; step_number < static_cast<std::uint64_t>(std::llround(time / step)); ++step_number) {
        const MixtureCoefficients c =
            mixture_coefficients_at(problem, step * static_cast<double>(step_number));
        state.log_sigma = log_sigma_in_force(problem.family, c, state.log_sigma);
        const auto z =
            full_samples({.seed = 99, .run = n, .step = step_number}, 2, problem.noise.batch, 6);
        state = literal_step(problem, state, literal_gradient(problem, c, state, z, mistake));
      }
      state.log_sigma = log_sigma_in_force(problem.family, mixture_coefficients_at(problem, time),
                                           state.log_sigma);
      add_row(columns, column, statistics_of(state));
    }
  }
  return columns;
}

}  // namespace

TEST_CASE("reduced and full SGD of mixtures agree in distribution") {
  check_mixtures_against_full(runs);
}

TEST_CASE("reduced SGD agrees with the definitions, and not with a mistake in them") {
  struct Control {
    RunSetup setup;
    MixtureMistake mistake;
  };
  const Control controls[]{
      {short_setup({.step = 0.3, .batch = 2, .estimator = Estimator::total},
                   {true, Variance::trained}),
       MixtureMistake::no_squared_norm},
      {short_setup({.step = 0.3, .batch = 2, .control_variate = false}, {true, Variance::fixed}),
       MixtureMistake::no_squared_norm},
      {short_setup({.step = 0.3, .batch = 1, .estimator = Estimator::total},
                   {true, Variance::matched}),
       MixtureMistake::no_score}};
  for (const auto& [setup, mistake] : controls) {
    RunSetup reduced = setup;
    reduced.engine = Engine::reduced;
    const MixtureColumns columns = observe(reduced, runs);
    CHECK(largest_kolmogorov_statistic(columns, observe_literal(setup, MixtureMistake::none)) <=
          mixture_limit());
    CHECK(largest_kolmogorov_statistic(columns, observe_literal(setup, mistake)) > mixture_limit());
  }
}

TEST_CASE("the same test rejects the reduced engine with a degree of freedom too many or too few") {
  // Matched variance and the control variate: d enters through the noise outside the frame alone.
  RunSetup setup = short_setup({.step = 0.5, .batch = 1, .estimator = Estimator::total},
                               {true, Variance::matched});
  setup.engine = Engine::full;
  const MixtureColumns full = observe(setup, runs);
  setup.engine = Engine::reduced;
  for (const double dimension : {5.0, 6.0, 7.0}) {
    CAPTURE(dimension);
    setup.mixture->dimension = dimension;
    const double largest = largest_kolmogorov_statistic(observe(setup, runs), full);
    CHECK((largest <= mixture_limit()) == (dimension == 6.0));
  }
}

namespace {

/// m_1, m_2, Q_11, Q_12, Q_22 at three times, of either description of the pair.
MixtureColumns observe_pair(const RunSetup& setup) {
  const double step = setup.problem.noise.step;
  const std::array<double, 3> times{step, 0.25 * setup.end_time, setup.end_time};
  MixtureColumns columns(15);
  for (std::uint64_t n = 0; n < runs; ++n) {
    const Run run = simulate_run(setup, n, times);
    std::size_t column = 0;
    const auto add = [&](double m1, double m2, double q11, double q12, double q22) {
      for (const double x : {m1, m2, q11, q12, q22}) columns[column++].push_back(x);
    };
    for (const auto& [time, temperature, state] : run.points)
      add(state.overlap[0], state.overlap[1], state.q11, state.q12, state.q22);
    for (const auto& [time, temperature, state] : run.mixture_points)
      add(state.overlaps[0], state.overlaps[1], state.inner(0, 0), state.inner(0, 1),
          state.inner(1, 1));
  }
  return columns;
}

}  // namespace

TEST_CASE("engines of mixtures and of the pair agree in distribution") {
  for (const Engine engine : {Engine::reduced, Engine::full}) {
    for (const Estimator estimator : {Estimator::path, Estimator::total}) {
      RunSetup setup;
      setup.engine = engine;
      setup.problem.target = {.separation = 2.0, .weight = 0.6, .dimension = 40};
      setup.problem.family = {
          .variance = Variance::fixed, .weights = {0.4, 0.6}, .initial_scale = {}};
      setup.problem.annealing.schedule = {.initial_temperature = 4.0, .rate = 0.3};
      setup.problem.noise = {.step = 0.1, .batch = 2, .estimator = estimator};
      setup.end_time = 4.0;
      setup.span = {.error = 1e-2, .most_nodes = 64};
      const MixtureColumns pair = observe_pair(setup);
      setup.mixture = as_mixture(setup.problem);
      CHECK(largest_kolmogorov_statistic(observe_pair(setup), pair) <= mixture_limit());
    }
  }
}
