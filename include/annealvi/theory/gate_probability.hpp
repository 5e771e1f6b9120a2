// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The collapse probability of a schedule that watches, without gradient noise: theory/gates.md.
#pragma once

#include "annealvi/dynamics/gate_flow.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <atomic>

namespace annealvi {

/// SharpProbability::method of what is computed here.
inline constexpr const char* gate_method = "S4, A4";

struct GateProbabilityOptions {
  double threshold = 0.0;  ///< of the gate
  GateTimes times{};
  Tolerances tolerances;
  double relative_error = 1e-3;  ///< wanted, of P
  const std::atomic<bool>* interrupted = nullptr;
};

/// P(collapse) over the random start, equal component weights: for starts S on a grid the largest
/// |D| that does not recover, log T a state variable of every trajectory. |mu_1 + mu_2|^2
/// orthogonal to e is taken at its mean.
struct GateProbability {
  /// Where every start that was followed recovers, P is 0 as far as anybody looked: then
  /// `probability` and `error` are a bound, the share of the starts beyond those (`is_bound`).
  SharpProbability sharp;
  bool is_bound = false;
  double largest_sum = 0.0;          ///< of |S|/sigma0, up to where starts were looked at
  double smallest_difference = 0.0;  ///< of |D|/sigma0
  double stalled = 0.0;              ///< share of the starts whose T does not reach 1 in time
};

/// Throws std::invalid_argument for unequal weights and other schedules.
[[nodiscard]] GateProbability gate_probability(const Problem& problem,
                                               const GateProbabilityOptions& options);

}  // namespace annealvi
