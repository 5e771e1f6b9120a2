// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Summary statistics of two components: theory/flow.md.
#pragma once

#include <array>

namespace annealvi {

/// Overlaps m_k = e.mu_k and Gram matrix Q_kl of the parts of mu_k, mu_l orthogonal to e.
struct SummaryState {
  std::array<double, 2> overlap{};         ///< m_1, m_2
  double q11 = 0.0, q12 = 0.0, q22 = 0.0;  ///< Q, positive semidefinite

  /// |mu_1 - mu_2|^2, not divided by sigma^2
  [[nodiscard]] double squared_distance() const {
    const double difference = overlap[0] - overlap[1];
    return difference * difference + (q11 - 2.0 * q12 + q22);
  }
  /// |mu_k|^2 for k = 0, 1
  [[nodiscard]] double squared_norm(int k) const {
    const double m = overlap[static_cast<std::size_t>(k)];
    return m * m + (k == 0 ? q11 : q22);
  }
};

/// What became of one run (theory/simulation.md): collapsed = all components on one mode.
enum class Outcome { collapsed, recovered, undecided };

/// When a run counts as decided: every |m_k| above `overlap_fraction` R at t_end, and T within
/// `temperature_distance` of 1, whatever the schedule does afterwards.
struct DecisionRule {
  double overlap_fraction = 0.5;
  double temperature_distance = 0.05;
};

/// `temperature_excess`: T(t_end) - 1.
[[nodiscard]] Outcome classify(const std::array<double, 2>& overlap, double separation,
                               double temperature_excess, const DecisionRule& rule);

}  // namespace annealvi
