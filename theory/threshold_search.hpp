// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The start at which the outcome of a trajectory changes, from escape times:
// theory/collapse_probability.md (Threshold).
#pragma once

#include "annealvi/theory/separatrix.hpp"

#include <functional>

namespace annealvi {

/// Where to look for a threshold x_c: starts recover for x > x_c.
struct ThresholdSearch {
  double guess, spread;
  double smallest, largest;  ///< of x
  double tolerance;          ///< of x_c: the width of the final bracket
};

/// A bracket of x_c whose ends were followed, or the end of the range that was reached. Near a
/// saddle with unstable rate u the escape time grows like -log(x - x_c)/u, which two recovered
/// starts turn into an estimate of x_c: about five trajectories with a good guess.
/// `unstable_rate`: u, 0 when unknown; learnt for the next search.
[[nodiscard]] Threshold search_threshold(const std::function<Escape(double x)>& follow,
                                         const ThresholdSearch& search, double& unstable_rate);

}  // namespace annealvi
