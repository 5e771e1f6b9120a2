// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Right-hand sides of the deterministic flow of the summary statistics: theory/flow.md, (F2)-(F4'),
// and the objective F along it.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

namespace annealvi {

/// (F3), (F4): time derivative of (m_1, m_2, Q_11, Q_12, Q_22), for any component and target
/// weights.
[[nodiscard]] SummaryState summary_flow(const Coefficients& coefficients, const Family& family,
                                        double separation, const SummaryState& state);

/// (F4') for equal component weights in the variables S = m_1 + m_2, D = m_1 - m_2 > 0 and y >= 0,
/// the squared distance orthogonal to e. The rates of D and y are relative, so that both may be
/// tiny: dy/dt = log_distance y + step_size_term.
struct SumDifferenceRates {
  double sum;             ///< dS/dt
  double log_difference;  ///< d log D/dt
  double log_distance;    ///< d log y/dt without the step-size term
  double step_size_term;  ///< (N4'), >= 0; 0 for problem.noise.step = 0
};
[[nodiscard]] SumDifferenceRates sum_difference_flow(const Problem& problem,
                                                     const Coefficients& coefficients, double sum,
                                                     double difference, double squared_distance);

/// The smooth motion through the points of the mean recursion of SGD, which moves S, D and sqrt(y)
/// by eta times their rate at t = n eta: f(u - (eta/2) f, t - eta/2), right to O(eta^2) where the
/// flow f itself is right to O(eta). Equal to the flow for eta = 0. theory/gradient_noise.md
[[nodiscard]] SumDifferenceRates sum_difference_recursion(const Problem& problem, double time,
                                                          double sum, double difference,
                                                          double squared_distance);

/// F = KL(q || p_t) >= 0, log Z_t included; multiplied by T under the free-energy objective.
/// Needs (F5)'s expectations; absolute error about 1e-13 (1 + |E log q| + |E log p_t|).
[[nodiscard]] double objective(const Problem& problem, const Coefficients& coefficients,
                               const SummaryState& state);

}  // namespace annealvi
