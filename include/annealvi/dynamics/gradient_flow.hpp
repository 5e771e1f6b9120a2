// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Right-hand sides of the deterministic flow of the summary statistics: theory/flow.md, (F2)-(F4'),
// and the objective F along it.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

namespace annealvi {

/// (F3), (F4): time derivative of (m_1, m_2, Q_11, Q_12, Q_22), for any component and target weights.
[[nodiscard]] SummaryState summary_flow(const Coefficients& coefficients, const Family& family,
                                        double separation, const SummaryState& state);

/// (F4') for equal component weights in the variables S = m_1 + m_2, D = m_1 - m_2 > 0 and y >= 0,
/// the squared distance orthogonal to e. Rates of D and y are relative, so that both may be tiny.
struct SumDifferenceRates {
  double sum;             ///< dS/dt
  double log_difference;  ///< d log D/dt
  double log_distance;    ///< d log y/dt
};
[[nodiscard]] SumDifferenceRates sum_difference_flow(const Coefficients& coefficients,
                                                     double separation, double sum,
                                                     double difference, double squared_distance);

/// F = KL(q || p_t) >= 0, log Z_t included; multiplied by T under the free-energy objective.
/// Needs (F5)'s expectations; absolute error about 1e-13 (1 + |E log q| + |E log p_t|).
[[nodiscard]] double objective(const Problem& problem, const Coefficients& coefficients,
                               const SummaryState& state);

}  // namespace annealvi
