// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What schedules that watch look at, and how fast they cool then: theory/gates.md. Two components
// with fixed weights and an untrained variance on the pair of modes.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <optional>
#include <string>

namespace annealvi {

/// Var over q of U = log p_1 at T (A2), natural units squared, >= 0. Power path. Relative error
/// about 1e-9.
[[nodiscard]] double log_density_variance(const Problem& problem, double temperature,
                                          const SummaryState& state);
/// The same over the annealed target p_t: a function of T alone.
[[nodiscard]] double target_log_density_variance(const Problem& problem, double temperature);

/// What the gate of `problem` looks at, at T: |mu_1 - mu_2|^2/sigma^2; KL(q || p_t) [nats]; or the
/// reverse effective sample size per sample, in (0, 1].
[[nodiscard]] double gate_signal(const Problem& problem, double temperature,
                                 const SummaryState& state);

/// d log(1/T)/dt >= 0 [1/time] at T: (A4) for a gate with `threshold`, (A1) for adaann. A gate on
/// the separation gives its rate where it is open; that it stays so is up to the caller.
[[nodiscard]] double cooling_rate(const Problem& problem, double threshold, double temperature,
                                  const SummaryState& state);

/// The threshold where none is given, or why there is none (half a sentence): theory/gates.md
/// (Thresholds). Adaann has none: 0.
struct GateThreshold {
  double value = 0.0;
  std::string refusal;  ///< empty: `value` holds
};
[[nodiscard]] GateThreshold automatic_gate_threshold(const Problem& problem);

/// F of equal or unequal weights on separated modes, each component on its own, the worse of the
/// two ways: sum_k w_k log(w_k/pi_k) [nats].
[[nodiscard]] double split_divergence(const Problem& problem);
/// The least F of a run with both components on one mode: -log pi_max [nats].
[[nodiscard]] double collapsed_divergence(const Problem& problem);

}  // namespace annealvi
