// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the expectations over a wide Gaussian (a > 1) share: which nodes matter, the factors in
// front of their sums, and the reflection about m = a^2.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "numerics/compensated.hpp"
#include "numerics/elementary.hpp"
#include "numerics/wide_sums.hpp"

namespace annealvi::detail {

/// Not finite, or so large that products of squares might overflow.
[[nodiscard]] inline bool outside_domain(double m, double a) {
  constexpr double largest = 1e100;
  return !(std::abs(m) <= largest && a <= largest);
}

struct WideGaussian {
  double deviation;         ///< a
  double variance;          ///< a^2, rounded
  double inverse_variance;  ///< 1/a^2
  /// r = 1/(2 (1 + a^2)) and its root: E erf((m + a z)/sqrt 2) = erf(m sqrt r)
  double step_scale, step_root;

  ANNEALVI_ALWAYS_INLINE explicit WideGaussian(double a)
      : deviation(a),
        variance(a * a),
        inverse_variance(1 / variance),
        step_scale(0.5 / (1 + variance)),
        step_root(std::sqrt(step_scale)) {}

  /// Nodes for a remainder falling like exp(-2 u): up to where it has fallen by exp(-37) relative
  /// to its size at u = 0. Means beyond a^2 are needed absolutely only, up to the pairs around a^2.
  /// `weight_exponent` rides along, see WideNodes.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE WideNodes nodes(double m, double weight_exponent = 0) const {
    const double tilt = m * inverse_variance, slope = 2 - tilt;
    WideNodes nodes_{inverse_variance, tilt, 18.5, 0, weight_exponent};
    if (nodes_.near()) {
      nodes_.reach = 74 / (slope + std::sqrt(slope * slope + 74 * inverse_variance));
      nodes_.gain_exponent = step_gain(m);
    }
    return nodes_;
  }
  /// The same when only the absolute error counts, with the rounded exponent of the weight.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE WideNodes nodes_for_absolute(double m) const {
    WideNodes nodes_ = nodes(m, m * m * inverse_variance / 2);
    nodes_.reach = std::min(nodes_.reach, 18.5);
    return nodes_;
  }

  /// E f(m + a z) = node_factor exp(-m^2/(2 a^2)) * sum over nodes.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE double node_factor(double step = wide_step) const {
    constexpr double normalisation = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    return step * normalisation * (deviation * inverse_variance);
  }
  /// m^2/(2 a^2). Below 16 its own rounding is not worth correcting.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE Compensated exponent(Compensated m) const {
    const double twice = m.value * m.value * inverse_variance;
    if (twice < 32) return {twice / 2, m.value * m.rest * inverse_variance};
    const Compensated square = square_of(m.value), exact_variance = square_of(deviation);
    const Compensated product = product_of(twice, exact_variance.value);
    const double residual = (square.value - product.value) + (square.rest - product.rest) +
                            (2 * m.value * m.rest - twice * exact_variance.rest);
    return {twice / 2, residual * inverse_variance / 2};
  }
  /// exp(-m^2/(2 a^2)), shared by the closed parts and the sums.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE double weight(Compensated m) const {
    return exp_of_minus(exponent(m));
  }
  /// m^2/(2 a^2) - r m^2, by which the closed parts fall more slowly: at most tilt^2/2.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE double step_gain(double m) const {
    return m * m * inverse_variance * step_scale;
  }
  /// Beyond this mean, 1 - T < 2 exp(2 a^2 - 2 m) < 1e-17.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE double saturation() const { return variance + 20; }
};

/// Multiplying a Gaussian by exp(-2 u) turns its mean m into m - 2 a^2; then u changes its sign.
struct Reflection {
  Compensated mean;  ///< 2 a^2 - m
  double factor;     ///< exp(2 a^2 - 2 m)

  ANNEALVI_ALWAYS_INLINE Reflection(Compensated m, const WideGaussian& gaussian) {
    const Compensated gap = difference_of(gaussian.variance, m.value);
    const double variance_rest = square_of(gaussian.deviation).rest;
    const double rest = gap.rest + variance_rest - m.rest;
    factor = math::exp(2 * gap.value) * (1 + 2 * rest);
    mean = difference_of(gap.value, -gaussian.variance);
    mean.rest += rest + variance_rest;
  }
};

/// 1 - T(m, a), a > 1, any m.
double wide_complement(Compensated m, double a);

}  // namespace annealvi::detail
