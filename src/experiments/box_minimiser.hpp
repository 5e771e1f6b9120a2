// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Minimum of a function of several variables between bounds, without derivatives. The only place
// that knows NLopt.
#pragma once

#include <functional>
#include <vector>

namespace annealvi {

struct BoxMinimum {
  std::vector<double> x;
  double value = 0.0;
  int evaluations = 0;
};

struct BoxOptions {
  double initial_step = 0.1;   ///< in every coordinate
  double tolerance = 1e-3;     ///< of every coordinate
  int most_evaluations = 300;  ///< then the best so far is returned
};

/// Local minimum of `function` on lower <= x <= upper, from `start` (Powell's COBYLA, linear models
/// on a simplex). Deterministic. Never worse than the start; values that are not finite count as
/// very large. Exceptions of `function` reach the caller. Throws std::invalid_argument for sizes or
/// bounds that make no sense.
[[nodiscard]] BoxMinimum minimise_in_box(
    const std::function<double(const std::vector<double>&)>& function, std::vector<double> start,
    const std::vector<double>& lower, const std::vector<double>& upper, const BoxOptions& options);

}  // namespace annealvi
