// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Two components on the pair of modes in closed form, weights and variance trained or not:
// (F2)-(F6) with the step-size drift (N4), on seven numbers: theory/mixture.md (The pair).
#pragma once

#include "annealvi/model/mixture.hpp"
#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <array>
#include <optional>
#include <span>

namespace annealvi {

/// `Problem` and what of it is trained besides the means. Only here may
/// problem.family.variance be `trained`.
struct PairModel {
  Problem problem;
  bool train_weights = false;
  double weight_rate = 1.0;    ///< of the logits relative to the means
  double variance_rate = 1.0;  ///< gamma of (F6)
  std::optional<double> initial_sigma;

  [[nodiscard]] bool trained() const {
    return train_weights || problem.family.variance == Variance::trained;
  }
};

/// Fixed weights and an untrained variance.
[[nodiscard]] PairModel as_pair(const Problem& problem);
/// Empty unless K = 2 and the modes are two at opposite positions; e points to the first of them.
[[nodiscard]] std::optional<PairModel> as_pair(const MixtureProblem& problem);

/// Statistics of mu_1 + mu_2 and mu_1 - mu_2, or their rates. |.| and . are orthogonal to e.
struct PairStatistics {
  double sum = 0.0;               ///< S = m_1 + m_2
  double difference = 0.0;        ///< D = m_1 - m_2
  double squared_sum = 0.0;       ///< |mu_1 + mu_2|^2
  double gram_difference = 0.0;   ///< G = (mu_1 + mu_2).(mu_1 - mu_2) = Q_11 - Q_22
  double squared_distance = 0.0;  ///< y = |mu_1 - mu_2|^2
  double log_ratio = 0.0;         ///< lambda = log(w_1/w_2)
  double log_sigma = 0.0;         ///< of a trained variance; else of no meaning
};

/// The seven numbers of a state in order of declaration.
[[nodiscard]] std::array<double, 7> numbers_of(const PairStatistics& state);
[[nodiscard]] PairStatistics pair_statistics_of(std::span<const double> numbers);

[[nodiscard]] PairStatistics pair_statistics(const SummaryState& state, double log_ratio,
                                             double log_sigma);
[[nodiscard]] SummaryState summary_state(const PairStatistics& state);

/// The state at t = 0 apart from the means, which are zero.
[[nodiscard]] PairStatistics state_without_means(const PairModel& model);

/// coefficients_at, with the state's sigma where the variance is trained.
[[nodiscard]] Coefficients pair_coefficients(const PairModel& model, double time,
                                             const PairStatistics& state);

/// (F2)-(F6) and (N4) at `coefficients`. No allocation. D and y keep relative accuracy as they
/// vanish at equal weights.
[[nodiscard]] PairStatistics pair_flow(const PairModel& model, const Coefficients& coefficients,
                                       const PairStatistics& state);

/// The smooth motion through the points of the mean recursion of SGD, as sum_difference_recursion:
/// the flow itself for noise.step = 0.
[[nodiscard]] PairStatistics pair_recursion(const PairModel& model, double time,
                                            const PairStatistics& state);

}  // namespace annealvi
