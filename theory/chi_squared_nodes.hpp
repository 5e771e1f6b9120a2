// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Average over y(0) = 2 sigma0^2 chi^2(d - 1) in (S4): theory/collapse_probability.md.
#pragma once

#include <vector>

namespace annealvi {

struct QuadratureNode {
  double value;
  double weight;
};

/// Gauss nodes of the chi^2 law with `degrees_of_freedom` > 0 (generalised Gauss-Laguerre), ascending,
/// weights summing to 1: exact for polynomials of degree 2 count - 1. Accurate up to 1e15 degrees.
[[nodiscard]] std::vector<QuadratureNode> chi_squared_nodes(double degrees_of_freedom, int count);

}  // namespace annealvi
