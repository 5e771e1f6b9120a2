// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/mixture_full.hpp"

#include "dynamics/mixture_frame.hpp"
#include "simulation/frame_matrices.hpp"
#include "simulation/mixture_start.hpp"
#include "simulation/stop_between_samples.hpp"

#include <algorithm>
#include <utility>

namespace annealvi {

FullMixtureSgd::FullMixtureSgd(const MixtureProblem& problem)
    : problem_(problem),
      components_(problem.components()),
      axes_(problem.modes.axes()),
      dimension_(static_cast<std::size_t>(problem.dimension)),
      gradient_(problem),
      rows_(components_, dimension_),
      z_(rows_.length),
      z_axes_(axes_),
      noise_(gradient_.noisy() ? components_ * rows_.length : 0),
      z_means_(components_),
      squared_norms_(components_),
      squared_distances_(components_ * components_),
      state_(state_without_means(problem)) {}

void FullMixtureSgd::draw_start(std::uint64_t seed, std::uint64_t run) {
  state_ = state_without_means(problem_);
  const double scale = problem_.initial_scale();
  for (std::size_t k = 0; k < components_; ++k) {
    const std::span<double> mean = rows_.row(k).first(dimension_);
    fill_normal(RandomKey{.seed = seed,
                          .stream = RandomStream::mixture_start,
                          .run = run,
                          .lane = static_cast<std::uint32_t>(k)},
                mean);
    for (double& coordinate : mean) coordinate *= scale;
    for (std::size_t i = 0; i < axes_; ++i) {
      state_.overlaps[k * axes_ + i] = mean[i];
      mean[i] = 0.0;
    }
  }
  place_rows();
}

void FullMixtureSgd::place_start(const MixtureState& start) {
  state_ = start;
  const detail::MixtureFrame frame = detail::frame_of(problem_, start);
  for (std::size_t k = 0; k < components_; ++k) {
    const std::span<double> mean = rows_.row(k);
    std::fill(mean.begin(), mean.end(), 0.0);
    const auto rest = frame.mean(k).subspan(axes_);
    std::copy(rest.begin(), rest.end(), mean.begin() + static_cast<std::ptrdiff_t>(axes_));
  }
  place_rows();
}

void FullMixtureSgd::place_rows() {
  std::vector<double> identity(components_ * components_);
  for (std::size_t k = 0; k < components_; ++k) identity[k * components_ + k] = 1.0;
  move_rows(identity, {});
}

void FullMixtureSgd::move_rows(std::span<const double> matrix, std::span<const float> noise) {
  update_rows(rows_, matrix, problem_.noise.step, noise);
  std::copy(rows_.gram.begin(), rows_.gram.end(), state_.gram.begin());
  // What cancels here is far below the single precision of z.(mu_k - mu_l).
  const auto& gram = rows_.gram;
  for (std::size_t k = 0; k < components_; ++k) {
    for (std::size_t l = 0; l < components_; ++l) {
      const std::size_t kl = k * components_ + l;
      const double squares = gram[k * components_ + k] + gram[l * components_ + l];
      squared_distances_[kl] = std::max(0.0, squares - 2.0 * gram[kl]);
    }
  }
  add_squared_distances(state_.overlaps, components_, axes_, squared_distances_);
}

void FullMixtureSgd::add_sample(std::size_t component, const RandomKey& key) {
  fill_normal(key, std::span(z_).first(dimension_));
  for (std::size_t i = 0; i < axes_; ++i) z_axes_[i] = std::exchange(z_[i], 0.0F);
  for (std::size_t j = 0; j < components_; ++j) z_means_[j] = dot(z_, rows_.rounded_row(j));
  const std::span<const double> factors = gradient_.add_sample(component, z_axes_, z_means_);
  for (std::size_t k = 0; k < components_; ++k) {
    if (factors[k] == 0.0) continue;
    add_scaled(std::span(noise_).subspan(k * rows_.length, rows_.length), factors[k], z_);
  }
  if (gradient_.needs_squared_norms()) squared_norms_[component] += dot(z_, z_);
}

void FullMixtureSgd::step(const MixtureCoefficients& coefficients, RandomKey key,
                          const std::function<bool()>* stop) {
  const StopBetweenSamples between(stop, components_ * components_, dimension_);
  state_.log_sigma = log_sigma_in_force(problem_.family, coefficients, state_.log_sigma);
  gradient_.begin(coefficients, state_, squared_distances_);
  std::fill(noise_.begin(), noise_.end(), 0.0F);
  std::fill(squared_norms_.begin(), squared_norms_.end(), 0.0);
  key.lane = 0;
  for (int b = 0; b < problem_.noise.batch; ++b) {
    between.look(static_cast<std::size_t>(b));
    for (std::size_t l = 0; l < components_; ++l, ++key.lane) add_sample(l, key);
  }
  if (gradient_.needs_squared_norms()) {
    for (std::size_t l = 0; l < components_; ++l) {
      gradient_.add_squared_norms(l, squared_norms_[l]);
    }
  }
  gradient_.apply(state_);
  move_rows(gradient_.matrix(), noise_);
}

std::vector<double> FullMixtureSgd::mean(std::size_t k) const {
  const auto first = rows_.means.begin() + static_cast<std::ptrdiff_t>(k * rows_.length);
  std::vector<double> mean(first, first + static_cast<std::ptrdiff_t>(dimension_));
  std::copy_n(state_.overlaps.begin() + static_cast<std::ptrdiff_t>(k * axes_), axes_,
              mean.begin());
  return mean;
}

}  // namespace annealvi
