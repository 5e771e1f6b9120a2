// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Average over y(0) = 2 sigma0^2 chi^2(d - 1) in (S4): theory/collapse_probability.md.
#pragma once

#include "theory/probability_parts.hpp"

#include <functional>
#include <vector>

namespace annealvi {

struct QuadratureNode {
  double value;
  double weight;
};

/// Gauss nodes of the chi^2 law with `degrees_of_freedom` > 0 (generalised Gauss-Laguerre),
/// ascending, weights summing to 1: exact for polynomials of degree 2 count - 1. Accurate up to
/// 1e15 degrees.
[[nodiscard]] std::vector<QuadratureNode> chi_squared_nodes(double degrees_of_freedom, int count);

/// P > 0 at chi^2 with an inner resolution `order` (4, 8, ...), and *moved = P with the unresolved
/// part of that order added with its sign, so that errors cancel in the average.
using ResolvedFunction =
    std::function<double(double chi_squared, std::size_t order, double* moved)>;

/// E P(chi^2) to about `wanted`: the three-point Gauss rule where its own differences say that it
/// is enough (many degrees of freedom), else log P interpolated in the chi variable.
[[nodiscard]] Estimate average_over_chi_squared(double degrees_of_freedom, double wanted,
                                                const ResolvedFunction& P);

}  // namespace annealvi
