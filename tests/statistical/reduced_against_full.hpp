// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Reduced against full SGD: two-sample Kolmogorov-Smirnov on both overlaps, the whole Gram matrix
// and the sign that decides collapse. Steps are large on purpose: the reduction is exact for every
// eta, and a wrong law shows best where the noise is.
#pragma once

#include "annealvi/simulation/run.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace annealvi::test {

struct ReducedCase {
  std::string name;
  RunSetup setup;
};

inline ReducedCase reduced_case(const std::string& name, double dimension, double step, int batch,
                                Estimator estimator, Variance variance) {
  ReducedCase result{.name = name, .setup = {}};
  RunSetup& setup = result.setup;
  setup.seed = 77;
  setup.problem.target.dimension = dimension;
  setup.problem.family.variance = variance;
  setup.problem.annealing.schedule = {.initial_temperature = 4.0, .rate = 0.3};
  setup.problem.noise = {.step = step, .batch = batch, .estimator = estimator};
  setup.end_time = 80.0 * step;
  return result;
}

inline std::vector<ReducedCase> reduced_cases() {
  using enum Estimator;
  using enum Variance;
  std::vector<ReducedCase> cases{
      reduced_case("least dimension, total, B = 1, matched", 5, 0.2, 1, total, matched),
      reduced_case("d = 6, path, B = 1, fixed", 6, 0.2, 1, path, fixed),
      reduced_case("unequal weights and pi, path, B = 4, fixed", 30, 0.3, 4, path, fixed),
      reduced_case("unequal weights and pi, total, B = 1, fixed", 20, 0.1, 1, total, fixed),
      reduced_case("component path, path, B = 1, matched", 100, 0.2, 1, path, matched),
      reduced_case("bridge, free energy, total, B = 4, matched", 300, 0.05, 4, total, matched)};
  for (const std::size_t i : {2U, 3U}) {
    cases[i].setup.problem.target.weight = 0.7;
    cases[i].setup.problem.family.weights = {0.3, 0.7};
  }
  cases[4].setup.problem.annealing.path = AnnealingPath::component;
  cases[5].setup.problem.annealing.path = AnnealingPath::bridge;
  cases[5].setup.problem.annealing.objective = Objective::free_energy;
  return cases;
}

/// Columns m_1, m_2, Q_11, Q_12, Q_22 at each of three times; last, whether m_1 m_2 > 0 at the end.
using Columns = std::array<std::vector<double>, 16>;

inline std::array<double, 3> observed_times(const RunSetup& setup) {
  return {setup.problem.noise.step, 0.25 * setup.end_time, setup.end_time};
}

inline Columns observe(const RunSetup& setup, std::uint64_t runs) {
  Columns columns;
  const auto times = observed_times(setup);
  for (std::uint64_t n = 0; n < runs; ++n) {
    const Run run = simulate_run(setup, n, times);
    std::size_t column = 0;
    for (const TrajectoryPoint& point : run.points) {
      const auto& [overlap, q11, q12, q22] = point.state;
      for (const double x : {overlap[0], overlap[1], q11, q12, q22}) columns[column++].push_back(x);
    }
    const auto& end = run.final_state.overlap;
    columns[column].push_back(end[0] * end[1] > 0.0 ? 1.0 : 0.0);
  }
  return columns;
}

inline double largest_kolmogorov_statistic(const Columns& a, const Columns& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, two_sample_kolmogorov_statistic(a[i], b[i]));
  }
  return largest;
}

/// One wrong alarm in a thousand over all columns of all cases.
inline double reduced_limit() {
  constexpr double false_alarm = 1e-3;
  return kolmogorov_limit_of(reduced_cases().size() * Columns{}.size(), false_alarm);
}

inline void check_reduced_against_full(std::uint64_t runs) {
  for (ReducedCase item : reduced_cases()) {
    item.setup.engine = Engine::full;
    const Columns full = observe(item.setup, runs);
    item.setup.engine = Engine::reduced;
    const double largest = largest_kolmogorov_statistic(observe(item.setup, runs), full);
    CHECK_MESSAGE(largest <= reduced_limit(), item.name << ": " << largest);
  }
}

}  // namespace annealvi::test
