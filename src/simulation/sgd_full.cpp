// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/sgd_full.hpp"

#include "numerics/elementary.hpp"
#include "simulation/gram_factor.hpp"
#include "simulation/stop_between_samples.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

using Matrix2 = std::array<std::array<double, 2>, 2>;

constexpr Matrix2 identity{{{1.0, 0.0}, {0.0, 1.0}}};

/// logistic(u), accurate in both tails; 1 - logistic(u) = logistic(-u).
double logistic(double u) {
  const double small = math::exp(-std::abs(u));
  return (u >= 0.0 ? 1.0 : small) / (1.0 + small);
}

}  // namespace

/// What the samples of one step contribute: g_k = sum_j mean[k][j] mu_j + (noise sums) + along e.
struct FullSgd::StepSums {
  Matrix2 mean{};
  std::array<double, 2> along_e{};  ///< first coordinate of the noise and the pull of the modes
  bool noisy = false;               ///< some noise sum is not zero
};

FullSgd::FullSgd(const Problem& problem)
    : weights_(problem.family.weights),
      log_weight_ratio_(math::log(weights_[0] / weights_[1])),
      separation_(problem.target.separation),
      initial_scale_(problem.initial_scale()),
      matched_(problem.family.variance == Variance::matched),
      noise_(problem.noise),
      dimension_(static_cast<std::size_t>(problem.target.dimension)),
      difference_(padded_length(dimension_)),
      z_(padded_length(dimension_)) {
  for (auto& mean : mean_) mean.resize(padded_length(dimension_));
  for (auto& sum : noise_sum_) sum.resize(padded_length(dimension_));
}

void FullSgd::draw_start(std::uint64_t seed, std::uint64_t run) {
  for (std::size_t k = 0; k < 2; ++k) {
    const std::span<double> mean = std::span(mean_[k]).first(dimension_);
    fill_normal(RandomKey{.seed = seed,
                          .stream = RandomStream::initial_state,
                          .run = run,
                          .lane = static_cast<std::uint32_t>(k)},
                mean);
    for (double& coordinate : mean) coordinate *= initial_scale_;
    statistics_.overlap[k] = mean[0];
    mean[0] = 0.0;
  }
  update_orthogonal(identity, false);
}

void FullSgd::place_start(const SummaryState& start) {
  const GramFactor factor = gram_factor_within(start, static_cast<double>(dimension_));
  const std::size_t needed = factor.least_dimension();
  for (auto& mean : mean_) std::fill(mean.begin(), mean.end(), 0.0);
  if (needed >= 2) {
    mean_[0][1] = factor.first;
    mean_[1][1] = factor.second_along;
  }
  if (needed >= 3) mean_[1][2] = factor.second_across;
  statistics_.overlap = start.overlap;
  update_orthogonal(identity, false);
}

void FullSgd::update_orthogonal(const Matrix2& matrix, bool with_noise) {
  const std::array<std::span<const float>, 2> no_noise{};
  const InnerProducts products = update_means(
      {mean_[0], mean_[1]}, matrix, noise_.step,
      with_noise ? std::array<std::span<const float>, 2>{noise_sum_[0], noise_sum_[1]} : no_noise,
      difference_);
  statistics_.q11 = products.q11;
  statistics_.q12 = products.q12;
  statistics_.q22 = products.q22;
  orthogonal_distance_ = products.squared_distance;
}

void FullSgd::add_sample(const Coefficients& coefficients, std::size_t l, RandomKey key,
                         StepSums& sums) {
  fill_normal(key, std::span(z_).first(dimension_));
  const auto z_along_e = double{z_[0]};
  z_[0] = 0.0F;

  // Log-ratio of the responsibilities at x = mu_l + sigma z: the |z|^2 of both components cancels.
  const double sigma = coefficients.sigma;
  const double apart = statistics_.overlap[0] - statistics_.overlap[1];
  const double z_dot_difference = z_along_e * apart + dot(z_, difference_);
  const double half_distance = 0.5 * (apart * apart + orthogonal_distance_) / (sigma * sigma);
  const double log_ratio =
      log_weight_ratio_ + (l == 0 ? half_distance : -half_distance) + z_dot_difference / sigma;
  const std::array<double, 2> responsibility{logistic(log_ratio), logistic(-log_ratio)};

  // Matched variance: 1/sigma^2 is H itself, so that their difference is exactly zero.
  const AnnealedTarget& target = coefficients.annealed;
  const double inverse_variance = matched_ ? target.precision : 1.0 / (sigma * sigma);
  const double excess_precision = target.precision - inverse_variance;
  const double weight = weights_[l] * coefficients.speed / noise_.batch;

  // Path estimator (N1).
  sums.mean[l][0] += weight * inverse_variance * responsibility[0];
  sums.mean[l][1] += weight * inverse_variance * responsibility[1];
  sums.mean[l][l] += weight * excess_precision;
  const double x_along_e = statistics_.overlap[l] + sigma * z_along_e;
  sums.along_e[l] -= weight * target.amplitude * separation_ *
                     math::tanh(target.sharpness * separation_ * x_along_e + target.bias);
  std::array<double, 2> z_factor{};  // of z in g_1 and g_2
  z_factor[l] = weight * excess_precision * sigma;

  // Total estimator (N2): responsibility_k (x - mu_k)/sigma^2 in every g_k, x = mu_l + sigma z.
  if (noise_.estimator == Estimator::total) {
    for (std::size_t k = 0; k < 2; ++k) {
      const double score = weight * responsibility[k] * inverse_variance;
      sums.mean[k][l] += score;
      sums.mean[k][k] -= score;
      z_factor[k] += score * sigma;
    }
  }
  for (std::size_t k = 0; k < 2; ++k) {
    if (z_factor[k] == 0.0) continue;
    sums.along_e[k] += z_factor[k] * z_along_e;
    if (!sums.noisy) {
      for (auto& sum : noise_sum_) std::fill(sum.begin(), sum.end(), 0.0F);
      sums.noisy = true;
    }
    add_scaled(noise_sum_[k], z_factor[k], z_);
  }
}

void FullSgd::step(const Coefficients& coefficients, RandomKey key,
                   const std::function<bool()>* stop) {
  const StopBetweenSamples between(stop, 2, dimension_);
  StepSums sums;
  for (int b = 0; b < noise_.batch; ++b) {
    between.look(static_cast<std::size_t>(b));
    for (std::size_t l = 0; l < 2; ++l) {
      key.lane = 2 * static_cast<std::uint32_t>(b) + static_cast<std::uint32_t>(l);
      add_sample(coefficients, l, key, sums);
    }
  }

  Matrix2 matrix = identity;
  const std::array<double, 2> old = statistics_.overlap;
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t j = 0; j < 2; ++j) matrix[k][j] -= noise_.step * sums.mean[k][j];
    statistics_.overlap[k] =
        matrix[k][0] * old[0] + matrix[k][1] * old[1] - noise_.step * sums.along_e[k];
  }
  update_orthogonal(matrix, sums.noisy);
}

std::vector<double> FullSgd::mean(std::size_t k) const {
  std::vector<double> mean(mean_[k].begin(),
                           mean_[k].begin() + static_cast<std::ptrdiff_t>(dimension_));
  mean[0] = statistics_.overlap[k];
  return mean;
}

}  // namespace annealvi
