// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Moments of a stochastic gradient against the gradients that full SGD draws in d dimensions.
#include "annealvi/dynamics/gradient_noise.hpp"
#include "simulation/sgd_full.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

struct Case {
  std::string name;
  Problem problem;
  double temperature;
  SummaryState state;
};

const SummaryState start{.overlap = {0.7, -0.4}, .q11 = 0.64, .q12 = -0.3, .q22 = 0.35};

std::vector<Case> cases() {
  Problem unequal;
  unequal.target = {.separation = 2.0, .weight = 0.7, .dimension = 5};
  unequal.family.weights = {0.3, 0.7};
  std::vector<Case> list;
  for (const Estimator estimator : {Estimator::path, Estimator::total}) {
    for (const Variance variance : {Variance::matched, Variance::fixed}) {
      unequal.noise = {.step = 1.0, .batch = 2, .estimator = estimator};
      unequal.family.variance = variance;
      list.push_back({"unequal", unequal, 2.5, start});
      Problem bridge = unequal;
      bridge.annealing.path = AnnealingPath::bridge;
      bridge.annealing.objective = Objective::free_energy;
      list.push_back({"bridge free energy", bridge, 2.0, start});
      Problem symmetric = unequal;
      symmetric.family.weights = {0.5, 0.5};
      symmetric.target = {.separation = 5.0, .weight = 0.5, .dimension = 300};
      list.push_back({"symmetric hot", symmetric, 20.0, {{0.3, 0.1}, 1.1, 0.1, 0.9}});
    }
  }
  return list;
}

/// Repetitions of (g_k.e, g_i.mu_j + g_j.mu_i, g_i.g_j), the last two orthogonal to e.
using Draw = std::array<double, 8>;
std::vector<Draw> draw_gradients(const Case& item, std::size_t repetitions) {
  const Coefficients c = coefficients_at_temperature(item.problem, item.temperature);
  std::vector<Draw> draws(repetitions);
  FullSgd sgd(item.problem);
  for (std::size_t n = 0; n < repetitions; ++n) {
    sgd.place_start(item.state);
    const std::array old{sgd.mean(0), sgd.mean(1)};
    sgd.step(c, {.stream = RandomStream::gradient_noise, .step = n});
    const std::array fresh{sgd.mean(0), sgd.mean(1)};
    Draw& draw = draws[n];
    for (std::size_t k = 0; k < 2; ++k) draw[k] = old[k][0] - fresh[k][0];
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j)
        for (std::size_t x = 1; x < old[0].size(); ++x) {
          const double gi = old[i][x] - fresh[i][x], gj = old[j][x] - fresh[j][x];
          draw[2 + i + j] += gi * old[j][x] + gj * old[i][x];
          draw[5 + i + j] += gi * gj;
        }
  }
  return draws;
}

/// Largest |z| of the sample covariance and of the mean of g_i.g_j.
double largest_z(const std::vector<Draw>& draws, const GradientMoments& moments) {
  const auto n = static_cast<double>(draws.size());
  Draw mean{};
  for (const Draw& draw : draws)
    for (std::size_t i = 0; i < 8; ++i) mean[i] += draw[i] / n;
  double largest = 0.0;
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = i; j < 5; ++j) {
      std::vector<double> products;
      for (const Draw& draw : draws) products.push_back((draw[i] - mean[i]) * (draw[j] - mean[j]));
      const auto [value, error] = mean_and_error(products);
      const double z = z_score(value * n / (n - 1.0), error, moments.covariance[i][j]);
      largest = std::max(largest, std::abs(z));
    }
  const std::array expected{moments.orthogonal.q11, moments.orthogonal.q12, moments.orthogonal.q22};
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<double> products;
    for (const Draw& draw : draws) products.push_back(draw[5 + i]);
    const auto [value, error] = mean_and_error(products);
    largest = std::max(largest, std::abs(z_score(value, error, expected[i])));
  }
  return largest;
}

}  // namespace

TEST_CASE("covariance and second moment of gradients are those of full SGD") {
  for (const Case& item : cases()) {
    CAPTURE(item.name);
    const Coefficients c = coefficients_at_temperature(item.problem, item.temperature);
    const auto draws = draw_gradients(item, 40000);
    Problem problem = item.problem;
    problem.noise.step = 0.0;  // the covariance of what is linear in g
    CHECK_Z(largest_z(draws, gradient_moments(problem, c, item.state)));
  }
}
