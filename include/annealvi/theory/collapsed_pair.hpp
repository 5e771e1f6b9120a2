// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The split pair on one mode at a temperature held fixed: theory/safe_temperature.md (L6). Fixed
// points of (F4') with y = 0 and 0 < D < S, for equal component weights.
#pragma once

#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

struct PairFixedPoint {
  double sum;  ///< S
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

enum class FoldStatus {
  found,
  continuous,   ///< no fold: with rising T the pair's second overlap passes through 0 continuously,
                ///< or the pair exists at every T
  not_followed  ///< numerical failure; for R < R_c the fold may have left through T -> 0
};

struct PairFoldSearch {
  FoldStatus status;
  PairFold fold;  ///< when found; continuous: where m_2 reaches 0, or the hottest pair computed
};

/// Followed from the point (R_c, T = 1, b = 0), where all paths and variances agree, in R and then
/// in b; where that loses it, looked for along the curve of fixed points.
[[nodiscard]] PairFoldSearch pair_fold(const Problem& problem);

/// A pair at rest on the mode at +R e.
struct PairState {
  double first, second;  ///< m_1 > m_2 > 0, each with its relative accuracy
  double difference;     ///< D = m_1 - m_2, likewise
};

/// Below the fold there are two: the stable pair and the saddle, which has the larger split.
enum class PairBranch { stable, saddle };

/// The pair of `branch` at `temperature` below `fold`, of the same problem; relative error 1e-6 for
/// m_1 - m_2 and 1e-9 otherwise, except within 1e-9 of the fold, where both branches are steep.
/// Empty at or above the fold, and when the branch cannot be followed.
[[nodiscard]] std::optional<PairState> pair_state(const Problem& problem, const PairFold& fold,
                                                  double temperature, PairBranch branch);

/// Where no collapsed pair exists at `temperature`: 1/(the slowest relative growth rate of D along
/// dS/dt = 0, y = 0), the time a collapsed run lingers. Empty when a collapsed pair does exist.
[[nodiscard]] std::optional<double> escape_time_scale(const Problem& problem, double temperature);

}  // namespace annealvi
