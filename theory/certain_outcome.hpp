// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// When the outcome of a run of (F4') is certain before the end: theory/collapse_probability.md
// (Barrier).
#pragma once

#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

/// While T <= temperature, a state with S >= sum and D <= difference < sum keeps both, and with
/// them the signs of m_1 and m_2, whatever y is: at that corner dS/dt > 0 and dD/dt < 0 with y = 0,
/// dD/D decreases with S and with y, and dS decreases with D, so no side of the box can be crossed
/// outwards.
struct CollapseBarrier {
  double temperature;
  double sum;
  double difference;
};

/// The hottest such barrier on the mode at +R e that holds from its temperature down to T(end_time)
/// along a schedule that never heats; empty when there is none.
[[nodiscard]] std::optional<CollapseBarrier> collapse_barrier(const Problem& problem,
                                                              double end_time);

/// While T <= temperature, |S| <= largest_sum and D >= smallest_difference stay true even without
/// any overlap of the components. Needed for pi != 1/2 only: for pi = 1/2 every state with D > |S|
/// has recovered.
struct RecoveryBarrier {
  double temperature;
  double largest_sum;
  double smallest_difference;
};
[[nodiscard]] std::optional<RecoveryBarrier> recovery_barrier(const Problem& problem,
                                                              double end_time);

/// The barriers of one problem, both modes.
class CertainOutcome {
 public:
  CertainOutcome(const Problem& problem, double end_time);
  /// Whether m_1 m_2 keeps its sign from here to the end time.
  [[nodiscard]] bool at(double temperature, double sum, double difference) const;

 private:
  std::optional<CollapseBarrier> upper_, lower_;
  std::optional<RecoveryBarrier> recovered_;
};

}  // namespace annealvi
