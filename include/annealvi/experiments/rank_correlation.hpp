// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Do two lists of numbers have the same order?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace annealvi {

struct RankCorrelation {
  double coefficient;  ///< Spearman's rho, in [-1, 1]
  double p_value;      ///< two-sided, in (0, 1]
  std::size_t points;
};

/// Spearman's rho of x and y, equal values sharing their mean rank. p is the share of permutations
/// of y whose |rho| is not smaller, of 99999 random ones and the given order: at least 1e-5, with a
/// binomial error of at most 0.0016. Empty for fewer than 3 points, and where all x or all y are
/// equal. A function of x, y and seed. Throws std::invalid_argument for different lengths and for
/// values that are not finite. Cost: 99999 sorts of the points.
[[nodiscard]] std::optional<RankCorrelation> rank_correlation(std::span<const double> x,
                                                              std::span<const double> y,
                                                              std::uint64_t seed);

}  // namespace annealvi
