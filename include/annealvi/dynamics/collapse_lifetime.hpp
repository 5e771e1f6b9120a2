// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// How long a collapse lasts when the weights are trained: theory/mixture.md (Lifetime of a
// collapse).
#pragma once

#include "annealvi/dynamics/mixture_flow.hpp"
#include "annealvi/model/coverage.hpp"

namespace annealvi {

struct CollapseLifetime {
  double time;     ///< how long the state was followed
  bool recovered;  ///< no mode is lost after `time`; else the collapse lasts longer than `time`
};

/// Follows the flow from `collapsed` at T = 1 until no mode is lost, at most for the time `longest`
/// and 20000 steps (a second or so for two components). Relative accuracy of some per cent. Throws
/// std::invalid_argument unless longest > 0.
[[nodiscard]] CollapseLifetime collapse_lifetime(const MixtureProblem& problem,
                                                 const MixtureState& collapsed,
                                                 const CoverageRule& rule, double longest,
                                                 const SpanOptions& options);

}  // namespace annealvi
