// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Polynomial interpolation at nested Chebyshev points, for the smooth functions of theory/.
#pragma once

#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace annealvi {

/// Polynomial of degree n = values.size() - 1 >= 1 through values at the points
/// (left + right)/2 + (right - left)/2 cos(pi j/n), j = 0..n. Doubling n keeps the old points.
class ChebyshevInterpolant {
 public:
  ChebyshevInterpolant(double left, double right, std::vector<double> values)
      : left_(left), right_(right), values_(std::move(values)) {
    const std::size_t n = values_.size() - 1;
    for (std::size_t j = 0; j <= n; ++j) points_.push_back(point(left, right, j, n));
  }

  [[nodiscard]] static double point(double left, double right, std::size_t j, std::size_t n) {
    return 0.5 * (left + right) +
           0.5 * (right - left) * math::cos_pi(static_cast<double>(j) / static_cast<double>(n));
  }

  /// Inside the interval the polynomial (barycentric formula); outside, a straight line with the
  /// slope of the end.
  [[nodiscard]] double operator()(double x) const {
    if (x < left_) return inside(left_) + (x - left_) * end_slope(left_, +1.0);
    if (x > right_) return inside(right_) + (x - right_) * end_slope(right_, -1.0);
    return inside(x);
  }

  /// Size of the last two Chebyshev coefficients: how well the values are resolved.
  [[nodiscard]] double tail() const {
    const std::size_t n = values_.size() - 1;
    return std::max(std::abs(coefficient(n - 1)), std::abs(coefficient(n)));
  }

  /// The larger of the last two coefficients, with its sign.
  [[nodiscard]] double signed_tail() const {
    const std::size_t n = degree();
    const double last = coefficient(n), before = coefficient(n - 1);
    return std::abs(last) > std::abs(before) ? last : before;
  }

  /// Of the polynomial over the interval (Clenshaw and Curtis' rule).
  [[nodiscard]] double integral() const {
    double sum = 0.0;
    for (std::size_t k = 0; k <= degree(); k += 2)
      sum += coefficient(k) / (1.0 - static_cast<double>(k * k));
    return (right_ - left_) * sum;
  }

  /// Of integral(), when coefficients beyond are no larger than the last three: k contributes at
  /// most 2/(k^2 - 1) of itself.
  [[nodiscard]] double integral_error() const {
    const auto n = static_cast<double>(degree());
    return (right_ - left_) / n * std::max(tail(), std::abs(coefficient(degree() - 2)));
  }

  [[nodiscard]] std::size_t degree() const { return values_.size() - 1; }
  [[nodiscard]] double left() const { return left_; }
  [[nodiscard]] double right() const { return right_; }

 private:
  [[nodiscard]] double inside(double x) const {
    const std::size_t n = values_.size() - 1;
    double numerator = 0.0, denominator = 0.0;
    for (std::size_t j = 0; j <= n; ++j) {
      const double distance = x - points_[j];
      if (distance == 0.0) return values_[j];
      const double weight = (j % 2 == 0 ? 1.0 : -1.0) * (j == 0 || j == n ? 0.5 : 1.0) / distance;
      numerator += weight * values_[j];
      denominator += weight;
    }
    return numerator / denominator;
  }
  [[nodiscard]] double end_slope(double end, double direction) const {
    const double step = 1e-3 * (right_ - left_);
    return direction * (inside(end + direction * step) - inside(end)) / step;
  }
  [[nodiscard]] double coefficient(std::size_t k) const {
    const std::size_t n = values_.size() - 1;
    double sum = 0.0;
    for (std::size_t j = 0; j <= n; ++j)
      sum += (j == 0 || j == n ? 0.5 : 1.0) * values_[j] *
             math::cos_pi(static_cast<double>(j * k) / static_cast<double>(n));
    return sum * (k == 0 || k == n ? 1.0 : 2.0) / static_cast<double>(n);
  }

  double left_, right_;
  std::vector<double> values_, points_;
};

}  // namespace annealvi
