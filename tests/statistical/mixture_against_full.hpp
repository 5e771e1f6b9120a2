// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Engines of mixtures against each other: two-sample Kolmogorov-Smirnov on all overlaps, the Gram
// matrix, trained weights and variance at three times. Steps are large on purpose: the reduction is
// exact for every eta, and a wrong law shows best where the noise is.
#pragma once

#include "annealvi/simulation/run.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace annealvi::test {

struct MixtureCase {
  std::string name;
  RunSetup setup;
};

struct Trained {
  bool weights = true;
  Variance variance = Variance::trained;
};

inline MixtureCase mixture_case(const std::string& name, ModeSet modes, std::size_t components,
                                double dimension, GradientNoise noise, Trained trained) {
  MixtureCase result{.name = name, .setup = {}};
  MixtureProblem problem;
  problem.modes = std::move(modes);
  problem.dimension = dimension;
  problem.family.weights.assign(components, 1.0 / static_cast<double>(components));
  problem.family.train_weights = trained.weights;
  problem.family.variance = trained.variance;
  problem.annealing.schedule = {.initial_temperature = 4.0, .rate = 0.3};
  problem.noise = noise;
  RunSetup& setup = result.setup;
  setup.mixture = problem;
  setup.seed = 78;
  setup.end_time = 40.0 * noise.step;
  setup.span = {.error = 1e-2, .most_nodes = 64};  // what it decides is not compared
  return result;
}

inline std::vector<MixtureCase> mixture_cases() {
  using enum Estimator;
  using enum Variance;
  using enum ModeShape;
  const auto noise = [](double step, int batch, Estimator estimator, bool control_variate) {
    return GradientNoise{
        .step = step, .batch = batch, .estimator = estimator, .control_variate = control_variate};
  };
  const ModeSet pair = named_modes(line, 2, 2.0);
  std::vector<MixtureCase> cases{
      mixture_case("one dimension outside the frame, total", pair, 2, 4,
                   noise(0.2, 1, total, false), {true, trained}),
      mixture_case("fewer dimensions than means, total, B = 4", named_modes(ring, 3, 2.0), 3, 3,
                   noise(0.2, 4, total, true), {true, trained}),
      mixture_case("path, B = 4, no control variate", pair, 2, 30, noise(0.2, 4, path, false),
                   {true, trained}),
      mixture_case("path, fixed variance, no control variate", pair, 3, 300,
                   noise(0.1, 1, path, false), {true, fixed}),
      mixture_case("total, B = 4 above K, variance alone", named_modes(line, 3, 1.5), 2, 50,
                   noise(0.1, 4, total, true), {false, trained}),
      mixture_case("total, B = 3 below K, free energy", named_modes(simplex, 4, 2.0), 4, 60,
                   noise(0.05, 3, total, false), {true, trained}),
      mixture_case("total, B = 4, matched", pair, 2, 20, noise(0.1, 4, total, true),
                   {true, matched}),
      mixture_case("one component", pair, 1, 8, noise(0.2, 2, total, true), {true, trained})};
  cases[2].setup.mixture->modes.weights = {0.3, 0.7};
  cases[2].setup.mixture->family.weights = {0.7, 0.3};
  cases[3].setup.mixture->annealing.path = AnnealingPath::component;
  cases[5].setup.mixture->annealing.path = AnnealingPath::bridge;
  cases[5].setup.mixture->annealing.objective = Objective::free_energy;
  return cases;
}

using MixtureColumns = std::vector<std::vector<double>>;

inline std::array<double, 3> mixture_times(const RunSetup& setup) {
  return {setup.mixture->noise.step, 0.25 * setup.end_time, setup.end_time};
}

/// Overlaps, Gram matrix, log-weights and log sigma of a state, appended to their columns.
inline void add_row(MixtureColumns& columns, std::size_t& column, const MixtureState& state) {
  const auto add = [&](double x) {
    if (column == columns.size()) columns.emplace_back();
    columns[column++].push_back(x);
  };
  for (const double x : state.overlaps) add(x);
  for (std::size_t k = 0; k < state.components(); ++k) {
    for (std::size_t l = k; l < state.components(); ++l) add(state.inner(k, l));
    add(state.log_weights[k]);
  }
  add(state.log_sigma);
}

inline MixtureColumns observe(const RunSetup& setup, std::uint64_t runs) {
  MixtureColumns columns;
  for (std::uint64_t n = 0; n < runs; ++n) {
    const Run run = simulate_run(setup, n, mixture_times(setup));
    REQUIRE(run.failure == "");
    std::size_t column = 0;
    for (const MixturePoint& point : run.mixture_points) add_row(columns, column, point.state);
  }
  return columns;
}

inline double largest_kolmogorov_statistic(const MixtureColumns& a, const MixtureColumns& b) {
  REQUIRE(a.size() == b.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    // Constants, equal to rounding: untrained weights and variance, the rank of a Gram matrix.
    const auto [low, high] = std::ranges::minmax(a[i]);
    if (high - low <= rounding * (1.0 + std::abs(low))) continue;
    largest = std::max(largest, two_sample_kolmogorov_statistic(a[i], b[i]));
  }
  return largest;
}

/// One wrong alarm in a thousand over all columns of all cases, of which there are fewer than 600.
inline double mixture_limit() {
  return kolmogorov_limit_of(600, 1e-3);
}

inline void check_mixtures_against_full(std::uint64_t runs) {
  for (MixtureCase item : mixture_cases()) {
    item.setup.engine = Engine::full;
    const MixtureColumns full = observe(item.setup, runs);
    item.setup.engine = Engine::reduced;
    const double largest = largest_kolmogorov_statistic(observe(item.setup, runs), full);
    CHECK_MESSAGE(largest <= mixture_limit(), item.name << ": " << largest);
  }
}

}  // namespace annealvi::test
