// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The split pair on one mode at a temperature held fixed: theory/critical_temperature.md (L6). Fixed
// points of (F4') with y = 0 and 0 < D < S, for equal component weights.
#pragma once

#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

struct PairFixedPoint {
  double sum;          ///< S
  double log_temperature;
};

/// The temperature at which a pair on the mode at +R e with split = log(m_1/m_2) > 0, that is
/// D = S tanh(split/2), is a fixed point, and its S. (T is single-valued in the split, not in D.)
/// Newton's method from `guess`; empty when it does not converge.
[[nodiscard]] std::optional<PairFixedPoint> pair_fixed_point(const Problem& problem, double split,
                                                             const PairFixedPoint& guess);

/// The fold: the highest temperature with a collapsed pair on the mode at +R e.
struct PairFold {
  double sum;
  double difference;
  double log_temperature;  ///< may be negative: then no collapsed pair exists at any T >= 1
};

/// Followed from the point (R_c, T = 1, b = 0), where all paths and variances agree, in R and then in
/// b. Empty when the fold cannot be followed (it leaves through T -> 0, or ends with large |b|).
[[nodiscard]] std::optional<PairFold> pair_fold(const Problem& problem);

/// Where no collapsed pair exists at `temperature`: 1/(the slowest relative growth rate of D along
/// dS/dt = 0, y = 0), the time a collapsed run lingers. Empty when a collapsed pair does exist.
[[nodiscard]] std::optional<double> escape_time_scale(const Problem& problem, double temperature);

}  // namespace annealvi
