// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/frame_matrices.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

void turn_into_lower(std::span<double> matrix, std::size_t rows, std::size_t columns) {
  // Householder reflections from the right, row by row.
  constexpr double least_squared_length = 1e-300;
  for (std::size_t i = 0; i < std::min(rows, columns); ++i) {
    double* row = matrix.data() + i * columns;
    double rest = 0.0;
    for (std::size_t c = i + 1; c < columns; ++c) rest += row[c] * row[c];
    if (rest < least_squared_length) {
      std::fill(row + i + 1, row + columns, 0.0);
      continue;
    }
    const double old = row[i], length = std::sqrt(old * old + rest);
    const double diagonal = old > 0.0 ? -length : length;
    const double first = old - diagonal;
    const double factor = 2.0 / (first * first + rest);
    for (std::size_t k = i + 1; k < rows; ++k) {
      double* other = matrix.data() + k * columns;
      double along = first * other[i];
      for (std::size_t c = i + 1; c < columns; ++c) along += row[c] * other[c];
      along *= factor;
      other[i] -= along * first;
      for (std::size_t c = i + 1; c < columns; ++c) other[c] -= along * row[c];
    }
    row[i] = diagonal;
    std::fill(row + i + 1, row + columns, 0.0);
  }
}

void factor_in_place(std::span<double> matrix, std::size_t size) {
  constexpr double rounding = 1e-13;
  for (std::size_t j = 0; j < size; ++j) {
    const double* own_row = matrix.data() + j * size;
    const double own = own_row[j];
    double pivot = own;
    for (std::size_t c = 0; c < j; ++c) pivot -= own_row[c] * own_row[c];
    const double root = pivot > rounding * own ? std::sqrt(pivot) : 0.0;
    const double inverse = root > 0.0 ? 1.0 / root : 0.0;
    for (std::size_t i = j + 1; i < size; ++i) {
      double* row = matrix.data() + i * size;
      double rest = row[j];
      for (std::size_t c = 0; c < j; ++c) rest -= row[c] * own_row[c];
      row[j] = rest * inverse;
    }
    matrix[j * size + j] = root;
    std::fill_n(matrix.data() + j * size + j + 1, size - j - 1, 0.0);
  }
}

void write_gram(std::span<const double> coordinates, std::size_t rows, std::size_t columns,
                std::span<double> gram) {
  for (std::size_t k = 0; k < rows; ++k) {
    for (std::size_t l = k; l < rows; ++l) {
      double product = 0.0;
      for (std::size_t c = 0; c < columns; ++c) {
        product += coordinates[k * columns + c] * coordinates[l * columns + c];
      }
      gram[k * rows + l] = gram[l * rows + k] = product;
    }
  }
}

void add_squared_distances(std::span<const double> coordinates, std::size_t rows,
                           std::size_t columns, std::span<double> distances) {
  for (std::size_t k = 0; k < rows; ++k) {
    for (std::size_t l = k + 1; l < rows; ++l) {
      double distance = 0.0;
      for (std::size_t c = 0; c < columns; ++c) {
        const double apart = coordinates[k * columns + c] - coordinates[l * columns + c];
        distance += apart * apart;
      }
      distances[k * rows + l] += distance;
      distances[l * rows + k] += distance;
    }
  }
}

}  // namespace annealvi
