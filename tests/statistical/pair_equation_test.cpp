// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Engine sde with trained weights and a trained variance against engine reduced: means and
// variances of overlaps, weights and sigma along the run.
#include "annealvi/simulation/run.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

RunSetup trained(Engine engine, double weight_rate) {
  RunSetup setup;
  setup.mixture = MixtureProblem{.modes = {{{3.0}, {-3.0}}, {0.6, 0.4}}, .dimension = 50};
  setup.mixture->family = {.weights = {0.5, 0.5},
                           .train_weights = true,
                           .weight_rate = weight_rate,
                           .variance = Variance::trained};
  setup.mixture->annealing.schedule = {.initial_temperature = 5.0, .rate = 0.2};
  setup.mixture->noise = {.step = 0.02, .batch = 1};
  setup.engine = engine;
  setup.end_time = 5.0;
  return setup;
}

using Columns = std::vector<std::vector<double>>;

/// m_1^2 + m_2^2, m_1 m_2, log(w_1/w_2)^2, log sigma at t = 2.5 and 5.
Columns columns_of(const RunSetup& setup, std::uint64_t first, std::uint64_t runs) {
  Columns columns(8);
  const std::vector<double> times{2.5, 5.0};
  for (std::uint64_t n = first; n < first + runs; ++n) {
    const Run run = simulate_run(setup, n, times);
    std::size_t i = 0;
    for (const MixturePoint& point : run.mixture_points) {
      const auto& m = point.state.overlaps;
      const double odds = point.state.log_weights[0] - point.state.log_weights[1];
      for (const double value :
           {m[0] * m[0] + m[1] * m[1], m[0] * m[1], odds * odds, point.state.log_sigma})
        columns[i++].push_back(value);
    }
  }
  return columns;
}

double largest_z(const Columns& x, const Columns& y) {
  double largest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto a = mean_and_error(x[i]), b = mean_and_error(y[i]);
    largest = std::max(largest,
                       std::abs(a.mean - b.mean) / std::hypot(a.standard_error, b.standard_error));
  }
  return largest;
}

}  // namespace

TEST_CASE("trained weights and variance: the stochastic equation has the means of reduced SGD") {
  constexpr std::uint64_t runs = 150;
  const Columns reduced = columns_of(trained(Engine::reduced, 1.0), 10'000, 8 * runs);
  const Columns equation = columns_of(trained(Engine::sde, 1.0), 0, runs);
  // Eight comparisons: false alarm below 5e-4.
  CHECK(largest_z(reduced, equation) < 4.0);
  // Negative control: weights that train five times as fast.
  CHECK(largest_z(reduced, columns_of(trained(Engine::sde, 5.0), 0, runs)) > 4.0);
}

TEST_CASE("what the stochastic equation does not take is refused") {
  RunSetup setup = trained(Engine::sde, 1.0);
  setup.mixture->noise.control_variate = false;
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
  setup = trained(Engine::sde, 1.0);
  setup.mixture->modes.positions = {{3.0}, {-2.0}};
  CHECK_THROWS_AS((void)simulate_run(setup, 0), std::invalid_argument);
}
