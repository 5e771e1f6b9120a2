// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// When the signs of both overlaps of a pair are certain before the end:
// theory/collapse_probability.md (Lines).
#pragma once

#include "annealvi/dynamics/pair_flow.hpp"

#include <optional>

namespace annealvi {

/// While T <= temperature, overlaps beyond `level` on their side of the midplane stay there. Two
/// components drive each other apart, so one that is on the far side needs the pull of its mode
/// alone; two on one side need it to outdo the strongest push of the other as well.
struct PairBarrier {
  double temperature;
  double level;
};

class PairBarriers {
 public:
  PairBarriers(const PairModel& model, double end_time);
  /// Whether m_1 and m_2 keep their signs from here to the end time.
  [[nodiscard]] bool at(double temperature, double sum, double difference) const;

 private:
  std::optional<PairBarrier> apart_;                            // for both modes
  std::optional<PairBarrier> together_above_, together_below_;  // both components
};

}  // namespace annealvi
