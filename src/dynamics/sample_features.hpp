// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A stochastic gradient as a linear function of a few random features of one sample.
#pragma once

#include "annealvi/model/problem.hpp"
#include "dynamics/sample_moments.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace annealvi::detail {

/// H - 1/sigma^2, exactly 0 for matched variance.
inline double excess_precision(const Problem& problem, const Coefficients& coefficients) {
  if (problem.family.variance == Variance::matched) return 0.0;
  return coefficients.annealed.precision - 1.0 / (coefficients.sigma * coefficients.sigma);
}

inline double inverse_variance(const Problem& problem, const Coefficients& coefficients) {
  return problem.family.variance == Variance::matched
             ? coefficients.annealed.precision
             : 1.0 / (coefficients.sigma * coefficients.sigma);
}

inline double log_weight_ratio(const Family& family) {
  return family.weights[0] == family.weights[1] ? 0.0
                                                : math::log(family.weights[0] / family.weights[1]);
}

/// What one sample of component l adds to g_k, divided by w_l and the speed:
/// pull f (mu_other - mu_l)/sigma^2 + (noise + claimed_noise f) z
///   - tanh_factor A R tau e.
struct Contribution {
  double pull = 0.0, noise = 0.0, claimed_noise = 0.0, tanh_factor = 0.0;
};

/// Of a sample of component l to (g_l, g_other).
inline std::array<Contribution, 2> contributions(Estimator estimator, double excess, double sigma) {
  Contribution own{.pull = 1.0, .noise = excess * sigma, .claimed_noise = 0.0, .tanh_factor = 1.0};
  Contribution other;
  if (estimator == Estimator::total) {
    own.noise += 1.0 / sigma;
    own.claimed_noise = -1.0 / sigma;
    other.pull = -1.0;
    other.claimed_noise = 1.0 / sigma;
  }
  return {own, other};
}

/// The parts of mu_1, mu_2 orthogonal to e in the plane frame: along their difference, and what
/// they share across it.
struct OrthogonalFrame {
  double distance;              ///< |mu_1 - mu_2| orthogonal to e
  std::array<double, 2> along;  ///< along[0] - along[1] = distance
  double shared;                ///< >= 0

  explicit OrthogonalFrame(const SummaryState& state) {
    const double y = std::max(0.0, state.q11 - 2.0 * state.q12 + state.q22);
    distance = std::sqrt(y);
    along = distance > 0.0
                ? std::array{(state.q11 - state.q12) / distance, (state.q12 - state.q22) / distance}
                : std::array{0.0, 0.0};
    const double smaller =
        state.q11 < state.q22 ? state.q11 - along[0] * along[0] : state.q22 - along[1] * along[1];
    shared = std::sqrt(std::max(0.0, smaller));
  }
};

template <std::size_t Features>
using FeatureMatrix = std::array<std::array<double, Features>, Features>;

/// Covariance of the first `Features` features; `cosine`, `sine`: direction of f in the plane.
template <std::size_t Features>
FeatureMatrix<Features> feature_covariance(const TanhMoments& tanh, const OddsMoments& odds,
                                           double cosine, double sine) {
  const auto& [first, second] = odds.powers;  // E[f u^j], E[f^2 u^j]
  FeatureMatrix<Features> matrix{};
  for (std::size_t i = 0; i < Features; ++i) matrix[tau][i] = tanh.covariance[i];
  matrix[f][f] = odds.variance;
  if constexpr (Features > 2) {
    const double cc = cosine * cosine, ss = sine * sine, cs = cosine * sine;
    const double mean = first[0], mean_e = cosine * first[1], mean_f = sine * first[1];
    matrix[f][z_e] = mean_e;
    matrix[f][z_f] = mean_f;
    matrix[f][f_z_e] = cosine * second[1] - mean * mean_e;
    matrix[f][f_z_f] = sine * second[1] - mean * mean_f;
    matrix[z_e][z_e] = 1.0;
    matrix[z_f][z_f] = 1.0;
    matrix[z_e][f_z_e] = cc * first[2] + ss * first[0];
    matrix[z_e][f_z_f] = cs * (first[2] - first[0]);
    matrix[z_f][f_z_e] = cs * (first[2] - first[0]);
    matrix[z_f][f_z_f] = ss * first[2] + cc * first[0];
    matrix[f_z_e][f_z_e] = cc * second[2] + ss * second[0] - mean_e * mean_e;
    matrix[f_z_e][f_z_f] = cs * (second[2] - second[0]) - mean_e * mean_f;
    matrix[f_z_f][f_z_f] = ss * second[2] + cc * second[0] - mean_f * mean_f;
  }
  for (std::size_t i = 0; i < Features; ++i)
    for (std::size_t j = 0; j < i; ++j) matrix[i][j] = matrix[j][i];
  return matrix;
}

}  // namespace annealvi::detail
