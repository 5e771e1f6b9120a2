// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Softmax expectations summed over a fine grid, from their definition: no frame, no line left out,
// no closed form.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace annealvi::test {

struct LineSet {
  std::size_t axes = 1;
  std::vector<double> values, slopes;
  [[nodiscard]] std::size_t count() const { return values.size(); }
};

struct SoftmaxIntegral {
  std::vector<double> mean;
  double variance_of_slopes = 0.0;  ///< E of |slope|^2 under softmax less |its mean|^2
  double log_sum = 0.0;
  double power_ratio = 0.0;
};

/// Trapezoidal rule in all axes, |z_i| < 8.5, with a step that resolves poles at pi/steepness to
/// e^-32.
inline SoftmaxIntegral integrate_softmax(const LineSet& lines, double power = 0.5) {
  const std::size_t M = lines.count(), n = lines.axes;
  double steepness = 0.5;
  for (std::size_t a = 0; a < M; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      double squared = 0.0;
      for (std::size_t i = 0; i < n; ++i)
        squared += std::pow(lines.slopes[a * n + i] - lines.slopes[b * n + i], 2);
      steepness = std::max(steepness, std::sqrt(squared));
    }
  const double h = std::min(0.4, 2.0 * std::pow(std::numbers::pi, 2) / (32.0 * steepness + 5.0));
  const int last = static_cast<int>(8.5 / h);
  SoftmaxIntegral sum;
  sum.mean.assign(M, 0.0);
  long double log_sum = 0.0L;  // of the size of the steepness, from up to 1e6 terms
  std::vector<double> heights(M), softmax(M), z(n);
  std::vector<int> index(n, -last);
  for (bool more = true; more;) {
    double density = 1.0;
    for (std::size_t i = 0; i < n; ++i) {
      z[i] = h * index[i];
      density *= h * std::exp(-0.5 * z[i] * z[i]) / std::sqrt(2.0 * std::numbers::pi);
    }
    for (std::size_t a = 0; a < M; ++a) {
      heights[a] = lines.values[a];
      for (std::size_t i = 0; i < n; ++i) heights[a] += lines.slopes[a * n + i] * z[i];
    }
    const double top = *std::max_element(heights.begin(), heights.end());
    double total = 0.0, total_of_powers = 0.0;
    for (std::size_t a = 0; a < M; ++a) {
      total += softmax[a] = std::exp(heights[a] - top);
      total_of_powers += std::exp(power * (heights[a] - top));
    }
    for (std::size_t a = 0; a < M; ++a) {
      softmax[a] /= total;
      sum.mean[a] += density * softmax[a];
    }
    for (std::size_t i = 0; i < n; ++i) {
      double mean = 0.0, variance = 0.0;
      for (std::size_t a = 0; a < M; ++a) mean += softmax[a] * lines.slopes[a * n + i];
      for (std::size_t a = 0; a < M; ++a)
        variance += softmax[a] * std::pow(lines.slopes[a * n + i] - mean, 2);
      sum.variance_of_slopes += density * variance;
    }
    log_sum += density * (top + std::log(total));
    sum.power_ratio += density * std::pow(total, power) / total_of_powers;
    std::size_t axis = 0;
    while (axis < n && ++index[axis] > last) index[axis++] = -last;
    more = axis < n;
  }
  sum.log_sum = static_cast<double>(log_sum);
  return sum;
}

}  // namespace annealvi::test
