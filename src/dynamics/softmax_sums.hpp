// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sums over nodes of softmax functions of lines l_a = value_a + slope_a.z, four nodes at a time.
#pragma once

#include "dynamics/gaussian_nodes.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace annealvi::detail {

struct Lines {
  std::size_t axes = 0;
  std::vector<double> values;  ///< M
  std::vector<double> slopes;  ///< M rows of `axes`
  [[nodiscard]] std::size_t count() const { return values.size(); }
};

/// Over one replicate of `nodes`: sums = (M means of softmax, mean of sum_a softmax_a slope_a.z,
/// mean of log sum_a e^(l_a) or, if that is not wanted, 0).
void softmax_sums(const Lines& lines, const GaussianNodes& nodes, std::size_t replicate,
                  bool want_log_sum, std::span<double> sums);

/// Over one replicate: the M x M means of softmax_a softmax_b.
void shared_sums(const Lines& lines, const GaussianNodes& nodes, std::size_t replicate,
                 std::span<double> sums);

/// The mean of (sum_a e^(l_a))^power / sum_a e^(power l_a) over one replicate.
[[nodiscard]] double power_ratio_sum(const Lines& lines, const GaussianNodes& nodes,
                                     std::size_t replicate, double power);

}  // namespace annealvi::detail
