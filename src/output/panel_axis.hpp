// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Vertical axes of panels one above the other.
#pragma once

#include <span>
#include <string>

namespace annealvi {

/// Commands for a linear axis over `span` with about `tics` tics at round numbers.
[[nodiscard]] std::string linear_axis(double span, double tics);

/// Commands for an axis that shows `values` well: logarithmic when all are positive and far apart.
[[nodiscard]] std::string panel_axis(std::span<const double> values);

}  // namespace annealvi
