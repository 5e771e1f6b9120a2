// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stochastic gradient descent on the two means, exact in law, at a cost that does not depend on d:
// theory/simulation.md (Exact reduced SGD).
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/numerics/random.hpp"
#include "annealvi/simulation/run.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace annealvi {

/// mu_1 - mu_2 and mu_1 + mu_2 in the orthonormal frame (e, u, v): u is the direction of the
/// difference orthogonal to e, v what the sum adds to it. The difference has no part along v.
struct MovingFrame {
  struct {
    double e = 0.0, u = 0.0;
  } difference;
  struct {
    double e = 0.0, u = 0.0, v = 0.0;
  } sum;
};

/// The statistics of one run. No allocation after construction.
class ReducedSgd {
 public:
  static constexpr RandomStream noise_stream = RandomStream::reduced_noise;

  /// problem.target.dimension from least_reduced_dimension to 1e13, a whole number.
  explicit ReducedSgd(const Problem& problem);

  /// The start of `draw_start`, the same as that of run `run` of the flow.
  void draw_start(std::uint64_t seed, std::uint64_t run);
  /// Throws std::invalid_argument when Q is not positive semidefinite.
  void place_start(const SummaryState& start);

  /// One step of (N1) or (N2). `key` names seed, run and step; what is drawn is a function of it
  /// alone.
  void step(const Coefficients& coefficients, const RandomKey& key,
            const std::function<bool()>* stop = nullptr);

  [[nodiscard]] SummaryState statistics() const;

 private:
  /// Makes the draws of the step present; its place in their block.
  std::size_t draw_block_of(const RandomKey& key);

  Problem problem_;
  double log_weight_ratio_;
  bool noise_leaves_frame_;  ///< false for path with matched variance: z has the factor zero
  std::size_t normals_per_step_;
  std::uint64_t steps_per_block_;
  // Draws of a block of steps, made together; the key's step is the number of the block.
  std::optional<RandomKey> block_key_;
  std::vector<float> normals_;
  std::array<std::vector<double>, 2> chi_squared_;
  MovingFrame frame_;
};

}  // namespace annealvi
