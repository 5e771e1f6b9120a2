// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Exponentials whose argument is a rounded quotient or difference, with the rounding put back:
// exp(-x) turns an error eps x of its argument into a relative one, up to 700 eps.
#pragma once

#include <cmath>
#include <numbers>

#include "numerics/elementary.hpp"

namespace annealvi::detail {

/// A real number as the nearest double and what is left of it.
struct Compensated {
  double value;
  double rest = 0;

  [[nodiscard]] constexpr Compensated operator-() const { return {-value, -rest}; }
};

[[nodiscard]] constexpr Compensated difference_of(double a, double b) {
  const double value = a - b;
  const double subtracted = a - value;
  return {value, (a - (value + subtracted)) + (subtracted - b)};
}

/// a b exactly, by Dekker's splitting into halves of 26 bits: std::fma would be a library call that
/// costs more. |a|, |b| < 1e290.
[[nodiscard]] constexpr Compensated product_of(double a, double b) {
  constexpr double splitter = 0x1p27 + 1;
  const double value = a * b, a_scaled = splitter * a, b_scaled = splitter * b;
  const double a_high = a_scaled - (a_scaled - a), a_low = a - a_high;
  const double b_high = b_scaled - (b_scaled - b), b_low = b - b_high;
  return {value, ((a_high * b_high - value) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

[[nodiscard]] constexpr Compensated square_of(double a) {
  return product_of(a, a);
}

/// m^2/variance, the exponent of a Gaussian factor.
[[nodiscard]] inline Compensated square_over(Compensated m, Compensated variance) {
  const double quotient = m.value * m.value / variance.value;
  if (quotient < 4) return {quotient};  // the rounding is below 4 eps here: not worth its cost
  const Compensated square = square_of(m.value);
  const Compensated product = product_of(quotient, variance.value);
  const double residual = (square.value - product.value) + (square.rest - product.rest) +
                          (2 * m.value * m.rest - quotient * variance.rest);
  return {quotient, residual / variance.value};
}

[[nodiscard]] inline double exp_of_minus(Compensated x) {
  return math::exp(-x.value) * (1 - x.rest);
}

/// erfc(sqrt(x)). Its logarithmic derivative in t = sqrt(x) is close to -(t + sqrt(t^2 + 4/pi)).
[[nodiscard]] inline double erfc_of_root(Compensated x) {
  const double t = std::sqrt(x.value);
  if (x.value < 4) return math::erfc(t);
  const Compensated square = square_of(t);
  const double shift = (x.rest - ((square.value - x.value) + square.rest)) / (2 * t);
  return math::erfc(t) * (1 - shift * (t + std::sqrt(t * t + 4 * std::numbers::inv_pi)));
}

}  // namespace annealvi::detail
