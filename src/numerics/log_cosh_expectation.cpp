// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// E log cosh and E log(1 + exp), (G1) and (G3): theory/gaussian_expectations.md.
#include <cmath>
#include <limits>
#include <numbers>

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/wide_gaussian.hpp"

namespace annealvi {
namespace detail {
namespace {

/// Integral of erfc from t = sqrt(exponent) to infinity. Its ratio to erfc t is a continued
/// fraction of positive terms; the difference of the closed form would lose 2 t^2 eps.
double integrated_erfc(Compensated exponent) {
  const double t = std::sqrt(exponent.value);
  if (t < 1.5) return std::exp(-t * t) * std::numbers::inv_sqrtpi - t * std::erfc(t);
  double ratio = 0;
  for (int n = t < 3 ? 80 : 30; n >= 1; --n) ratio = 1 / (2 * t + 2 * (n + 1) * ratio);
  return ratio * erfc_of_root(exponent);
}

/// E (u erf u + exp(-u^2)/sqrt(pi)), u = m + a z.
double smooth_absolute_value(double m, const WideGaussian& gaussian) {
  const double v = std::sqrt(gaussian.step_variance.value), t = m / v;
  return m * std::erf(t) + v * std::numbers::inv_sqrtpi * std::exp(-t * t);
}

/// E log(2 cosh(m + a z)), m >= 0, a > 1.
double wide_log_double_cosh(double m, const WideGaussian& gaussian) {
  if (m > gaussian.saturation()) return m;
  return smooth_absolute_value(m, gaussian) +
         gaussian.node_factor({m}) *
             wide_even(WideEven::log_cosh, gaussian.nodes_for_absolute(m));
}

/// E log(1 + exp(2 (a z - m))), 0 <= m <= a^2, a > 1: closed part and remainder are positive.
double wide_softplus_tail(double m, const WideGaussian& gaussian) {
  const double v = std::sqrt(gaussian.step_variance.value);
  return v * integrated_erfc(gaussian.step_exponent({m})) +
         gaussian.node_factor({m}) * wide_even(WideEven::log_cosh, gaussian.nodes(m));
}

/// E exp(2 x) log(1 + exp(-2 x)), x = m + a z, m >= -a^2, a > 1: a smooth step from 0 to 1.
double wide_tilted_softplus(Compensated m, const WideGaussian& gaussian) {
  if (m.value > gaussian.saturation()) return 1;
  const Compensated size = m.value < 0 ? Compensated{-m.value, -m.rest} : m;
  const double tail = erfc_of_root(gaussian.step_exponent(size)) / 2;
  const WideNodes nodes = gaussian.nodes(size.value);
  const double even = wide_even(WideEven::tilted_softplus, nodes);
  const double odd = wide_odd(WideOdd::tilted_softplus, nodes);
  const double factor = gaussian.node_factor(size);
  return m.value < 0 ? tail + factor * (even - odd) : (1 - tail) + factor * (even + odd);
}

/// E log(1 + exp(m + a z)), m <= 0, a <= 2.
double narrow_softplus_tail(double m, double a) { return narrow_softplus(a, std::exp(m)); }

}  // namespace
}  // namespace detail

double expected_log_cosh(double m, double a) {
  m = std::abs(m);
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return std::numeric_limits<double>::quiet_NaN();
  if (a > detail::largest_narrow_deviation)
    return detail::wide_log_double_cosh(m, detail::WideGaussian(a)) - std::numbers::ln2;
  if (m > 1) return (m - std::numbers::ln2) + detail::narrow_softplus_tail(-2 * m, 2 * a);
  const double sinh = std::sinh(m);
  return detail::narrow_log_cosh(2 * a, sinh * sinh);
}

double expected_softplus(double m, double a) {
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return std::numeric_limits<double>::quiet_NaN();
  if (a <= 2 * detail::largest_narrow_deviation)
    return std::max(m, 0.0) + detail::narrow_softplus_tail(-std::abs(m), a);
  const detail::WideGaussian gaussian(a / 2);
  const double half = std::abs(m) / 2;
  if (m >= 0) return half + detail::wide_log_double_cosh(half, gaussian);
  if (half <= gaussian.variance.value) return detail::wide_softplus_tail(half, gaussian);
  const detail::Reflection reflection({half}, gaussian);
  // The tilted mean is half - 2 a^2 in the same variable: the sign is not changed here.
  return reflection.factor *
         detail::wide_tilted_softplus({-reflection.mean.value, -reflection.mean.rest}, gaussian);
}

}  // namespace annealvi
