// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stochastic gradient of a mixture from inner products of its samples, the same for every engine:
// theory/simulation.md (Any mixture).
#pragma once

#include "annealvi/model/mixture.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace annealvi {

/// The samples of one step summed up to (N1), (N2), (N2'). A sample is x = mu_l + sigma z. No
/// allocation after construction.
class MixtureGradient {
 public:
  /// Keeps a reference to `problem`.
  explicit MixtureGradient(const MixtureProblem& problem);

  /// Some sample has a factor C_kl that is not exactly zero.
  [[nodiscard]] bool noisy() const { return total_ || !matched_; }
  /// The gradient depends on |z|^2 outside the mode axes: then `add_squared_norms` is called.
  [[nodiscard]] bool needs_squared_norms() const {
    return trained_variance_ || (trained_weights_ && !control_variate_ && !matched_);
  }

  /// Forgets all samples; the next ones belong to `state`, where log_sigma is the one in force.
  /// squared_distances: K x K, |mu_k - mu_l|^2 over all d directions.
  void begin(const MixtureCoefficients& coefficients, const MixtureState& state,
             std::span<const double> squared_distances);

  /// z_axes: the first n coordinates of z; z_means: K, inner products of z and mu_j outside these
  /// axes. Returns C_1l .. C_Kl of this sample, the factors of z in g_1 .. g_K.
  std::span<const double> add_sample(std::size_t component, std::span<const float> z_axes,
                                     std::span<const double> z_means);

  /// `sum` of |z|^2 outside the mode axes over the samples of `component`.
  void add_squared_norms(std::size_t component, double sum);

  /// Moves overlaps, log-weights and log sigma of the state of `begin` by one step.
  void apply(MixtureState& state);
  /// After `apply`: K x K; the other coordinates move by mu_k <- sum_j matrix[k,j] mu_j - step
  /// sum_samples C_k z.
  [[nodiscard]] std::span<const double> matrix() const { return matrix_; }

 private:
  struct Sample;
  void add_to_weights(const Sample& sample);
  void add_to_variance(const Sample& sample);
  void update_weights(MixtureState& state) const;

  const MixtureProblem& problem_;
  std::size_t components_, modes_, axes_;
  bool total_, matched_, trained_weights_, trained_variance_, control_variate_;
  std::vector<double> log_mode_weights_, half_squared_modes_, positions_;  ///< K*, K*, K* x n

  // Of the step
  MixtureCoefficients coefficients_{};
  const MixtureState* state_ = nullptr;
  double sigma_ = 1.0, inverse_variance_ = 1.0, excess_precision_ = 0.0;
  std::vector<double> weights_;       ///< K
  std::vector<double> offsets_;       ///< K x K: log w_j - |mu_l - mu_j|^2/(2 sigma^2)
  std::vector<double> mode_offsets_;  ///< K*: log pi_a - c |nu_a|^2/2
  // Of one sample
  std::vector<double> exponentials_;  ///< K, then K*, then up to a multiple of 4
  std::vector<double> tilts_;         ///< K: z.(mu_j - mu_l)/sigma
  std::vector<double> factors_;       ///< K
  // Sums over samples
  std::vector<double> matrix_, along_axes_;          ///< K x K, K x n
  std::vector<double> log_ratios_, responsibility_;  ///< K: of log q - log p_t; w_l rho_k
  double scale_gradient_ = 0.0;                      ///< dF/dlog sigma
};

}  // namespace annealvi
