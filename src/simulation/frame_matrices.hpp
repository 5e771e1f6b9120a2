// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Small matrices of the frame that follows the means: theory/simulation.md (Reduced).
#pragma once

#include <cstddef>
#include <span>

namespace annealvi {

/// Turns the rows of `matrix` (rows x columns, row-major) by one rotation or reflection, so that
/// entry (i, j) is zero for j > i. Any rank. Lengths below 1e-150 count as zero.
void turn_into_lower(std::span<double> matrix, std::size_t rows, std::size_t columns);

/// Replaces a positive semidefinite `matrix` (size x size) by a lower triangle L with L L^T equal
/// to it. A pivot within rounding (a relative 1e-13) of zero ends its column.
void factor_in_place(std::span<double> matrix, std::size_t size);

/// gram (rows x rows): inner products of the rows of `coordinates` (rows x columns).
void write_gram(std::span<const double> coordinates, std::size_t rows, std::size_t columns,
                std::span<double> gram);

/// Adds the squared distances of these rows to `distances` (rows x rows).
void add_squared_distances(std::span<const double> coordinates, std::size_t rows,
                           std::size_t columns, std::span<double> distances);

}  // namespace annealvi
