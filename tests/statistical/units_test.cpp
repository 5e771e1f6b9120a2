// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// How docs/design.md translates a training on modes of another width: stochastic gradient descent
// written in the units of such a training, against the formula in the units of the program.
#include "annealvi/theory/collapse_probability.hpp"
#include "support/closeness.hpp"
#include "support/statistics.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

struct Training {
  double width = 0.1, half_distance = 0.3;
  int dimension = 10, steps = 1200, runs = 2000;
  double start = 0.03, learning_rate = 0.0005;
  double initial_temperature = 3.0, rate_per_step = 0.01;
};

/// Share of runs with both means on one side: sampled KL of two equal components, variance s^2 T,
/// gradient through the sample, one sample each.
double collapsed_share(const Training& training) {
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal;
  const auto size = static_cast<std::size_t>(training.dimension);
  const double variance = training.width * training.width, a = training.half_distance;
  int collapsed = 0;
  for (int run = 0; run < training.runs; ++run) {
    std::array<std::vector<double>, 2> mean{std::vector<double>(size), std::vector<double>(size)};
    for (auto& mu : mean) {
      for (double& x : mu) x = training.start * normal(generator);
    }
    for (int n = 0; n < training.steps; ++n) {
      const double T = 1.0 + (training.initial_temperature - 1.0) *
                                 std::exp(-training.rate_per_step * static_cast<double>(n));
      auto next = mean;
      for (std::size_t k = 0; k < 2; ++k) {
        double exponent = 0.0, along = 0.0;  // log odds of the other component
        for (std::size_t i = 0; i < size; ++i) {
          const double own = training.width * std::sqrt(T) * normal(generator);
          const double x = mean[k][i] + own, other = x - mean[1 - k][i];
          exponent += (own * own - other * other) / (2.0 * variance * T);
          if (i == 0) along = x;
        }
        const double rho = 1.0 / (1.0 + std::exp(-exponent));  // of the other component
        for (std::size_t i = 0; i < size; ++i) {
          const double pull = i == 0 ? a * std::tanh(a * along / variance) : 0.0;
          const double responsible = (1.0 - rho) * mean[k][i] + rho * mean[1 - k][i];
          next[k][i] -= training.learning_rate * 0.5 * (responsible - pull) / (variance * T);
        }
      }
      mean = next;
    }
    if (mean[0][0] * mean[1][0] > 0.0) ++collapsed;
  }
  return static_cast<double>(collapsed) / training.runs;
}

/// The formula when a step takes the time `step`.
SharpProbability predicted(const Training& training, double step) {
  Problem problem;
  problem.target.separation = training.half_distance / training.width;
  problem.target.dimension = training.dimension;
  problem.family.initial_scale = training.start / training.width;
  problem.annealing.schedule.initial_temperature = training.initial_temperature;
  problem.annealing.schedule.rate = training.rate_per_step / step;
  problem.noise.step = step;
  SharpOptions options;
  options.end_time = training.steps * step;
  return collapse_probability(problem, options);
}

}  // namespace

TEST_CASE("a step of SGD takes the time learning rate over width squared") {
  const Training training;
  const double share = collapsed_share(training);
  const double error = std::sqrt(share * (1.0 - share) / training.runs);
  const auto z_of = [&](double step) {
    const SharpProbability sharp = predicted(training, step);
    return std::abs(z_score(share, error, sharp.probability, sharp.error));
  };
  CHECK(z_of(training.learning_rate / (training.width * training.width)) <= statistical_z);
  // With the learning rate alone, and with one power of the width.
  CHECK(z_of(training.learning_rate) > statistical_z);
  CHECK(z_of(training.learning_rate / training.width) > statistical_z);
}
