// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Coordinates of means whose inner products are known, and frames that follow them:
// theory/simulation.md (Any mixture).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace annealvi {

/// rows x columns, row-major, lower trapezoidal: rows with the inner products `gram` (rows x rows).
/// Throws std::invalid_argument when it is not finite and positive semidefinite (up to a relative
/// 1e-12) or has a rank above `columns`.
[[nodiscard]] std::vector<double> coordinates_of_gram(std::span<const double> gram,
                                                      std::size_t rows, std::size_t columns);

/// Turns the rows of `matrix` (rows x columns, row-major) by one rotation or reflection, so that
/// entry (i, j) is zero for j > i. Any rank. Lengths below 1e-150 count as zero.
void turn_into_lower(std::span<double> matrix, std::size_t rows, std::size_t columns);

/// Replaces a positive semidefinite `matrix` (size x size) by a lower triangle L with L L^T equal to
/// it. A pivot within rounding (a relative 1e-13) of zero ends its column.
void factor_in_place(std::span<double> matrix, std::size_t size);

/// gram (rows x rows): inner products of the rows of `coordinates` (rows x columns).
void write_gram(std::span<const double> coordinates, std::size_t rows, std::size_t columns,
                std::span<double> gram);

/// Adds the squared distances of these rows to `distances` (rows x rows).
void add_squared_distances(std::span<const double> coordinates, std::size_t rows,
                           std::size_t columns, std::span<double> distances);

}  // namespace annealvi
