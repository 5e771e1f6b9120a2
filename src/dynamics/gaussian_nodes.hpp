// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Nodes and weights for N(0, I) that resolve a softmax of given steepness: theory/mixture.md
// (Expectations).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace annealvi::detail {

/// Rows that share a table of nodes in the first axes, in blocks of four; along a row the other
/// axes stand still. One row of a product rule is a piece of a line; of the other rules, a rule.
struct GaussianNodes {
  struct Row {
    std::size_t first, last;  ///< nodes first..last-1 of the table, multiples of 4
    double weight;
  };
  std::size_t axes = 0, table_axes = 0, count = 0;
  std::vector<double> coordinates;  ///< table_axes x count
  std::vector<double> weights;      ///< count
  std::vector<Row> rows;
  std::vector<double> places;  ///< rows x (axes - table_axes)
  std::size_t replicates = 1;  ///< independent rules of rows/replicates rows, one by one, sum 1
  double error = 0.0;          ///< of a single rule, expected beforehand
};

/// exp(-L) is the size of the first neglected terms of a trapezoidal rule. This many more than
/// log(1/error), for the factors in front of them.
inline constexpr double trapezoid_reserve = 2.0;

/// Product trapezoidal rule within a ball; `accuracy` = L. Along axis i the integrand is analytic
/// for |Im z| < pi/steepness_i.
[[nodiscard]] GaussianNodes product_nodes(std::span<const double> steepness, double accuracy);

/// The largest L <= `wanted` whose product rule has at most about `most_nodes` nodes; 0 if none.
[[nodiscard]] double affordable_accuracy(std::span<const double> steepness, double wanted,
                                         std::size_t most_nodes);

/// One axis, any steepness: Gauss-Legendre panels, small only where two lines that matter compete,
/// be it with e^l or with e^(power l), power <= 1.
[[nodiscard]] GaussianNodes panel_nodes(std::span<const double> values,
                                        std::span<const double> slopes, double power);

/// Sobol points with random shifts of their digits, each point with its mirror image, through the
/// inverse normal distribution. Eight replicates, `most_nodes` in all (rounded down to 2^m, at
/// least 64). Made once per (axes, most_nodes); safe from several threads.
[[nodiscard]] const GaussianNodes& quasi_random_nodes(std::size_t axes, std::size_t most_nodes);

}  // namespace annealvi::detail
