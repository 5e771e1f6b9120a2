// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace annealvi {

/// Value below which `share` (0 to 1) of the values lie: linear between order statistics at the
/// positions 0 to n - 1. `sorted` ascends and is not empty.
[[nodiscard]] inline double quantile(const std::vector<double>& sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace annealvi
