// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// E log cosh and E log(1 + exp), (G1) and (G3): theory/gaussian_expectations.md.
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"
#include "numerics/narrow_sums.hpp"
#include "numerics/wide_gaussian.hpp"

namespace annealvi {
namespace detail {
namespace {

/// Logarithms have branch points, not poles, at |Im u| = pi/2: error exp(-39.5).
constexpr double log_step = 0.25;
constexpr int most_blocks = 21;  // of 8 nodes: u < 42, beyond which exp(-2 u) exp(u) < 1e-18
using Table = std::array<double, std::size_t{8} * most_blocks>;

/// exp(2 x) log(1 + exp(-2 x)), and this minus 1 without cancellation for x > 0.
double tilted_softplus_right(double x) {
  const double q = math::exp(-2 * x);
  if (q > 0.05) return math::log1p(q) / q - 1;
  double series = 0;
  for (int k = 14; k >= 2; --k) series = (k % 2 == 0 ? -1.0 : 1.0) / k + q * series;
  return q * series;
}
double tilted_softplus_left(double x) {
  return math::exp(2 * x) * (-2 * x + math::log1p(math::exp(2 * x)));
}

/// Remainders: log(2 cosh u) - (u erf u + exp(-u^2)/sqrt(pi)), and
/// exp(2 u) log(1 + exp(-2 u)) - erfc(-u)/2 as even and odd part.
struct LogTables {
  alignas(32) Table log_cosh{}, tilted_even{}, tilted_odd{};

  LogTables() {
    for (std::size_t j = 0; j < log_cosh.size(); ++j) {
      const double u = log_step * static_cast<double>(j);
      const double gauss = math::exp(-u * u), tail = math::erfc(u);
      log_cosh[j] = math::log1p(math::exp(-2 * u)) + u * tail - gauss * std::numbers::inv_sqrtpi;
      const double right = tilted_softplus_right(u) + tail / 2;
      const double left = tilted_softplus_left(-u) - tail / 2;
      tilted_even[j] = (right + left) / 2;
      tilted_odd[j] = j == 0 ? 0 : (right - left) / 2;
    }
    log_cosh.front() /= 2;
    tilted_even.front() /= 2;
  }
};

const LogTables& tables() {
  static const LogTables computed;
  return computed;
}

ANNEALVI_ALWAYS_INLINE int blocks_of(const WideNodes& nodes) {
  return blocks_within(nodes.reach, log_step, 8, most_blocks);
}

/// Remainder of log(2 cosh u) with cosh(u tilt).
ANNEALVI_ALWAYS_INLINE WideSum wide_log_cosh_sum(const WideNodes& nodes) {
  const HyperbolicSeeds seeds(log_step * nodes.tilt);
  const GaussSeeds gauss = nodes.gauss(log_step);
  return {weighted_sum(tables().log_cosh.data(), blocks_of(nodes), gauss.nodes, seeds.cosh()),
          gauss.gain, gauss.weight};
}

ANNEALVI_ALWAYS_INLINE WideBoth wide_tilted_softplus_sums(const WideNodes& nodes) {
  const LogTables& t = tables();
  const HyperbolicSeeds seeds(log_step * nodes.tilt);
  const GaussSeeds gauss = nodes.gauss(log_step);
  return {weighted_sum(t.tilted_odd.data(), blocks_of(nodes), gauss.nodes, seeds.sinh()),
          weighted_sum(t.tilted_even.data(), blocks_of(nodes), gauss.nodes, seeds.cosh()),
          gauss.gain, gauss.weight};
}

/// Integral of erfc from t = sqrt(exponent) to infinity. Its ratio to erfc t is a continued
/// fraction of positive terms; the difference of the closed form would lose 2 t^2 eps.
double integrated_erfc(Compensated exponent) {
  const double t = std::sqrt(exponent.value);
  if (t < 1.5) return math::exp(-t * t) * std::numbers::inv_sqrtpi - t * math::erfc(t);
  double ratio = 0;
  for (int n = t < 3 ? 80 : 30; n >= 1; --n) ratio = 1 / (2 * t + 2 * (n + 1) * ratio);
  return ratio * erfc_of_root(exponent);
}

/// v^2 = 1 + 2 a^2: E erf(m + a z) = erf(m/v)
Compensated step_variance(const WideGaussian& gaussian) {
  const double twice = 2 * gaussian.variance;
  const Compensated sum = difference_of(twice, -1);
  return {sum.value, sum.rest + 2 * square_of(gaussian.deviation).rest};
}

/// E log(2 cosh(m + a z)), m >= 0, a > 1. The closed part is E (u erf u + exp(-u^2)/sqrt(pi)) with
/// u = m + a z, that is m erf t + v exp(-t^2)/sqrt(pi) with t = m/v.
ANNEALVI_VECTOR_CLONES double wide_log_double_cosh(double m, double a) {
  const WideGaussian gaussian(a);
  if (m > gaussian.saturation()) return m;
  const double v2 = 1 + 2 * gaussian.variance, v = std::sqrt(v2), t = m / v;
  WideNodes nodes = gaussian.nodes_for_absolute(m);
  nodes.gain_exponent = nodes.near() ? nodes.weight_exponent / v2 : 0;  // m^2/(2 a^2) - t^2
  const WideSum sum = wide_log_cosh_sum(nodes);
  const double gauss = nodes.near() ? sum.weight * sum.gain : math::exp(-t * t);
  const double erf = t < small_erf_argument ? small_erf(t) : 1 - gauss * scaled_erfc(t);
  return m * erf + v * std::numbers::inv_sqrtpi * gauss +
         gaussian.node_factor(log_step) * sum.weight * sum.value;
}

/// E log(1 + exp(2 (a z - m))), 0 <= m <= a^2, a > 1: closed part and remainder are positive.
ANNEALVI_VECTOR_CLONES double wide_softplus_tail(double m, double a) {
  const WideGaussian gaussian(a);
  const Compensated v2 = step_variance(gaussian), exponent = gaussian.exponent({m});
  const WideSum sum = wide_log_cosh_sum(gaussian.nodes(m, exponent.value));
  return std::sqrt(v2.value) * integrated_erfc(square_over({m}, v2)) +
         gaussian.node_factor(log_step) * sum.weight * (1 - exponent.rest) * sum.value;
}

/// E exp(2 x) log(1 + exp(-2 x)), x = m + a z, m >= -a^2, a > 1: a smooth step from 0 to 1.
ANNEALVI_VECTOR_CLONES double wide_tilted_softplus(Compensated m, double a) {
  const WideGaussian gaussian(a);
  if (m.value > gaussian.saturation()) return 1;
  const Compensated size = m.value < 0 ? -m : m, exponent = gaussian.exponent(size);
  const double tail = erfc_of_root(square_over(size, step_variance(gaussian))) / 2;
  const WideBoth sums = wide_tilted_softplus_sums(gaussian.nodes(size.value, exponent.value));
  const double factor = gaussian.node_factor(log_step) * sums.weight * (1 - exponent.rest);
  return m.value < 0 ? tail + factor * (sums.even - sums.odd)
                     : (1 - tail) + factor * (sums.even + sums.odd);
}

/// E log(1 + exp(m + a z)), m <= 0, a <= 2.
double narrow_softplus_tail(double m, double a) {
  return narrow_softplus(a, math::exp(m));
}

}  // namespace
}  // namespace detail

double expected_log_cosh(double m, double a) {
  m = std::abs(m);
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return std::numeric_limits<double>::quiet_NaN();
  if (a > detail::largest_narrow_deviation)
    return detail::wide_log_double_cosh(m, a) - std::numbers::ln2;
  if (m > 1) return (m - std::numbers::ln2) + detail::narrow_softplus_tail(-2 * m, 2 * a);
  const double sinh = math::sinh(m);
  return detail::narrow_log_cosh(2 * a, sinh * sinh);
}

double expected_softplus(double m, double a) {
  a = std::abs(a);
  if (detail::outside_domain(m, a)) return std::numeric_limits<double>::quiet_NaN();
  if (a <= 2 * detail::largest_narrow_deviation)
    return std::max(m, 0.0) + detail::narrow_softplus_tail(-std::abs(m), a);
  const detail::WideGaussian gaussian(a / 2);
  const double half = std::abs(m) / 2;
  if (m >= 0) return half + detail::wide_log_double_cosh(half, a / 2);
  if (half <= gaussian.variance) return detail::wide_softplus_tail(half, a / 2);
  const detail::Reflection reflection({half}, gaussian);
  // The tilted mean is half - 2 a^2 in the same variable: the sign is not changed here.
  return reflection.factor * detail::wide_tilted_softplus(-reflection.mean, a / 2);
}

}  // namespace annealvi
