// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/mixture_gradient.hpp"

#include "dynamics/mixture_frame.hpp"
#include "numerics/elementary.hpp"
#include "numerics/logistic.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr std::size_t lanes = 4;

/// x <- e^x, 0 below -700; x.size() is a multiple of 4.
ANNEALVI_VECTOR_CLONES void exponentiate(double* x, std::size_t size) {
  for (std::size_t i = 0; i < size; i += lanes) {
    detail::store(x + i, detail::clamped_exp(detail::load(x + i)));
  }
}

/// x <- x - max x; returns max x.
double shift_to_largest(std::span<double> x) {
  double largest = x[0];
  for (const double value : x) largest = std::max(largest, value);
  for (double& value : x) value -= largest;
  return largest;
}

/// x <- x / sum x; returns the sum.
double normalise(std::span<double> x) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  const double factor = 1.0 / sum;
  for (double& value : x) value *= factor;
  return sum;
}

double squared_norm(std::span<const double> x) {
  double sum = 0.0;
  for (const double value : x) sum += value * value;
  return sum;
}

}  // namespace

/// One sample with its responsibilities and memberships of the modes.
struct MixtureGradient::Sample {
  std::size_t component;
  std::span<const float> z_axes;
  std::span<const double> responsibility, mode_share;
  double log_q, log_p;     ///< logarithms of the sums over components and modes
  double axes_norm = 0.0;  ///< |z|^2 on the mode axes
  double axes_mean = 0.0;  ///< z.mu_l on the mode axes
  double outside_mean;     ///< z.mu_l outside
  double modes_z = 0.0;    ///< sum_a share_a z.nu_a
};

MixtureGradient::MixtureGradient(const MixtureProblem& problem)
    : problem_(problem),
      components_(problem.components()),
      modes_(problem.modes.size()),
      axes_(problem.modes.axes()),
      total_(problem.noise.estimator == Estimator::total),
      matched_(problem.family.variance == Variance::matched),
      trained_weights_(problem.family.train_weights),
      trained_variance_(problem.family.variance == Variance::trained),
      control_variate_(problem.noise.control_variate),
      weights_(problem.family.weights),
      offsets_(components_ * components_),
      mode_offsets_(modes_),
      exponentials_((components_ + modes_ + lanes - 1) / lanes * lanes),
      tilts_(components_),
      factors_(components_),
      matrix_(components_ * components_),
      along_axes_(components_ * axes_),
      log_ratios_(components_),
      responsibility_(components_) {
  for (std::size_t a = 0; a < modes_; ++a) {
    const auto& position = problem.modes.positions[a];
    log_mode_weights_.push_back(math::log(problem.modes.weights[a]));
    half_squared_modes_.push_back(0.5 * squared_norm(position));
    positions_.insert(positions_.end(), position.begin(), position.end());
  }
}

void MixtureGradient::begin(const MixtureCoefficients& coefficients, const MixtureState& state,
                            std::span<const double> squared_distances) {
  coefficients_ = coefficients;
  state_ = &state;
  sigma_ = math::exp(state.log_sigma);
  // Matched variance: 1/sigma^2 is H itself, so that their difference is exactly zero.
  inverse_variance_ = matched_ ? coefficients.precision : 1.0 / (sigma_ * sigma_);
  excess_precision_ = coefficients.precision - inverse_variance_;
  if (trained_weights_) {
    for (std::size_t k = 0; k < components_; ++k) weights_[k] = math::exp(state.log_weights[k]);
  }
  const double half_inverse = 0.5 * inverse_variance_;
  for (std::size_t l = 0; l < components_; ++l) {
    for (std::size_t j = 0; j < components_; ++j) {
      const std::size_t lj = l * components_ + j;
      offsets_[lj] = state.log_weights[j] - half_inverse * squared_distances[lj];
    }
  }
  for (std::size_t a = 0; a < modes_; ++a) {
    mode_offsets_[a] = log_mode_weights_[a] - coefficients.sharpness * half_squared_modes_[a];
  }
  std::fill(matrix_.begin(), matrix_.end(), 0.0);
  std::fill(along_axes_.begin(), along_axes_.end(), 0.0);
  std::fill(log_ratios_.begin(), log_ratios_.end(), 0.0);
  std::fill(responsibility_.begin(), responsibility_.end(), 0.0);
  scale_gradient_ = 0.0;
}

std::span<const double> MixtureGradient::add_sample(std::size_t component,
                                                    std::span<const float> z_axes,
                                                    std::span<const double> z_means) {
  const std::size_t l = component;
  const double* overlaps = state_->overlaps.data();
  const double* own = overlaps + l * axes_;
  const double per_sigma = 1.0 / sigma_;
  const std::span<double> q(exponentials_.data(), components_);
  const std::span<double> p(exponentials_.data() + components_, modes_);

  // log q and log p_t at x up to what all components and all modes have in common.
  for (std::size_t j = 0; j < components_; ++j) {
    double z_difference = z_means[j] - z_means[l];
    for (std::size_t i = 0; i < axes_; ++i) {
      z_difference += double{z_axes[i]} * (overlaps[j * axes_ + i] - own[i]);
    }
    tilts_[j] = z_difference * per_sigma;
    q[j] = offsets_[l * components_ + j] + tilts_[j];
  }
  for (std::size_t a = 0; a < modes_; ++a) {
    double inner = 0.0;
    for (std::size_t i = 0; i < axes_; ++i) {
      inner += positions_[a * axes_ + i] * (own[i] + sigma_ * double{z_axes[i]});
    }
    p[a] = mode_offsets_[a] + coefficients_.sharpness * inner;
  }
  std::fill(exponentials_.begin() + static_cast<std::ptrdiff_t>(components_ + modes_),
            exponentials_.end(), 0.0);
  const double largest_q = shift_to_largest(q), largest_p = shift_to_largest(p);
  exponentiate(exponentials_.data(), exponentials_.size());
  const double sum_q = normalise(q), sum_p = normalise(p);

  // Means: path estimator (N1) and, for the total one, the score terms of (N2).
  const double weight = weights_[l] * coefficients_.speed / problem_.noise.batch;
  for (std::size_t j = 0; j < components_; ++j) {
    if (j == l) continue;
    const double attraction = weight * inverse_variance_ * q[j];
    matrix_[l * components_ + j] += attraction;
    matrix_[l * components_ + l] -= attraction;
    if (total_) {
      matrix_[j * components_ + l] += attraction;
      matrix_[j * components_ + j] -= attraction;
    }
  }
  for (std::size_t k = 0; k < components_; ++k) {
    factors_[k] = total_ ? weight * per_sigma * q[k] : 0.0;
  }
  factors_[l] += weight * excess_precision_ * sigma_;
  Sample sample{.component = l,
                .z_axes = z_axes,
                .responsibility = q,
                .mode_share = p,
                .log_q = 0.0,
                .log_p = 0.0,
                .outside_mean = z_means[l]};
  for (std::size_t i = 0; i < axes_; ++i) {
    const auto z = double{z_axes[i]};
    double pull = 0.0;
    for (std::size_t a = 0; a < modes_; ++a) pull += p[a] * positions_[a * axes_ + i];
    along_axes_[l * axes_ + i] -= weight * coefficients_.amplitude * pull;
    along_axes_[l * axes_ + i] += factors_[l] * z;
    for (std::size_t k = 0; k < components_ && total_; ++k) {
      if (k != l) along_axes_[k * axes_ + i] += factors_[k] * z;
    }
    sample.axes_norm += z * z;
    sample.axes_mean += z * own[i];
    sample.modes_z += z * pull;
  }
  if (trained_weights_) {
    sample.log_q = largest_q + math::log(sum_q);
    sample.log_p = largest_p + math::log(sum_p);
    add_to_weights(sample);
  }
  if (trained_variance_) add_to_variance(sample);
  return factors_;
}

void MixtureGradient::add_to_weights(const Sample& sample) {
  const std::size_t l = sample.component;
  const double precision = coefficients_.precision;
  const double gaussian_mean = sample.axes_mean + (control_variate_ ? 0.0 : sample.outside_mean);
  log_ratios_[l] += sample.log_q -
                    coefficients_.amplitude / coefficients_.sharpness * sample.log_p +
                    precision * sigma_ * gaussian_mean +
                    0.5 * excess_precision_ * sigma_ * sigma_ * sample.axes_norm;
  if (!total_) return;
  for (std::size_t k = 0; k < components_; ++k) {
    responsibility_[k] += weights_[l] / problem_.noise.batch * sample.responsibility[k];
  }
}

void MixtureGradient::add_to_variance(const Sample& sample) {
  const std::size_t l = sample.component;
  double tilt = 0.0;
  for (std::size_t j = 0; j < components_; ++j) tilt += sample.responsibility[j] * tilts_[j];
  const double z_mean = sample.axes_mean + sample.outside_mean;
  double value = tilt + coefficients_.precision * sigma_ * z_mean -
                 coefficients_.amplitude * sigma_ * sample.modes_z +
                 excess_precision_ * sigma_ * sigma_ * sample.axes_norm;
  if (total_) {
    // d log q/d log sigma at fixed x, without the part outside the axes
    value += sample.axes_norm - static_cast<double>(axes_) - 2.0 * tilt;
    for (std::size_t j = 0; j < components_; ++j) {
      const double half_distance = state_->log_weights[j] - offsets_[l * components_ + j];
      value += 2.0 * sample.responsibility[j] * half_distance;
    }
  }
  scale_gradient_ += weights_[l] / problem_.noise.batch * value;
}

void MixtureGradient::add_squared_norms(std::size_t component, double sum) {
  const double batch = problem_.noise.batch;
  const double outside = problem_.dimension - static_cast<double>(axes_);
  const double fluctuation = sum - batch * outside;
  const double excess = excess_precision_ * sigma_ * sigma_;
  if (trained_weights_ && !control_variate_) log_ratios_[component] += 0.5 * excess * fluctuation;
  if (trained_variance_) {
    scale_gradient_ += weights_[component] / batch * (excess * sum + (total_ ? fluctuation : 0.0));
  }
}

void MixtureGradient::update_weights(MixtureState& state) const {
  const double batch = problem_.noise.batch;
  const auto log_ratio = [&](std::size_t k) {
    const double squared =
        state.inner(k, k) + squared_norm(std::span(state.overlaps).subspan(k * axes_, axes_));
    return log_ratios_[k] / batch + 0.5 * coefficients_.precision * squared;
  };
  double mean = 0.0;
  for (std::size_t k = 0; k < components_; ++k) mean += weights_[k] * log_ratio(k);
  const double rate = problem_.noise.step * problem_.family.weight_rate * coefficients_.speed;
  for (std::size_t k = 0; k < components_; ++k) {
    double gradient = weights_[k] * (log_ratio(k) - mean);
    if (total_) gradient += responsibility_[k] - weights_[k];
    state.log_weights[k] -= rate * gradient;
  }
  const double normaliser = detail::log_sum_exp(state.log_weights);
  for (double& logit : state.log_weights) logit -= normaliser;
}

void MixtureGradient::apply(MixtureState& state) {
  const double step = problem_.noise.step;
  if (trained_weights_) update_weights(state);
  if (trained_variance_) {
    state.log_sigma -= step * coefficients_.speed * problem_.family.variance_rate /
                       problem_.dimension * scale_gradient_;
  }
  for (double& entry : matrix_) entry *= -step;
  for (std::size_t k = 0; k < components_; ++k) {
    matrix_[k * components_ + k] +=
        1.0 - step * weights_[k] * coefficients_.speed * coefficients_.precision;
  }
  for (double& sum : along_axes_) sum *= -step;
  for (std::size_t k = 0; k < components_; ++k) {
    for (std::size_t j = 0; j < components_; ++j) {
      for (std::size_t i = 0; i < axes_; ++i) {
        along_axes_[k * axes_ + i] += matrix_[k * components_ + j] * state.overlaps[j * axes_ + i];
      }
    }
  }
  std::copy(along_axes_.begin(), along_axes_.end(), state.overlaps.begin());
}

}  // namespace annealvi
