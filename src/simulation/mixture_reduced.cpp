// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/mixture_reduced.hpp"

#include "annealvi/simulation/run.hpp"
#include "dynamics/mixture_frame.hpp"
#include "numerics/random_part.hpp"
#include "simulation/frame_matrices.hpp"
#include "simulation/mixture_start.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr std::size_t block_normals = 1024;

/// Entries below the diagonal of a lower trapezoid.
std::size_t entries_below(std::size_t rows, std::size_t columns) {
  std::size_t entries = 0;
  for (std::size_t i = 0; i < rows; ++i) entries += std::min(i, columns);
  return entries;
}

}  // namespace

ReducedMixtureSgd::NoiseRows ReducedMixtureSgd::noise_rows(const MixtureProblem& problem,
                                                           const MixtureGradient& gradient) {
  const std::size_t components = problem.components();
  const auto batch = static_cast<std::size_t>(problem.noise.batch);
  if (!gradient.noisy()) return {};
  // Path: all samples of a component have the same factor, so only their sum matters.
  if (problem.noise.estimator == Estimator::path || batch == 1) return {components, 1, batch == 1};
  if (!gradient.needs_squared_norms()) return {1, components, false};
  return {components, std::min(components, batch), batch <= components};
}

ReducedMixtureSgd::ReducedMixtureSgd(const MixtureProblem& problem)
    : problem_(problem),
      gradient_(problem),
      components_(problem.components()),
      axes_(problem.modes.axes()),
      frame_(detail::frame_axes(problem) - axes_),
      batch_(static_cast<std::size_t>(problem.noise.batch)),
      outside_(problem.dimension - static_cast<double>(axes_ + frame_)),
      noise_rows_(noise_rows(problem, gradient_)),
      rows_(noise_rows_.groups * noise_rows_.per_group),
      columns_(static_cast<std::size_t>(std::min(static_cast<double>(rows_), outside_))),
      bartlett_normals_(entries_below(rows_, columns_)),
      normals_per_step_(components_ * batch_ * (axes_ + frame_) + bartlett_normals_),
      steps_per_block_(std::max<std::size_t>(1, block_normals / normals_per_step_)),
      normals_(steps_per_block_ * normals_per_step_),
      chi_squared_(steps_per_block_ * columns_),
      rest_norms_(gradient_.needs_squared_norms() ? steps_per_block_ * components_ : 0),
      z_means_(components_),
      squared_norms_(components_),
      squared_distances_(components_ * components_),
      frame_noise_(components_ * frame_),
      group_gram_(noise_rows_.groups * components_ * components_),
      factors_(components_ * rows_),
      bartlett_(rows_ * columns_),
      moved_(components_ * (frame_ + columns_)),
      coordinates_(components_ * frame_),
      state_(state_without_means(problem)) {}

void ReducedMixtureSgd::draw_start(std::uint64_t seed, std::uint64_t run) {
  place_start(annealvi::draw_start(problem_, seed, run));
}

void ReducedMixtureSgd::place_start(const MixtureState& start) {
  state_ = start;
  const detail::MixtureFrame frame = detail::frame_of(problem_, start);
  for (std::size_t k = 0; k < components_; ++k) {
    const auto rest = frame.mean(k).subspan(axes_);
    std::copy(rest.begin(), rest.end(),
              coordinates_.begin() + static_cast<std::ptrdiff_t>(k * frame_));
  }
  update_statistics();
}

void ReducedMixtureSgd::update_statistics() {
  write_gram(coordinates_, components_, frame_, state_.gram);
  std::fill(squared_distances_.begin(), squared_distances_.end(), 0.0);
  add_squared_distances(state_.overlaps, components_, axes_, squared_distances_);
  add_squared_distances(coordinates_, components_, frame_, squared_distances_);
}

std::span<const float> ReducedMixtureSgd::draw_block_of(const RandomKey& key,
                                                        const StopBetweenSamples& between) {
  const std::uint64_t block = key.step / steps_per_block_;
  if (!block_key_ || block != block_key_->step || key.run != block_key_->run ||
      key.seed != block_key_->seed) {
    RandomKey block_key = key;
    block_key.step = block;
    block_key_.reset();  // stopped on the way it is no block
    constexpr std::size_t part = std::size_t{1} << 20;
    for (std::size_t begin = 0; begin < normals_.size(); begin += part) {
      if (begin > 0) between.ask();
      fill_normal_part(block_key, begin,
                       std::span(normals_).subspan(begin, std::min(part, normals_.size() - begin)));
    }
    for (std::size_t i = 0; i < columns_; ++i) {
      block_key.lane = static_cast<std::uint32_t>(i);
      fill_chi_squared(block_key, outside_ - static_cast<double>(i),
                       std::span(chi_squared_).subspan(i * steps_per_block_, steps_per_block_));
    }
    if (!rest_norms_.empty()) {
      block_key.lane = static_cast<std::uint32_t>(columns_);
      const auto dimensions = static_cast<double>(batch_ - noise_rows_.per_group) * outside_;
      fill_chi_squared(block_key, dimensions, rest_norms_);
    }
    block_key_ = block_key;
  }
  place_ = static_cast<std::size_t>(key.step - block * steps_per_block_);
  return std::span(normals_).subspan(place_ * normals_per_step_, normals_per_step_);
}

void ReducedMixtureSgd::add_sample(std::size_t component, std::size_t sample,
                                   std::span<const float> z) {
  const std::span<const float> z_frame = z.subspan(axes_);
  for (std::size_t j = 0; j < components_; ++j) {
    double product = 0.0;
    for (std::size_t i = 0; i < frame_; ++i) {
      product += double{z_frame[i]} * coordinates_[j * frame_ + i];
    }
    z_means_[j] = product;
  }
  const std::span<const double> factors = gradient_.add_sample(component, z.first(axes_), z_means_);
  if (gradient_.noisy()) {
    for (std::size_t k = 0; k < components_; ++k) {
      if (factors[k] == 0.0) continue;
      for (std::size_t i = 0; i < frame_; ++i) {
        frame_noise_[k * frame_ + i] += factors[k] * double{z_frame[i]};
      }
    }
    add_factors(component, sample, factors);
  }
  if (!gradient_.needs_squared_norms()) return;
  for (const float value : z_frame) squared_norms_[component] += double{value} * double{value};
}

void ReducedMixtureSgd::add_factors(std::size_t component, std::size_t sample,
                                    std::span<const double> factors) {
  const auto& [groups, per_group, samples] = noise_rows_;
  if (samples) {
    const std::size_t row = component * per_group + sample;
    for (std::size_t k = 0; k < components_; ++k) factors_[k * rows_ + row] = factors[k];
  } else if (problem_.noise.estimator == Estimator::path) {
    // The row is the sum of the samples over the root of their number.
    factors_[component * rows_ + component] =
        std::sqrt(static_cast<double>(batch_)) * factors[component];
  } else {
    double* gram = group_gram_.data() + (groups == 1 ? 0 : component) * components_ * components_;
    for (std::size_t k = 0; k < components_; ++k) {
      for (std::size_t j = 0; j <= k; ++j) gram[k * components_ + j] += factors[k] * factors[j];
    }
  }
}

void ReducedMixtureSgd::factor_groups() {
  const auto& [groups, per_group, samples] = noise_rows_;
  if (samples || problem_.noise.estimator == Estimator::path) return;
  for (std::size_t group = 0; group < groups; ++group) {
    const std::span<double> gram =
        std::span(group_gram_)
            .subspan(group * components_ * components_, components_ * components_);
    factor_in_place(gram, components_);
    for (std::size_t k = 0; k < components_; ++k) {
      std::copy_n(gram.data() + k * components_, per_group,
                  factors_.data() + k * rows_ + group * per_group);
    }
  }
}

void ReducedMixtureSgd::fill_bartlett(std::span<const float> normals) {
  auto normal = normals.begin();
  for (std::size_t i = 0; i < rows_; ++i) {
    double* row = bartlett_.data() + i * columns_;
    for (std::size_t j = 0; j < std::min(i, columns_); ++j) row[j] = double{*normal++};
    if (i < columns_) row[i] = std::sqrt(chi_squared_[i * steps_per_block_ + place_]);
  }
}

void ReducedMixtureSgd::add_squared_norms() {
  for (std::size_t l = 0; l < components_; ++l) {
    double sum = squared_norms_[l] + rest_norms_[place_ * components_ + l];
    const std::size_t first = l * noise_rows_.per_group * columns_;
    for (std::size_t i = 0; i < noise_rows_.per_group * columns_; ++i) {
      sum += bartlett_[first + i] * bartlett_[first + i];
    }
    gradient_.add_squared_norms(l, sum);
  }
}

void ReducedMixtureSgd::move() {
  const double step = problem_.noise.step;
  const std::span<const double> matrix = gradient_.matrix();
  const std::size_t width = frame_ + columns_;
  std::fill(moved_.begin(), moved_.end(), 0.0);
  for (std::size_t k = 0; k < components_; ++k) {
    double* row = moved_.data() + k * width;
    for (std::size_t c = 0; c < frame_; ++c) row[c] = -step * frame_noise_[k * frame_ + c];
    for (std::size_t j = 0; j < components_; ++j) {
      for (std::size_t c = 0; c < frame_; ++c) {
        row[c] += matrix[k * components_ + j] * coordinates_[j * frame_ + c];
      }
    }
    for (std::size_t i = 0; i < rows_; ++i) {
      const double factor = -step * factors_[k * rows_ + i];
      for (std::size_t c = 0; c < std::min(i + 1, columns_); ++c) {
        row[frame_ + c] += factor * bartlett_[i * columns_ + c];
      }
    }
  }
  if (columns_ > 0) turn_into_lower(moved_, components_, width);
  for (std::size_t k = 0; k < components_; ++k) {
    std::copy_n(moved_.data() + k * width, frame_, coordinates_.data() + k * frame_);
  }
}

void ReducedMixtureSgd::step(const MixtureCoefficients& coefficients, const RandomKey& key,
                             const std::function<bool()>* stop) {
  const StopBetweenSamples between(stop, components_ * components_, frame_);
  state_.log_sigma = log_sigma_in_force(problem_.family, coefficients, state_.log_sigma);
  gradient_.begin(coefficients, state_, squared_distances_);
  std::fill(squared_norms_.begin(), squared_norms_.end(), 0.0);
  std::fill(frame_noise_.begin(), frame_noise_.end(), 0.0);
  std::fill(group_gram_.begin(), group_gram_.end(), 0.0);

  const std::span<const float> normals = draw_block_of(key, between);
  const std::size_t per_sample = axes_ + frame_;
  std::size_t next = 0;
  for (std::size_t b = 0; b < batch_; ++b) {
    between.look(b);
    for (std::size_t l = 0; l < components_; ++l, next += per_sample) {
      add_sample(l, b, normals.subspan(next, per_sample));
    }
  }
  factor_groups();
  fill_bartlett(normals.subspan(next));
  if (gradient_.needs_squared_norms()) add_squared_norms();
  gradient_.apply(state_);
  move();
  update_statistics();
}

}  // namespace annealvi
