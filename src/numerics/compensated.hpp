// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Exponentials whose argument is a rounded quotient or difference, with the rounding put back:
// exp(-x) turns an error eps x of its argument into a relative one, 700 eps at the end of the range.
#pragma once

#include <cmath>
#include <numbers>

namespace annealvi::detail {

/// A real number as the nearest double and what is left of it.
struct Compensated {
  double value;
  double rest = 0;
};

[[nodiscard]] inline Compensated difference_of(double a, double b) {
  const double value = a - b;
  const double subtracted = a - value;
  return {value, (a - (value + subtracted)) + (subtracted - b)};
}

[[nodiscard]] inline Compensated square_of(double a) {
  const double value = a * a;
  return {value, std::fma(a, a, -value)};
}

/// m^2/variance, the exponent of a Gaussian factor.
[[nodiscard]] inline Compensated square_over(Compensated m, Compensated variance) {
  const double quotient = m.value * m.value / variance.value;
  if (quotient < 4) return {quotient};  // the rounding is below 4 eps here: not worth its cost
  const Compensated square = square_of(m.value);
  const double product = quotient * variance.value;
  const double product_rest = std::fma(quotient, variance.value, -product);
  const double residual = (square.value - product) + (square.rest - product_rest) +
                          (2 * m.value * m.rest - quotient * variance.rest);
  return {quotient, residual / variance.value};
}

[[nodiscard]] inline double exp_of_minus(Compensated x) {
  return std::exp(-x.value) * (1 - x.rest);
}

/// erfc(sqrt(x)). Its logarithmic derivative in t = sqrt(x) is close to -(t + sqrt(t^2 + 4/pi)).
[[nodiscard]] inline double erfc_of_root(Compensated x) {
  const double t = std::sqrt(x.value);
  if (x.value < 4) return std::erfc(t);
  const double shift = (x.rest - std::fma(t, t, -x.value)) / (2 * t);
  return std::erfc(t) * (1 - shift * (t + std::sqrt(t * t + 4 * std::numbers::inv_pi)));
}

}  // namespace annealvi::detail
