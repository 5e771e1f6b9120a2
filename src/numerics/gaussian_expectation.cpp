// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (G1), (G2), (G5): theory/gaussian_expectations.md.
#include "annealvi/numerics/gaussian_expectation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "numerics/elementary.hpp"
#include "numerics/narrow_sums.hpp"
#include "numerics/wide_gaussian.hpp"

namespace annealvi {
namespace detail {

namespace {

/// T(m, a), m >= 0, a > 1; absolute accuracy where T -> 1, relative as m -> 0.
ANNEALVI_ALWAYS_INLINE double wide_tanh(double m, const WideGaussian& gaussian) {
  const double a = gaussian.deviation, a2 = gaussian.variance;
  if (m > gaussian.saturation() || (m <= a2 && m > 9.2 * a)) return 1;
  const double t = m * gaussian.step_root;
  const WideNodes nodes = gaussian.nodes_for_absolute(m);
  const WideSum sum = wide_tanh_sum(nodes);
  const double remainder = gaussian.node_factor() * sum.value;
  if (t < small_erf_argument) return small_erf(t) + sum.weight * remainder;
  const double gain = nodes.near() ? sum.gain : math::exp(gaussian.step_gain(m));
  return std::min(1.0, 1 - sum.weight * (gain * scaled_erfc(t) - remainder));
}

/// 1 - T(m, a), 0 <= m <= a^2.
ANNEALVI_ALWAYS_INLINE double wide_complement_right(Compensated m, const WideGaussian& gaussian) {
  const Compensated exponent = gaussian.exponent(m);
  if (exponent.value > largest_weight_exponent) return 0;
  const WideSum sum = wide_tanh_sum(gaussian.nodes(m.value, exponent.value));
  return sum.weight * (1 - exponent.rest) *
         (sum.gain * scaled_erfc(m.value * gaussian.step_root) -
          gaussian.node_factor() * sum.value);
}

/// S(m, a), 0 <= m <= a^2.
ANNEALVI_ALWAYS_INLINE double wide_slope_right(double m, const WideGaussian& gaussian) {
  const Compensated exponent = gaussian.exponent({m});
  const WideSum sum = wide_slope_sum(gaussian.nodes(m, exponent.value));
  // E of the derivative of erf(u/sqrt 2), the weight taken out
  const double closed = 2 * std::numbers::inv_sqrtpi * gaussian.step_root * sum.gain;
  return sum.weight * (1 - exponent.rest) * (closed + gaussian.node_factor() * sum.value);
}

/// S(m, a) beyond a^2: both expectations at the reflected mean in one pass.
ANNEALVI_ALWAYS_INLINE double wide_slope_tail(double m, const WideGaussian& gaussian) {
  const Reflection reflection({m}, gaussian);
  if (reflection.factor == 0) return 0;
  const bool negative = reflection.mean.value < 0;
  const Compensated size = negative ? -reflection.mean : reflection.mean;
  if (negative && size.value > gaussian.saturation()) return 4 * reflection.factor;
  const Compensated exponent = gaussian.exponent(size);
  if (exponent.value > largest_weight_exponent) return negative ? 4 * reflection.factor : 0;
  const WideNodes nodes = gaussian.nodes(size.value, exponent.value);
  const WideBoth sums = wide_both_sums(nodes);
  const double weight = sums.weight * (1 - exponent.rest);
  const double t = size.value * gaussian.step_root, factor = gaussian.node_factor();
  const double gain = nodes.near() ? sums.gain : math::exp(gaussian.step_gain(size.value));
  const double slope =
      2 * std::numbers::inv_sqrtpi * gaussian.step_root * gain + factor * sums.even;
  const double complement = gain * scaled_erfc(t) - factor * sums.odd;
  if (negative) return reflection.factor * (4 - weight * (2 * complement + slope));
  return reflection.factor * weight * (2 * complement - slope);
}

ANNEALVI_VECTOR_CLONES double wide_tanh(double m, double a) {
  return wide_tanh(m, WideGaussian(a));
}

/// S(m, a), m >= 0, a > 1.
ANNEALVI_VECTOR_CLONES double wide_slope(double m, double a) {
  const WideGaussian gaussian(a);
  return m <= gaussian.variance ? wide_slope_right(m, gaussian) : wide_slope_tail(m, gaussian);
}

/// T(m, a) and S(m, a), 0 <= m <= a^2, in one pass.
ANNEALVI_VECTOR_CLONES TanhWithSlope wide_tanh_with_slope(double m, double a) {
  const WideGaussian gaussian(a);
  const Compensated exponent = gaussian.exponent({m});
  const WideBoth sums = wide_both_sums(gaussian.nodes(m, exponent.value));
  const double weight = sums.weight * (1 - exponent.rest);
  const double t = m * gaussian.step_root, factor = gaussian.node_factor();
  const double remainder = factor * sums.odd;
  const double closed = 2 * std::numbers::inv_sqrtpi * gaussian.step_root * sums.gain;
  const double tanh = t < small_erf_argument
                          ? small_erf(t) + weight * remainder
                          : 1 - weight * (sums.gain * scaled_erfc(t) - remainder);
  return {std::min(1.0, tanh), weight * (closed + factor * sums.even)};
}

/// E sech(a z), a > 1, whose nodes reach to where exp(-u) and the Gaussian are exp(-37) together.
ANNEALVI_VECTOR_CLONES double wide_sech(double a) {
  const double inverse_variance = 1 / (a * a);
  const double reach = 74 / (1 + std::sqrt(1 + 74 * inverse_variance));
  return sech_step * std::numbers::sqrt2 * std::numbers::inv_sqrtpi * (a * inverse_variance) *
         wide_sech_sum(inverse_variance, reach);
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// cosh 2m and the common factor exp(-2m) of numerators and denominators.
struct NarrowMean {
  double e, A;
  explicit NarrowMean(double m) : e(math::exp(-2 * m)), A((1 + e * e) / 2) {}
};

}  // namespace

ANNEALVI_VECTOR_CLONES double wide_complement(Compensated m, double a) {
  const WideGaussian gaussian(a);
  if (m.value < 0) return 1 + wide_tanh(-m.value, gaussian);
  if (m.value <= gaussian.variance) return wide_complement_right(m, gaussian);
  const Reflection reflection(m, gaussian);
  if (reflection.factor == 0) return 0;
  return reflection.factor * (reflection.mean.value < 0
                                  ? 1 + wide_tanh(-reflection.mean.value, gaussian)
                                  : wide_complement_right(reflection.mean, gaussian));
}

}  // namespace detail

double expected_tanh(double m, double a) {
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return detail::not_a_number;
  const double size = std::abs(m);
  if (a > detail::largest_narrow_deviation) return std::copysign(detail::wide_tanh(size, a), m);
  const detail::NarrowMean mean(size);
  const double sinh = -math::expm1(-4 * size) / 2;
  return std::copysign(std::min(1.0, sinh * detail::narrow_reciprocal(2 * a, mean.A, mean.e)), m);
}

double expected_tanh_complement(double m, double a) {
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return detail::not_a_number;
  if (m < 0) return 1 + expected_tanh(-m, a);
  if (a > detail::largest_narrow_deviation) return detail::wide_complement({m}, a);
  const detail::NarrowMean mean(m);
  return detail::narrow_complement(2 * a, mean.A, mean.e);
}

double expected_sech_squared(double m, double a) {
  a = std::abs(a);
  m = std::abs(m);
  if (detail::outside_domain(m, a)) return detail::not_a_number;
  if (a <= detail::largest_narrow_deviation) {
    const detail::NarrowMean mean(m);
    return 2 * detail::narrow_slope(2 * a, mean.A, mean.e);
  }
  return detail::wide_slope(m, a);
}

TanhWithSlope expected_tanh_with_slope(double m, double a) {
  a = std::abs(a);
  const double size = std::abs(m);
  if (a <= detail::largest_narrow_deviation || !(size <= a * a) || detail::outside_domain(m, a))
    return {expected_tanh(m, a), expected_sech_squared(m, a)};
  const TanhWithSlope both = detail::wide_tanh_with_slope(size, a);
  return {std::copysign(both.tanh, m), both.slope};
}

double expected_logistic(double m, double a) {
  return expected_tanh_complement(-m / 2, a / 2) / 2;
}

double self_responsibility_complement(double distance) {
  const double a = std::abs(distance) / 2;
  if (detail::outside_domain(0, a)) return detail::not_a_number;
  const detail::Compensated square = detail::square_of(a);
  const double factor = detail::exp_of_minus({square.value / 2, square.rest / 2}) / 2;
  if (factor == 0) return 0;
  return factor *
         (a <= detail::largest_narrow_deviation ? detail::narrow_sech(a) : detail::wide_sech(a));
}

}  // namespace annealvi
