// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Moments of a stochastic gradient as sums over a grid of samples in three dimensions, written from
// the estimators (N1), (N2) with densities and vectors.
#pragma once

#include "annealvi/dynamics/gradient_noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace annealvi::test {

using Vector3 = std::array<double, 3>;
using Means = std::array<Vector3, 2>;

inline double inner(const Vector3& x, const Vector3& y) {
  return x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
}
inline double across(const Vector3& x, const Vector3& y) {
  return x[1] * y[1] + x[2] * y[2];
}

enum class Mistake { none, no_cross_term };

/// What a sample x = mu_l + sigma z adds to both gradients, in three dimensions.
inline Means sample_gradient(const Problem& problem, const Coefficients& c, const Means& mu,
                             std::size_t l, const Vector3& z, Mistake mistake) {
  const auto& [H, A, sharpness, b] = c.annealed;
  const double R = problem.target.separation, s2 = c.sigma * c.sigma;
  Vector3 x{};
  for (std::size_t i = 0; i < 3; ++i) x[i] = mu[l][i] + c.sigma * z[i];
  std::array<double, 2> log_density{};
  for (std::size_t k = 0; k < 2; ++k) {
    Vector3 away{};
    for (std::size_t i = 0; i < 3; ++i) away[i] = x[i] - mu[k][i];
    log_density[k] = std::log(problem.family.weights[k]) - 0.5 * inner(away, away) / s2;
  }
  const std::array<double, 2> rho{1.0 / (1.0 + std::exp(log_density[1] - log_density[0])),
                                  1.0 / (1.0 + std::exp(log_density[0] - log_density[1]))};
  const double weight = c.speed * problem.family.weights[l];
  Means g{};
  for (std::size_t i = 0; i < 3; ++i) {
    g[l][i] = weight * ((rho[0] * mu[0][i] + rho[1] * mu[1][i] - x[i]) / s2 + H * x[i]);
    if (problem.noise.estimator == Estimator::total)
      for (std::size_t k = 0; k < 2; ++k)
        if (k == l || mistake == Mistake::none) g[k][i] += weight * rho[k] * (x[i] - mu[k][i]) / s2;
  }
  g[l][0] -= weight * A * R * std::tanh(sharpness * R * x[0] + b);
  return g;
}

/// (m_1, m_2, Q_11, Q_12, Q_22) components, then g_i.g_j orthogonal to e.
inline std::array<double, 8> projections(const Means& g, const Means& mu) {
  std::array<double, 8> v{g[0][0], g[1][0]};
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = i; j < 2; ++j) {
      v[2 + i + j] = across(g[i], mu[j]) + across(g[j], mu[i]);
      v[5 + i + j] = across(g[i], g[j]);
    }
  return v;
}

/// Product trapezoidal rule in e.z and in one direction across, three Gauss-Hermite points in the
/// last direction, in which projections are quadratic at most.
inline GradientMoments grid_moments(const Problem& problem, const Coefficients& c, const Means& mu,
                                    Mistake mistake = Mistake::none) {
  // Poles of tanh are pi/(2 slope) off the axis, of the responsibility pi/slope.
  const double steepest = c.annealed.sharpness * problem.target.separation * c.sigma;
  const double h = std::min(0.1, 0.2 / steepest), across_step = 0.1;
  GradientMoments moments;
  std::array<std::array<double, 5>, 5> second{};
  std::array<double, 3> products{};
  Means mean{};
  for (std::size_t l = 0; l < 2; ++l) {
    std::array<double, 8> first{};
    Means mean_l{};
    std::array<std::array<double, 5>, 5> square{};
    // Less the value in the middle: variances may be small against the squares of the means.
    const auto middle = projections(sample_gradient(problem, c, mu, l, {}, mistake), mu);
    const long most = std::lround(9.0 / h), most_across = std::lround(9.0 / across_step);
    for (long i = -most; i <= most; ++i)
      for (long j = -most_across; j <= most_across; ++j)
        for (const double third : {-std::sqrt(3.0), 0.0, std::sqrt(3.0)}) {
          const double u = static_cast<double>(i) * h, v = static_cast<double>(j) * across_step;
          const double weight = h * across_step / (2.0 * M_PI) * std::exp(-0.5 * (u * u + v * v)) *
                                (third == 0.0 ? 2.0 / 3.0 : 1.0 / 6.0);
          const Means g = sample_gradient(problem, c, mu, l, {u, v, third}, mistake);
          auto p = projections(g, mu);
          for (std::size_t a = 0; a < 5; ++a) p[a] -= middle[a];
          for (std::size_t a = 0; a < 8; ++a) first[a] += weight * p[a];
          for (std::size_t a = 0; a < 5; ++a)
            for (std::size_t b = 0; b < 5; ++b) square[a][b] += weight * p[a] * p[b];
          for (std::size_t k = 0; k < 2; ++k)
            for (std::size_t a = 0; a < 3; ++a) mean_l[k][a] += weight * g[k][a];
        }
    for (std::size_t a = 0; a < 5; ++a)
      for (std::size_t b = 0; b < 5; ++b)
        second[a][b] += (square[a][b] - first[a] * first[b]) / problem.noise.batch;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = i; j < 2; ++j)
        products[i + j] += (first[5 + i + j] - across(mean_l[i], mean_l[j])) / problem.noise.batch;
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t a = 0; a < 3; ++a) mean[k][a] += mean_l[k][a];
  }
  moments.covariance = second;
  moments.orthogonal = {products[0] + across(mean[0], mean[0]),
                        products[1] + across(mean[0], mean[1]),
                        products[2] + across(mean[1], mean[1])};
  return moments;
}

inline SummaryState summarise(const Means& mu) {
  return {{mu[0][0], mu[1][0]}, across(mu[0], mu[0]), across(mu[0], mu[1]), across(mu[1], mu[1])};
}

}  // namespace annealvi::test
