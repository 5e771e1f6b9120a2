// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The loops over coordinates of full SGD. Every array has a multiple of `kernel_lanes` entries, the
// unused ones zero; sums run over fixed lanes, so results do not depend on the instruction set.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace annealvi {

inline constexpr std::size_t kernel_lanes = 32;

[[nodiscard]] inline std::size_t padded_length(std::size_t length) {
  return (length + kernel_lanes - 1) / kernel_lanes * kernel_lanes;
}

/// sum_i a_i b_i; single-precision products, summed in double beyond 4096 terms a lane.
[[nodiscard]] double dot(std::span<const float> a, std::span<const float> b);

/// sum += factor * z
void add_scaled(std::span<float> sum, double factor, std::span<const float> z);

/// Inner products of the two means after an update.
struct InnerProducts {
  double q11 = 0.0, q12 = 0.0, q22 = 0.0;
  double squared_distance = 0.0;  ///< of its own: q11 - 2 q12 + q22 would cancel
};

/// mean_k <- sum_j matrix[k][j] mean_j - step * noise_k for both k at once, without the noise term
/// where `noise` is empty; difference <- mean_1 - mean_2 in single precision.
InnerProducts update_means(std::array<std::span<double>, 2> mean,
                           const std::array<std::array<double, 2>, 2>& matrix, double step,
                           std::array<std::span<const float>, 2> noise,
                           std::span<float> difference);

/// Any number of means as rows of one array, with what `update_rows` keeps about them.
struct MeanRows {
  MeanRows(std::size_t row_count, std::size_t dimension);

  std::size_t rows, length;    ///< length: padded
  std::vector<double> means;   ///< rows x length
  std::vector<float> rounded;  ///< the same in single precision
  std::vector<double> gram;    ///< rows x rows, inner products
  std::vector<double> scratch;

  [[nodiscard]] std::span<double> row(std::size_t k) {
    return std::span(means).subspan(k * length, length);
  }
  [[nodiscard]] std::span<const float> rounded_row(std::size_t k) const {
    return std::span(rounded).subspan(k * length, length);
  }
};

/// mean_k <- sum_j matrix[k,j] mean_j - step * noise_k for all rows at once, without the noise term
/// where `noise` (rows x length) is empty; everything else in `rows` follows.
void update_rows(MeanRows& rows, std::span<const double> matrix, double step,
                 std::span<const float> noise);

}  // namespace annealvi
