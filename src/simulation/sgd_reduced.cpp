// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/sgd_reduced.hpp"

#include "numerics/elementary.hpp"
#include "numerics/logistic.hpp"
#include "simulation/gram_factor.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace annealvi {
namespace {

using detail::Vector4;

/// Lengths below this count as zero: their squares would lose digits to underflow.
constexpr double least_length = 1e-145;

ANNEALVI_ALWAYS_INLINE double length(double squared) {
  return squared < least_length * least_length ? 0.0 : std::sqrt(squared);
}

ANNEALVI_ALWAYS_INLINE double positive_length(double coordinate) {
  const double size = std::abs(coordinate);
  return size < least_length ? 0.0 : size;
}

/// A quantity of the difference and of the sum of the two components.
struct DifferenceAndSum {
  double difference = 0.0, sum = 0.0;
};

/// What enters one step besides the normals and the frame.
struct StepConstants {
  std::array<double, 2> weights;  ///< w_k times the speed of the objective
  double log_weight_ratio, separation, step, sigma, precision, inverse_variance;
  double amplitude, sharpness, bias;
  int batch;
  bool total;
};

/// Noise of the directions outside (e, u): v and the two new ones. Bartlett factor of the latter.
struct OutsideNoise {
  double v_first = 0.0, v_second = 0.0;
  double first = 0.0, second_along = 0.0, second_across = 0.0;
};

/// Sums over the samples of a step; g_k = w_k H mu_k -+ pull_k (mu_1 - mu_2) + noise.
struct SampleSums {
  DifferenceAndSum pull;  ///< pull_1 + pull_2 acts on the difference, pull_1 - pull_2 on the sum
  DifferenceAndSum along_e, along_u;
  double variance_difference = 0.0, covariance = 0.0, variance_sum = 0.0;  ///< G
};

template <bool noise_leaves_frame>
ANNEALVI_ALWAYS_INLINE SampleSums add_samples(const StepConstants& c, const MovingFrame& frame,
                                              const float* normals) {
  const auto& [difference, sum] = frame;
  const double per_sigma = 1.0 / c.sigma;
  const double half_distance =
      0.5 * (difference.e * difference.e + difference.u * difference.u) * per_sigma * per_sigma;
  const double tilt = 2.0 * c.sharpness * c.separation;
  // Arguments of four logistic functions, as offset + slope_e z_e + slope_u z_u: the other
  // component's responsibility for a sample of component 1 and of 2, and the tanh of both,
  // tanh x = 2 logistic(2 x) - 1.
  const double e = difference.e * per_sigma, u = difference.u * per_sigma;
  const Vector4 offset{-c.log_weight_ratio - half_distance, c.log_weight_ratio - half_distance,
                       tilt * 0.5 * (sum.e + difference.e) + 2.0 * c.bias,
                       tilt * 0.5 * (sum.e - difference.e) + 2.0 * c.bias};
  const Vector4 slope_e{-e, e, tilt * c.sigma, tilt * c.sigma}, slope_u{-u, u, 0.0, 0.0};

  [[maybe_unused]] const double excess = (c.precision - c.inverse_variance) * c.sigma;
  [[maybe_unused]] const double score = c.total ? c.inverse_variance * c.sigma : 0.0;
  SampleSums sums;
  for (int b = 0; b < c.batch; ++b, normals += 4) {
    const double z_e[2]{double{normals[0]}, double{normals[1]}};
    const double z_u[2]{double{normals[2]}, double{normals[3]}};
    const Vector4 value =
        detail::logistic(offset + slope_e * Vector4{z_e[0], z_e[1], z_e[0], z_e[1]} +
                         slope_u * Vector4{z_u[0], z_u[1], 0.0, 0.0});
    const double pull[2]{c.weights[0] * value[0], c.weights[1] * value[1]};
    sums.pull.difference += pull[0] + pull[1];
    sums.pull.sum += pull[0] - pull[1];
    for (std::size_t l = 0; l < 2; ++l) {
      const double sign = l == 0 ? 1.0 : -1.0;
      const double attraction =
          c.weights[l] * c.amplitude * c.separation * (2.0 * value[2 + static_cast<int>(l)] - 1.0);
      sums.along_e.difference -= sign * attraction;
      sums.along_e.sum -= attraction;
      if constexpr (!noise_leaves_frame) continue;
      // z enters g_l with own = w_l (excess + (1 - r) score), the other one with w_l r score
      const double r = value[static_cast<int>(l)];
      const double into_difference = sign * c.weights[l] * (excess + (1.0 - 2.0 * r) * score);
      const double into_sum = c.weights[l] * (excess + score);
      sums.along_e.difference += into_difference * z_e[l];
      sums.along_e.sum += into_sum * z_e[l];
      sums.along_u.difference += into_difference * z_u[l];
      sums.along_u.sum += into_sum * z_u[l];
      sums.variance_difference += into_difference * into_difference;
      sums.covariance += into_difference * into_sum;
      sums.variance_sum += into_sum * into_sum;
    }
  }
  // The total estimator pulls both components alike.
  sums.pull.difference *= (c.total ? 2.0 : 1.0) * c.inverse_variance;
  sums.pull.sum *= (c.total ? 0.0 : 1.0) * c.inverse_variance;
  return sums;
}

/// A vector with parts along u, v and two directions outside the frame.
struct FourVector {
  double u = 0.0, v = 0.0, first = 0.0, second = 0.0;
};

/// Turns the frame back: u along `difference`, v along the rest of `sum`.
ANNEALVI_ALWAYS_INLINE void align(MovingFrame& frame, const FourVector& difference,
                                  const FourVector& sum) {
  const double p = length(difference.u * difference.u + difference.v * difference.v +
                          difference.first * difference.first);
  const double per_p = p > 0.0 ? 1.0 / p : 0.0;
  const double u = difference.u * per_p, v = difference.v * per_p, first = difference.first * per_p;
  const double along = sum.u * u + sum.v * v + sum.first * first;
  const double rest_u = sum.u - along * u, rest_v = sum.v - along * v,
               rest_first = sum.first - along * first;
  frame.difference.u = p;
  frame.sum.u = along;
  frame.sum.v =
      length(rest_u * rest_u + rest_v * rest_v + rest_first * rest_first + sum.second * sum.second);
}

template <bool noise_leaves_frame>
ANNEALVI_ALWAYS_INLINE void advance(MovingFrame& frame, const StepConstants& c,
                                    const float* normals, const OutsideNoise& outside) {
  const SampleSums sums = add_samples<noise_leaves_frame>(c, frame, normals);
  const double batch = c.batch, eta = c.step;
  const double h1 = c.weights[0] * batch * c.precision, h2 = c.weights[1] * batch * c.precision;
  // (difference, sum) <- matrix (difference, sum) - eta noise, the same matrix in every direction
  const double mean = 0.5 * (h1 + h2), half = 0.5 * (h1 - h2);
  const double dd = 1.0 - eta * (mean - sums.pull.difference), ds = -eta * half;
  const double sd = -eta * (half - sums.pull.sum), ss = 1.0 - eta * mean;

  const auto [old_difference, old_sum] = frame;
  frame.difference.e = dd * old_difference.e + ds * old_sum.e - eta * sums.along_e.difference;
  frame.sum.e = sd * old_difference.e + ss * old_sum.e - eta * sums.along_e.sum;
  if constexpr (!noise_leaves_frame) {
    const double difference_u = dd * old_difference.u + ds * old_sum.u;
    const double difference_v = ds * old_sum.v;
    const double sum_u = sd * old_difference.u + ss * old_sum.u, sum_v = ss * old_sum.v;
    if (difference_v == 0.0) {
      // Equal weights: the difference keeps its direction or reverses it.
      frame.difference.u = positive_length(difference_u);
      frame.sum.u = difference_u < 0.0 ? -sum_u : sum_u;
      frame.sum.v = positive_length(sum_v);
    } else {
      align(frame, {.u = difference_u, .v = difference_v}, {.u = sum_u, .v = sum_v});
    }
    return;
  }
  // Cholesky factor of G; G may be zero or singular.
  const double g1 = length(sums.variance_difference);
  const double g21 = g1 > 0.0 ? sums.covariance / g1 : 0.0;
  const double g22 = length(sums.variance_sum - g21 * g21);
  const FourVector difference{
      .u = dd * old_difference.u + ds * old_sum.u - eta * sums.along_u.difference,
      .v = ds * old_sum.v - eta * g1 * outside.v_first,
      .first = -eta * g1 * outside.first};
  const FourVector sum{.u = sd * old_difference.u + ss * old_sum.u - eta * sums.along_u.sum,
                       .v = ss * old_sum.v - eta * (g21 * outside.v_first + g22 * outside.v_second),
                       .first = -eta * (g21 * outside.first + g22 * outside.second_along),
                       .second = -eta * g22 * outside.second_across};
  align(frame, difference, sum);
}

ANNEALVI_VECTOR_CLONES void advance_within_frame(MovingFrame& frame, const StepConstants& c,
                                                 const float* normals) {
  advance<false>(frame, c, normals, {});
}

ANNEALVI_VECTOR_CLONES void advance_with_outside(MovingFrame& frame, const StepConstants& c,
                                                 const float* normals,
                                                 const OutsideNoise& outside) {
  advance<true>(frame, c, normals, outside);
}

constexpr std::size_t outside_normals = 3;
constexpr std::size_t block_normals = 1024;

}  // namespace

ReducedSgd::ReducedSgd(const Problem& problem)
    : problem_(problem),
      log_weight_ratio_(math::log(problem.family.weights[0] / problem.family.weights[1])),
      noise_leaves_frame_(problem.noise.estimator == Estimator::total ||
                          problem.family.variance != Variance::matched),
      normals_per_step_(4 * static_cast<std::size_t>(problem.noise.batch) +
                        (noise_leaves_frame_ ? outside_normals : 0)),
      steps_per_block_(std::max<std::size_t>(1, block_normals / normals_per_step_)),
      normals_(steps_per_block_ * normals_per_step_) {
  if (!noise_leaves_frame_) return;
  for (auto& chi_squared : chi_squared_) chi_squared.resize(steps_per_block_);
}

void ReducedSgd::draw_start(std::uint64_t seed, std::uint64_t run) {
  place_start(annealvi::draw_start(problem_, seed, run));
}

void ReducedSgd::place_start(const SummaryState& start) {
  const GramFactor factor = gram_factor(start);
  frame_.difference.e = start.overlap[0] - start.overlap[1];
  frame_.sum.e = start.overlap[0] + start.overlap[1];
  align(frame_, {.u = factor.first - factor.second_along, .v = -factor.second_across},
        {.u = factor.first + factor.second_along, .v = factor.second_across});
}

std::size_t ReducedSgd::draw_block_of(const RandomKey& key) {
  const std::uint64_t block = key.step / steps_per_block_;
  if (!block_key_ || block != block_key_->step || key.run != block_key_->run ||
      key.seed != block_key_->seed) {
    RandomKey block_key = key;
    block_key.step = block;
    fill_normal(block_key, normals_);
    if (noise_leaves_frame_) {
      const double directions = problem_.target.dimension - 3.0;  // outside e, u and v
      for (std::uint32_t i = 0; i < 2; ++i) {
        block_key.lane = i;
        fill_chi_squared(block_key, directions - i, chi_squared_[i]);
      }
    }
    block_key_ = block_key;
  }
  return static_cast<std::size_t>(key.step - block * steps_per_block_);
}

void ReducedSgd::step(const Coefficients& coefficients, const RandomKey& key,
                      const std::function<bool()>* /*stop*/) {
  const auto& [temperature, target, sigma, speed] = coefficients;
  const auto& [eta, batch, estimator, control_variate] = problem_.noise;
  const double scale = speed / batch;
  // Matched variance: 1/sigma^2 is H itself, so that their difference is exactly zero.
  const bool matched = problem_.family.variance == Variance::matched;
  const StepConstants constants{
      .weights = {problem_.family.weights[0] * scale, problem_.family.weights[1] * scale},
      .log_weight_ratio = log_weight_ratio_,
      .separation = problem_.target.separation,
      .step = eta,
      .sigma = sigma,
      .precision = target.precision,
      .inverse_variance = matched ? target.precision : 1.0 / (sigma * sigma),
      .amplitude = target.amplitude,
      .sharpness = target.sharpness,
      .bias = target.bias,
      .batch = batch,
      .total = estimator == Estimator::total};

  const std::size_t i = draw_block_of(key);
  const float* normals = normals_.data() + i * normals_per_step_;
  if (!noise_leaves_frame_) {
    advance_within_frame(frame_, constants, normals);
    return;
  }
  const float* z = normals + 4 * static_cast<std::size_t>(batch);
  advance_with_outside(frame_, constants, normals,
                       {.v_first = double{z[0]},
                        .v_second = double{z[1]},
                        .first = std::sqrt(chi_squared_[0][i]),
                        .second_along = double{z[2]},
                        .second_across = std::sqrt(chi_squared_[1][i])});
}

SummaryState ReducedSgd::statistics() const {
  const auto& [difference, sum] = frame_;
  const double first_u = sum.u + difference.u, second_u = sum.u - difference.u;  // of 2 mu_k
  const double squared_v = sum.v * sum.v;
  return {.overlap = {0.5 * (sum.e + difference.e), 0.5 * (sum.e - difference.e)},
          .q11 = 0.25 * (first_u * first_u + squared_v),
          .q12 = 0.25 * (first_u * second_u + squared_v),
          .q22 = 0.25 * (second_u * second_u + squared_v)};
}

}  // namespace annealvi
