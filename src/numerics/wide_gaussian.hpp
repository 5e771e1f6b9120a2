// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the expectations over a wide Gaussian (a > 1) share: which nodes matter, the factor in front
// of their sum, and the reflection about m = a^2.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "numerics/compensated.hpp"
#include "numerics/expectation_sums.hpp"

namespace annealvi::detail {

/// Not finite, or so large that products of squares might overflow.
[[nodiscard]] inline bool outside_domain(double m, double a) {
  constexpr double largest = 1e100;
  return !(std::abs(m) <= largest && a <= largest);
}

struct WideGaussian {
  double deviation;          ///< a
  Compensated variance;      ///< a^2
  Compensated step_variance; ///< 1 + 2 a^2: E erf(m + a z) = erf(m/sqrt(1 + 2 a^2))

  explicit WideGaussian(double a) : deviation(a), variance(square_of(a)) {
    const double twice = 2 * variance.value;
    step_variance.value = 1 + twice;
    step_variance.rest = (twice - (step_variance.value - 1)) + 2 * variance.rest;
  }

  /// Nodes for a remainder falling like exp(-2 u): up to where it has fallen by exp(-37) relative
  /// to its size at u = 0. Means beyond a^2 are needed absolutely only, up to the pairs around a^2.
  [[nodiscard]] WideNodes nodes(double m) const {
    const double tilt = m / variance.value, slope = 2 - tilt;
    if (tilt > 1.25) return {deviation, tilt, 18.5};
    return {deviation, tilt, 74 / (slope + std::sqrt(slope * slope + 74 / variance.value))};
  }
  /// The same when only the absolute error counts.
  [[nodiscard]] WideNodes nodes_for_absolute(double m) const {
    WideNodes nodes_ = nodes(m);
    nodes_.reach = std::min(nodes_.reach, 18.5);
    return nodes_;
  }

  /// E f(m + a z) = factor * exponential * sum over nodes.
  [[nodiscard]] double node_factor() const {
    return wide_step * std::numbers::sqrt2 * std::numbers::inv_sqrtpi / deviation;
  }
  [[nodiscard]] double node_factor(Compensated m) const {
    return node_factor() * exp_of_minus(square_over(m, {2 * variance.value, 2 * variance.rest}));
  }
  [[nodiscard]] Compensated step_exponent(Compensated m) const {
    return square_over(m, step_variance);
  }
  /// Beyond this mean, 1 - T < 2 exp(2 a^2 - 2 m) < 1e-17.
  [[nodiscard]] double saturation() const { return variance.value + 20; }
};

/// Multiplying a Gaussian by exp(-2 u) turns its mean m into m - 2 a^2; then u changes its sign.
struct Reflection {
  Compensated mean;  ///< 2 a^2 - m
  double factor;     ///< exp(2 a^2 - 2 m)

  Reflection(Compensated m, const WideGaussian& gaussian) {
    const Compensated gap = difference_of(gaussian.variance.value, m.value);
    const double rest = gap.rest + gaussian.variance.rest - m.rest;
    factor = std::exp(2 * gap.value) * (1 + 2 * rest);
    mean = difference_of(gap.value, -gaussian.variance.value);
    mean.rest += rest + gaussian.variance.rest;
  }
};

/// T(m, a), m >= 0, a > 1; absolute accuracy where T -> 1, relative as m -> 0.
double wide_tanh(double m, const WideGaussian& gaussian);
/// 1 - T(m, a), a > 1, m <= a^2 (either sign).
double wide_complement(Compensated m, const WideGaussian& gaussian);
/// 1 - T(m, a), a > 1, any m.
double wide_complement_any(Compensated m, const WideGaussian& gaussian);

}  // namespace annealvi::detail
