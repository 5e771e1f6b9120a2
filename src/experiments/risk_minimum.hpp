// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The lowest collapse probability over one positive number, with few evaluations: log P is flat at
// its minimum.
#pragma once

#include "experiments/risk_search.hpp"

namespace annealvi {

/// The local minimum that `start` leads to: steps of a factor 1.25 downhill until three values
/// bracket it, then the lowest point of the parabola through them. Four evaluations from a good
/// start; for log P = c (log x)^2 + ... the minimum is exact, and it is within 1e-3 where log P
/// changes smoothly over a factor 1.25. A failed sample is returned when P at `start` fails.
[[nodiscard]] RiskSample follow_minimum(const RiskOfValue& function, double from, double to,
                                        double start);

/// The minimum of log P on [from, to]: scan of `count` points, then follow_minimum from the lowest.
/// A failed sample is returned when nothing could be computed.
[[nodiscard]] RiskSample minimise_risk(const RiskOfValue& function, double from, double to,
                                       std::size_t count);

}  // namespace annealvi
