// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Reduced SGD once more, as the recipe is usually written: a lower-triangular L with L L^T = Q in a
// fixed frame, all normals in double precision, no quantity of the difference. Can be made wrong.
#pragma once

#include "annealvi/numerics/random.hpp"
#include "annealvi/simulation/run.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace annealvi::test {

enum class ReductionMistake { none, degree_of_freedom, cross_term };

/// Statistics after `steps` steps from `start`, total estimator.
inline SummaryState literal_reduced_sgd(const Problem& problem, const SummaryState& start,
                                        std::uint64_t seed, std::uint64_t run, std::uint64_t steps,
                                        ReductionMistake mistake) {
  using Vector = std::array<double, 3>;  // along e, and L
  const double l11 = std::sqrt(start.q11), l21 = start.q12 / l11;
  std::array<Vector, 2> mean{
      Vector{start.overlap[0], l11, 0.0},
      Vector{start.overlap[1], l21, std::sqrt(std::max(0.0, start.q22 - l21 * l21))}};
  const auto& [eta, batch, estimator, control_variate] = problem.noise;
  const double r = problem.target.separation;
  for (std::uint64_t n = 0; n < steps; ++n) {
    const Coefficients c = coefficients_at(problem, eta * static_cast<double>(n));
    const double s2 = c.sigma * c.sigma;
    RandomKey key{.seed = seed, .stream = RandomStream::reduced_noise, .run = run, .step = n};
    std::vector<double> normals(6 * static_cast<std::size_t>(batch) + 1);
    fill_normal(key, normals);
    auto z = normals.begin();
    std::array<Vector, 2> gradient{};
    double g11 = 0.0, g12 = 0.0, g22 = 0.0;
    for (std::size_t l = 0; l < 2; ++l) {
      const double weight = c.speed * problem.family.weights[l] / batch;
      for (int b = 0; b < batch; ++b, z += 3) {
        Vector x{};
        std::array<double, 2> exponent{};
        for (std::size_t i = 0; i < 3; ++i) {
          x[i] = mean[l][i] + c.sigma * z[static_cast<std::ptrdiff_t>(i)];
          for (std::size_t k = 0; k < 2; ++k) {
            exponent[k] -= 0.5 * (x[i] - mean[k][i]) * (x[i] - mean[k][i]) / s2;
          }
        }
        const double odds = problem.family.weights[1] / problem.family.weights[0] *
                            std::exp(exponent[1] - exponent[0]);
        const std::array<double, 2> rho{1.0 / (1.0 + odds), odds / (1.0 + odds)};
        std::array<double, 2> outside{};
        for (std::size_t k = 0; k < 2; ++k) {
          for (std::size_t i = 0; i < 3; ++i) {
            gradient[l][i] += weight * rho[k] * mean[k][i] / s2;
            gradient[k][i] += weight * rho[k] * (x[i] - mean[k][i]) / s2;
          }
          outside[k] += weight * rho[k] / c.sigma;
        }
        for (std::size_t i = 0; i < 3; ++i) {
          gradient[l][i] += weight * (c.annealed.precision - 1.0 / s2) * x[i];
        }
        gradient[l][0] -= weight * c.annealed.amplitude * r *
                          std::tanh(c.annealed.sharpness * r * x[0] + c.annealed.bias);
        outside[l] += weight * (c.annealed.precision - 1.0 / s2) * c.sigma;
        g11 += outside[0] * outside[0];
        if (mistake != ReductionMistake::cross_term) g12 += outside[0] * outside[1];
        g22 += outside[1] * outside[1];
      }
    }
    const double degrees = problem.target.dimension - 3.0 +
                           (mistake == ReductionMistake::degree_of_freedom ? 1.0 : 0.0);
    key.lane = 1;
    const double a11 = std::sqrt(chi_squared(key, degrees));
    key.lane = 2;
    const double a22 = std::sqrt(chi_squared(key, degrees - 1.0)), a21 = *z;
    const double h11 = std::sqrt(g11), h21 = h11 > 0.0 ? g12 / h11 : 0.0;
    const double h22 = std::sqrt(std::max(0.0, g22 - h21 * h21));
    // Rows of [L - eta gradient | -eta H A], then their Cholesky factor.
    const std::array<std::array<double, 4>, 2> row{
        std::array<double, 4>{mean[0][1] - eta * gradient[0][1], mean[0][2] - eta * gradient[0][2],
                              -eta * h11 * a11, 0.0},
        std::array<double, 4>{mean[1][1] - eta * gradient[1][1], mean[1][2] - eta * gradient[1][2],
                              -eta * (h21 * a11 + h22 * a21), -eta * h22 * a22}};
    double q11 = 0.0, q12 = 0.0, q22 = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
      q11 += row[0][i] * row[0][i];
      q12 += row[0][i] * row[1][i];
      q22 += row[1][i] * row[1][i];
    }
    const double new_l11 = std::sqrt(q11), new_l21 = q12 / new_l11;
    mean = {Vector{mean[0][0] - eta * gradient[0][0], new_l11, 0.0},
            Vector{mean[1][0] - eta * gradient[1][0], new_l21,
                   std::sqrt(std::max(0.0, q22 - new_l21 * new_l21))}};
  }
  return {.overlap = {mean[0][0], mean[1][0]},
          .q11 = mean[0][1] * mean[0][1],
          .q12 = mean[0][1] * mean[1][1],
          .q22 = mean[1][1] * mean[1][1] + mean[1][2] * mean[1][2]};
}

}  // namespace annealvi::test
