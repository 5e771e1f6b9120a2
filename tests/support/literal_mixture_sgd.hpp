// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A step of SGD on a mixture as the definitions say it: whole vectors, log q and log p_t and their
// gradients at every sample, double precision. Can be made wrong.
#pragma once

#include "annealvi/model/mixture.hpp"
#include "annealvi/numerics/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace annealvi::test {

enum class MixtureMistake {
  none,
  no_squared_norm,  ///< |z|^2 outside the mode axes replaced by its mean
  no_score,         ///< total estimator without the score of the other components
  unshifted_logits  ///< weight gradient without - sum_j w_j g'_j, but with w_k/2 of it
};

using Point = std::vector<double>;

inline double inner(const Point& a, const Point& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// log sum_i e^(x_i), and x_i <- e^(x_i)/sum
inline double soften(std::vector<double>& x) {
  const double largest = *std::max_element(x.begin(), x.end());
  double sum = 0.0;
  for (double& value : x) sum += value = std::exp(value - largest);
  for (double& value : x) value /= sum;
  return largest + std::log(sum);
}

struct LiteralMixture {
  std::vector<Point> means;
  std::vector<double> log_weights;
  double log_sigma = 0.0;
};

/// Gradients of the objective by the means, the logits and log sigma.
struct LiteralGradient {
  std::vector<Point> means;
  std::vector<double> logits;
  double log_sigma = 0.0;
};

/// z[l][b]: the samples x = mu_l + sigma z
inline LiteralGradient literal_gradient(const MixtureProblem& problem, const MixtureCoefficients& c,
                                        const LiteralMixture& state,
                                        const std::vector<std::vector<Point>>& z,
                                        MixtureMistake mistake = MixtureMistake::none) {
  const std::size_t K = state.means.size(), d = state.means[0].size(), n = problem.modes.axes();
  const double sigma = std::exp(state.log_sigma), s2 = sigma * sigma;
  const bool total = problem.noise.estimator == Estimator::total;
  LiteralGradient gradient{.means = std::vector<Point>(K, Point(d)),
                           .logits = std::vector<double>(K)};
  std::vector<double> log_ratio(K), mean_responsibility(K);
  for (std::size_t l = 0; l < K; ++l) {
    const double w = std::exp(state.log_weights[l]) / static_cast<double>(z[l].size());
    for (const Point& noise : z[l]) {
      Point x(d), orthogonal = noise;
      for (std::size_t i = 0; i < d; ++i) x[i] = state.means[l][i] + sigma * noise[i];
      std::fill_n(orthogonal.begin(), n, 0.0);

      std::vector<double> rho(K), share(problem.modes.size());
      for (std::size_t j = 0; j < K; ++j) {
        Point apart = x;
        for (std::size_t i = 0; i < d; ++i) apart[i] -= state.means[j][i];
        rho[j] = state.log_weights[j] - 0.5 * inner(apart, apart) / s2;
      }
      for (std::size_t a = 0; a < share.size(); ++a) {
        const Point& nu = problem.modes.positions[a];
        const Point x_axes(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n));
        share[a] = std::log(problem.modes.weights[a]) +
                   c.sharpness * (inner(nu, x_axes) - 0.5 * inner(nu, nu));
      }
      double log_q = soften(rho);  // without -(d/2) log(2 pi sigma^2)
      double log_p = -0.5 * c.precision * inner(x, x) + c.amplitude / c.sharpness * soften(share);
      Point difference(d);  // grad [log q - log p_t]
      for (std::size_t i = 0; i < d; ++i) {
        difference[i] = c.precision * x[i];
        for (std::size_t j = 0; j < K; ++j)
          difference[i] += rho[j] * (state.means[j][i] - x[i]) / s2;
        for (std::size_t a = 0; a < share.size() && i < n; ++a)
          difference[i] -= c.amplitude * share[a] * problem.modes.positions[a][i];
      }

      double scale = sigma * inner(noise, difference);
      for (std::size_t i = 0; i < d; ++i) gradient.means[l][i] += w * difference[i];
      for (std::size_t k = 0; k < K; ++k) {
        mean_responsibility[k] += w * rho[k];
        if (!total || (mistake == MixtureMistake::no_score && k != l)) continue;
        Point apart = x;
        for (std::size_t i = 0; i < d; ++i) {
          apart[i] -= state.means[k][i];
          gradient.means[k][i] += w * rho[k] * apart[i] / s2;
        }
        scale += rho[k] * (inner(apart, apart) / s2 - static_cast<double>(d));
      }
      const double fluctuation = inner(orthogonal, orthogonal) - static_cast<double>(d - n);
      const double gaussian = 0.5 * (c.precision * s2 - 1.0) * fluctuation +
                              c.precision * sigma * inner(orthogonal, state.means[l]);
      if (mistake == MixtureMistake::no_squared_norm) {
        scale -= (c.precision * s2 - (total ? 0.0 : 1.0)) * fluctuation;
        log_q +=
            problem.noise.control_variate ? 0.0 : -0.5 * (c.precision * s2 - 1.0) * fluctuation;
      }
      gradient.log_sigma += w * scale;
      log_ratio[l] += (log_q - log_p - (problem.noise.control_variate ? gaussian : 0.0)) /
                      static_cast<double>(z[l].size());
    }
  }
  double mean = 0.0;
  for (std::size_t k = 0; k < K; ++k) mean += std::exp(state.log_weights[k]) * log_ratio[k];
  if (mistake == MixtureMistake::unshifted_logits) mean *= 0.5;
  for (std::size_t k = 0; k < K; ++k) {
    const double w = std::exp(state.log_weights[k]);
    gradient.logits[k] =
        c.speed * (w * (log_ratio[k] - mean) + (total ? mean_responsibility[k] - w : 0.0));
    for (double& entry : gradient.means[k]) entry *= c.speed;
  }
  gradient.log_sigma *= c.speed;
  return gradient;
}

/// State after a step along `gradient`.
inline LiteralMixture literal_step(const MixtureProblem& problem, LiteralMixture state,
                                   const LiteralGradient& gradient) {
  const double step = problem.noise.step;
  const MixtureFamily& family = problem.family;
  for (std::size_t k = 0; k < state.means.size(); ++k) {
    for (std::size_t i = 0; i < state.means[k].size(); ++i)
      state.means[k][i] -= step * gradient.means[k][i];
    if (family.train_weights)
      state.log_weights[k] -= step * family.weight_rate * gradient.logits[k];
  }
  std::vector<double> copy = state.log_weights;
  const double normaliser = soften(copy);
  for (double& log_weight : state.log_weights) log_weight -= normaliser;
  if (family.variance == Variance::trained)
    state.log_sigma -= step * family.variance_rate / problem.dimension * gradient.log_sigma;
  return state;
}

/// The samples that engine full draws in one step: lane K b + l.
inline std::vector<std::vector<Point>> full_samples(RandomKey key, std::size_t components,
                                                    int batch, std::size_t d) {
  std::vector<std::vector<Point>> z(components);
  std::vector<float> buffer(d);
  key.lane = 0;
  for (int b = 0; b < batch; ++b) {
    for (std::size_t l = 0; l < components; ++l, ++key.lane) {
      fill_normal(key, std::span<float>(buffer));
      z[l].emplace_back(buffer.begin(), buffer.end());
    }
  }
  return z;
}

}  // namespace annealvi::test
