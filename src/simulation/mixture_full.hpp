// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stochastic gradient descent on a mixture, literally in d dimensions: theory/simulation.md.
#pragma once

#include "annealvi/model/mixture.hpp"
#include "annealvi/numerics/random.hpp"
#include "simulation/mixture_gradient.hpp"
#include "simulation/sgd_kernels.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace annealvi {

/// The means of one run and the scratch memory of its steps: O(K d), no allocation after
/// construction.
class FullMixtureSgd {
 public:
  static constexpr RandomStream noise_stream = RandomStream::mixture_noise;

  /// Keeps a reference to `problem`.
  explicit FullMixtureSgd(const MixtureProblem& problem);

  /// mu_k ~ N(0, sigma0^2 I_d) of run `run`.
  void draw_start(std::uint64_t seed, std::uint64_t run);
  /// Means with the given statistics, those of vectors in d dimensions.
  void place_start(const MixtureState& start);

  /// One step of (N1) or (N2) and (N2'), everything from the same old state. `key` names seed, run
  /// and step; the lane is set here.
  void step(const MixtureCoefficients& coefficients, RandomKey key,
            const std::function<bool()>* stop = nullptr);

  /// log_sigma of an untrained variance: that of the last step.
  [[nodiscard]] const MixtureState& state() const { return state_; }
  /// mu_k, its first n entries along the mode axes.
  [[nodiscard]] std::vector<double> mean(std::size_t k) const;

 private:
  void add_sample(std::size_t component, const RandomKey& key);
  /// Moves the parts of the means outside the mode axes, and updates what depends on them.
  void move_rows(std::span<const double> matrix, std::span<const float> noise);
  void place_rows();

  const MixtureProblem& problem_;
  std::size_t components_, axes_, dimension_;
  MixtureGradient gradient_;
  // The first n entries of every vector stand for the mode axes and stay zero: overlaps live in
  // `state_`, in double precision, and the loops need no special case.
  MeanRows rows_;
  std::vector<float> z_, z_axes_, noise_;  ///< noise_: K x length, sums of C_k z
  std::vector<double> z_means_, squared_norms_, squared_distances_;
  MixtureState state_;
};

}  // namespace annealvi
