// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S6): the average over the random Gram matrix of two independent normal means, orthogonal to e:
// theory/collapse_probability.md (Gram matrix).
#pragma once

#include "annealvi/dynamics/span_expectation.hpp"

#include <cstddef>
#include <functional>

namespace annealvi {

/// Inner products of mu_1 + mu_2 and mu_1 - mu_2, in units of 2 sigma0^2.
struct GramPoint {
  double squared_sum, gram_difference, squared_distance;
};

/// What the average is centred on: median lengths, orthogonal. All zero for dimension 1.
[[nodiscard]] GramPoint central_gram(double dimension);

/// Average of a smooth P > 0 in `dimension` = d >= 1. `distance_only`: P depends on |mu_1 - mu_2|
/// alone. P is called at most about 30 times, first at the centre, and less often when the error
/// falls below `wanted` before.
[[nodiscard]] Estimate average_over_gram(double dimension, bool distance_only, double wanted,
                                         const std::function<double(const GramPoint&)>& P);

}  // namespace annealvi
