// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stochastic gradient descent on a mixture, exact in law, at a cost that does not depend on d:
// theory/simulation.md (Reduced).
#pragma once

#include "annealvi/model/mixture.hpp"
#include "annealvi/numerics/random.hpp"
#include "simulation/mixture_gradient.hpp"
#include "simulation/stop_between_samples.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace annealvi {

/// The statistics of one run. No allocation after construction.
class ReducedMixtureSgd {
 public:
  static constexpr RandomStream noise_stream = RandomStream::mixture_reduced_noise;

  /// Keeps a reference to `problem`.
  explicit ReducedMixtureSgd(const MixtureProblem& problem);

  /// The start of `draw_start`, the same as that of run `run` of the flow.
  void draw_start(std::uint64_t seed, std::uint64_t run);
  /// Means with the given statistics, those of vectors in d dimensions.
  void place_start(const MixtureState& start);

  /// One step of (N1) or (N2) and (N2'). `key` names seed, run and step; what is drawn is a
  /// function of it alone.
  void step(const MixtureCoefficients& coefficients, const RandomKey& key,
            const std::function<bool()>* stop = nullptr);

  /// log_sigma of an untrained variance: that of the last step.
  [[nodiscard]] const MixtureState& state() const { return state_; }

 private:
  /// Rows of normal vectors outside the frame that the noise of a step is made of.
  struct NoiseRows {
    std::size_t groups = 0;     ///< of samples: 1, or one for each component
    std::size_t per_group = 0;  ///< rows that the samples of a group are turned into
    bool samples = false;       ///< the rows are the samples themselves
  };
  [[nodiscard]] static NoiseRows noise_rows(const MixtureProblem& problem,
                                            const MixtureGradient& gradient);

  /// Makes the draws of the step present; returns its normals.
  std::span<const float> draw_block_of(const RandomKey& key, const StopBetweenSamples& between);
  void add_sample(std::size_t component, std::size_t sample, std::span<const float> z);
  void add_factors(std::size_t component, std::size_t sample, std::span<const double> factors);
  void factor_groups();
  void fill_bartlett(std::span<const float> normals);
  void add_squared_norms();
  /// Coordinates after the step, in a frame turned so that there are again `frame_` of them.
  void move();
  void update_statistics();

  const MixtureProblem& problem_;
  MixtureGradient gradient_;
  std::size_t components_, axes_, frame_, batch_;  ///< frame_: min(K, d - n) directions
  double outside_;                                 ///< d - n - frame_
  NoiseRows noise_rows_;
  std::size_t rows_, columns_;  ///< of the outside part: Bartlett's factor is rows x columns

  // Draws of a block of steps, made together; the key's step is the number of the block.
  std::size_t bartlett_normals_, normals_per_step_;
  std::uint64_t steps_per_block_;
  std::optional<RandomKey> block_key_;
  std::size_t place_ = 0;  ///< of the step in its block
  std::vector<float> normals_;
  std::vector<double> chi_squared_;  ///< columns x steps: diagonal of Bartlett's factor, squared
  std::vector<double> rest_norms_;   ///< steps x K: |z|^2 of what is in no row

  // Of one step
  std::vector<double> z_means_, squared_norms_, squared_distances_;  ///< K, K, K x K
  std::vector<double> frame_noise_;                                  ///< K x frame_
  std::vector<double> group_gram_;                                   ///< groups x K x K
  std::vector<double> factors_;                                      ///< K x rows: of the rows
  std::vector<double> bartlett_;                                     ///< rows x columns
  std::vector<double> moved_;                                        ///< K x (frame_ + columns)

  std::vector<double> coordinates_;  ///< K x frame_, outside the mode axes
  MixtureState state_;
};

}  // namespace annealvi
