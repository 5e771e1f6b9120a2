// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The sharp collapse probability (S1), (S4): theory/collapse_probability.md.
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/problem.hpp"

#include <atomic>
#include <cstdint>
#include <string>

namespace annealvi {

enum class SharpStatus {
  converged,       ///< error estimate below what was asked and below 1e-3 of P
  not_converged,   ///< a number with its error estimate, larger than that
  failed,          ///< no number: see message
  interrupted,
};

struct SharpOptions {
  double end_time = 100.0;           ///< t_end, part of the definition of P
  Tolerances tolerances;             ///< of the flow; relaxed where the wanted error allows it
  double probability_error = 1e-6;   ///< wanted absolute error; also at most 1e-3 of P
  bool fluctuating_gram = true;      ///< (S4); false: y(0) at its mean, (S1), its d -> infinity form
  const std::atomic<bool>* interrupted = nullptr;
};

/// P(m_1 m_2 > 0 at t_end) over the random start, no gradient noise.
struct SharpProbability {
  double probability = 0.0;
  double error = 0.0;              ///< estimate: ODE + root finding + nodes + average over the Gram matrix
  double log10_probability = 0.0;  ///< -infinity when P underflows
  double variance_sum = 0.0;       ///< v_S
  double variance_difference = 0.0;///< v_D
  bool long_lived = false;         ///< collapse is not lasting: R < R_c, or T(t_end) above T_f
  double time_scale = 0.0;         ///< of the escape from the long-lived pair, when long_lived
  SharpStatus status = SharpStatus::converged;
  std::string message;             ///< one sentence, may be empty
  std::uint64_t trajectories = 0;  ///< flow trajectories integrated
};

/// (S4), exact for the flow at every d >= 1, any pi; for unequal component weights the indicator
/// integral at the mean Gram matrix, its fluctuations added coordinate by coordinate (said in
/// `message`).
[[nodiscard]] SharpProbability collapse_probability(const Problem& problem,
                                                    const SharpOptions& options);

}  // namespace annealvi
