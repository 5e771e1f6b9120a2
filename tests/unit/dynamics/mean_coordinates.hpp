// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The means themselves, in as many coordinates as two of them need, the first along e: what the
// summary statistics summarise. A gradient of F in these coordinates is a check of (F3) and (F4).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "annealvi/dynamics/gradient_flow.hpp"

namespace annealvi::test {

using Vector3 = std::array<double, 3>;
using Means = std::array<Vector3, 2>;

inline double orthogonal_product(const Vector3& x, const Vector3& y) {
  return x[1] * y[1] + x[2] * y[2];
}

inline SummaryState summarise(const Means& mu) {
  return {.overlap = {mu[0][0], mu[1][0]},
          .q11 = orthogonal_product(mu[0], mu[0]),
          .q12 = orthogonal_product(mu[0], mu[1]),
          .q22 = orthogonal_product(mu[1], mu[1])};
}

/// Chain rule: d/dt of the summary statistics when dmu_k/dt = velocity_k.
inline SummaryState summary_rate(const Means& mu, const Means& velocity) {
  return {.overlap = {velocity[0][0], velocity[1][0]},
          .q11 = 2.0 * orthogonal_product(mu[0], velocity[0]),
          .q12 = orthogonal_product(mu[0], velocity[1]) + orthogonal_product(velocity[0], mu[1]),
          .q22 = 2.0 * orthogonal_product(mu[1], velocity[1])};
}

/// -dF/dmu by central differences; `coordinates` < 3 leaves the last ones at 0.
template <class Function>
Means downhill(const Function& F, const Means& mu, std::size_t coordinates = 3) {
  constexpr double h = 6e-6;  // eps^(1/3): truncation and rounding errors are of the same size
  Means velocity{};
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t i = 0; i < coordinates; ++i) {
      Means up = mu, down = mu;
      up[k][i] += h;
      down[k][i] -= h;
      velocity[k][i] = -(F(up) - F(down)) / (2.0 * h);
    }
  return velocity;
}

/// Largest difference of the five rates, relative to the largest rate.
inline double rate_discrepancy(const SummaryState& x, const SummaryState& y) {
  const std::array<double, 5> a{x.overlap[0], x.overlap[1], x.q11, x.q12, x.q22};
  const std::array<double, 5> b{y.overlap[0], y.overlap[1], y.q11, y.q12, y.q22};
  double difference = 0.0, size = 0.0;
  for (std::size_t i = 0; i < 5; ++i) {
    difference = std::max(difference, std::abs(a[i] - b[i]));
    size = std::max(size, std::abs(b[i]));
  }
  return difference / size;
}

/// Every path, variance and objective, with equal and unequal weights of both kinds.
inline std::vector<Problem> all_problems() {
  std::vector<Problem> problems;
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge})
    for (const auto variance : {Variance::fixed, Variance::matched})
      for (const auto aim : {Objective::kl, Objective::free_energy})
        for (const double mode_weight : {0.5, 0.7})
          for (const double component_weight : {0.5, 0.35}) {
            Problem problem;
            problem.target = {.separation = 2.0, .weight = mode_weight, .dimension = 2};
            problem.family.variance = variance;
            problem.family.weights = {component_weight, 1.0 - component_weight};
            problem.annealing.path = path;
            problem.annealing.objective = aim;
            problem.annealing.bridge_scale = 2.5;
            problems.push_back(problem);
          }
  return problems;
}

}  // namespace annealvi::test
