// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (G1), (G2), (G5): theory/gaussian_expectations.md.
#include "annealvi/numerics/gaussian_expectation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "numerics/wide_gaussian.hpp"

namespace annealvi {
namespace detail {

double wide_tanh(double m, const WideGaussian& gaussian) {
  const double a = gaussian.deviation, a2 = gaussian.variance.value;
  if (m > gaussian.saturation() || (m <= a2 && m > 9.2 * a)) return 1;
  const double y = m / a;
  const double factor = gaussian.node_factor() * std::exp(-y * y / 2);
  const double remainder = wide_odd(WideOdd::tanh, gaussian.nodes_for_absolute(m));
  return std::min(1.0, std::erf(m / std::sqrt(gaussian.step_variance.value)) + factor * remainder);
}

double wide_complement(Compensated m, const WideGaussian& gaussian) {
  if (m.value < 0) return 1 + wide_tanh(-m.value, gaussian);
  const double closed = erfc_of_root(gaussian.step_exponent(m));
  const double factor = gaussian.node_factor(m);
  if (factor == 0) return closed;
  return closed - factor * wide_odd(WideOdd::tanh, gaussian.nodes(m.value));
}

double wide_complement_any(Compensated m, const WideGaussian& gaussian) {
  if (m.value <= gaussian.variance.value) return wide_complement(m, gaussian);
  const Reflection reflection(m, gaussian);
  return reflection.factor * wide_complement(reflection.mean, gaussian);
}

namespace {

/// S(m, a), 0 <= m, a > 1; relative accuracy for m <= a^2, absolute beyond.
double wide_slope(Compensated m, const WideGaussian& gaussian) {
  if (m.value > gaussian.saturation()) return 0;
  const double closed = 2 * std::numbers::inv_sqrtpi / std::sqrt(gaussian.step_variance.value) *
                        exp_of_minus(gaussian.step_exponent(m));
  const double factor = gaussian.node_factor(m);
  return closed + factor * wide_even(WideEven::sech_squared, gaussian.nodes(m.value));
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// cosh 2m and the common factor exp(-2m) of numerators and denominators.
struct NarrowMean {
  double e, A;
  explicit NarrowMean(double m) : e(std::exp(-2 * m)), A((1 + e * e) / 2) {}
};

}  // namespace
}  // namespace detail

double expected_tanh(double m, double a) {
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return detail::not_a_number;
  const double size = std::abs(m);
  if (a > detail::largest_narrow_deviation)
    return std::copysign(detail::wide_tanh(size, detail::WideGaussian(a)), m);
  const detail::NarrowMean mean(size);
  const double sinh = -std::expm1(-4 * size) / 2;
  return std::copysign(std::min(1.0, sinh * detail::narrow_reciprocal(2 * a, mean.A, mean.e)), m);
}

double expected_tanh_complement(double m, double a) {
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return detail::not_a_number;
  if (m < 0) return 1 + expected_tanh(-m, a);
  if (a > detail::largest_narrow_deviation)
    return detail::wide_complement_any({m}, detail::WideGaussian(a));
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
  const detail::WideGaussian gaussian(a);
  if (m <= gaussian.variance.value) return detail::wide_slope({m}, gaussian);
  const detail::Reflection reflection({m}, gaussian);
  if (reflection.factor == 0) return 0;
  detail::Compensated size = reflection.mean;
  if (size.value < 0) size = {-size.value, -size.rest};
  return reflection.factor * (2 * detail::wide_complement(reflection.mean, gaussian) -
                              detail::wide_slope(size, gaussian));
}

double expected_logistic(double m, double a) { return expected_tanh_complement(-m / 2, a / 2) / 2; }

double self_responsibility_complement(double distance) {
  const double a = std::abs(distance) / 2;
  if (detail::outside_domain(0, a)) return detail::not_a_number;
  const detail::Compensated square = detail::square_of(a);
  const double factor = detail::exp_of_minus({square.value / 2, square.rest / 2}) / 2;
  if (factor == 0) return 0;
  if (a <= detail::largest_narrow_deviation) return factor * detail::narrow_sech(a);
  const detail::WideGaussian gaussian(a);
  // sech falls like exp(-u): its nodes reach as far as those of exp(-2 u) with tilt 1.
  const double reach = gaussian.nodes(gaussian.variance.value).reach;
  return factor * gaussian.node_factor() *
         detail::wide_even(detail::WideEven::sech, {.deviation = a, .tilt = 0, .reach = reach});
}

}  // namespace annealvi
