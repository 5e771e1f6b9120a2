// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stochastic gradient descent on the two means, literally in d dimensions: theory/simulation.md.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/numerics/random.hpp"
#include "annealvi/simulation/run.hpp"
#include "simulation/sgd_kernels.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace annealvi {

/// The means of one run and the scratch memory of its steps: O(d), no allocation after
/// construction.
class FullSgd {
 public:
  static constexpr RandomStream noise_stream = RandomStream::gradient_noise;

  explicit FullSgd(const Problem& problem);

  /// mu_k ~ N(0, sigma0^2 I_d) of run `run`.
  void draw_start(std::uint64_t seed, std::uint64_t run);

  /// Means with the given statistics: e is the first axis, a Cholesky factor of Q fills the next
  /// two. Throws std::invalid_argument when Q is not positive semidefinite or d is too small for
  /// its rank.
  void place_start(const SummaryState& start);

  /// mu_k <- mu_k - eta g_k, all g_k from the same means. `key` names seed, run and step; the lane
  /// is set here. `stop` is asked between samples; true throws Stopped, and the state is lost.
  void step(const Coefficients& coefficients, RandomKey key,
            const std::function<bool()>* stop = nullptr);

  /// mu_k, k = 0 or 1, its first entry along e.
  [[nodiscard]] std::vector<double> mean(std::size_t k) const;
  [[nodiscard]] const SummaryState& statistics() const { return statistics_; }

 private:
  struct StepSums;
  void add_sample(const Coefficients& coefficients, std::size_t component, RandomKey key,
                  StepSums& sums);
  void update_orthogonal(const std::array<std::array<double, 2>, 2>& matrix, bool with_noise);

  std::array<double, 2> weights_;
  double log_weight_ratio_;
  double separation_;
  double initial_scale_;
  bool matched_;
  GradientNoise noise_;
  std::size_t dimension_;

  // Entry 0 of every vector stands for the axis e and stays zero: overlaps live in `statistics_`,
  // in double precision, and the loops need no special case.
  std::array<std::vector<double>, 2> mean_;
  std::vector<float> difference_;  ///< mu_1 - mu_2
  std::vector<float> z_;
  std::array<std::vector<float>, 2> noise_sum_;
  SummaryState statistics_;
  double orthogonal_distance_ = 0.0;  ///< squared
};

}  // namespace annealvi
