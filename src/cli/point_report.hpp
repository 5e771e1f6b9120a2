// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What curves and phase diagrams say about the status of their points.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

#include <span>

namespace annealvi::cli {

/// One line to standard error for each status that is less than done, failures apart, and one for
/// undecided runs. Nothing where all is well.
void report_statuses(std::span<const CurvePoint> points);

}  // namespace annealvi::cli
