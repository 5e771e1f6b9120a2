// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// When a run is certain to stay collapsed: theory/collapse_probability.md (Barrier).
#pragma once

#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

/// While T <= temperature, a state with S >= sum and D <= difference keeps both, whatever y is: at
/// that corner dS/dt > 0 and dD/dt < 0 with y = 0, dD/D decreases with S and with y, and dS decreases
/// with D, so no side of the box can be crossed outwards.
struct CollapseBarrier {
  double temperature;
  double sum;
  double difference;
};

/// The hottest such barrier that holds from its temperature down to T(end_time) along a schedule that
/// never heats; empty when there is none. b = 0, equal weights.
[[nodiscard]] std::optional<CollapseBarrier> collapse_barrier(const Problem& problem,
                                                              double end_time);

}  // namespace annealvi
