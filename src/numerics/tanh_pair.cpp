// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// T(M + d, a) +- T(M - d, a) without cancellation: theory/gaussian_expectations.md, "The pair".
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"
#include "numerics/narrow_sums.hpp"
#include "numerics/wide_gaussian.hpp"

namespace annealvi {
namespace detail {
namespace {

/// Narrow Gaussian, M >= d >= 0: all terms of both sums are positive.
TanhPair narrow_tanh_pair(double M, double d, double a) {
  const double M_minus = math::expm1(-2 * M), d_minus = math::expm1(-2 * d);
  const Compensated low = difference_of(M, d);
  const double e2 = math::exp(-2 * low.value) * (1 - 2 * low.rest);         // exp(-2 (M - d))
  const double e1 = math::exp(-2 * M) * (1 + d_minus);                      // exp(-2 (M + d))
  const double q = -d_minus * (2 + d_minus), r = -M_minus * (2 + M_minus);  // 1 - exp(-4 .)
  const NarrowPairSums sums = narrow_pair(2 * a, {.A1 = (1 + e1 * e1) / 2,
                                                  .e1 = e1,
                                                  .A2 = (1 + e2 * e2) / 2,
                                                  .e2 = e2,
                                                  .sum_constant = r * (2 - r),
                                                  .sum_slope = e2 * r * (2 - q),
                                                  .difference_constant = e2 * e2 * q * (2 - q),
                                                  .difference_slope = e2 * q * (1 + e1 * e2)});
  return {sums.sum / 2, sums.difference / 2};
}

/// Both combinations of T, and 1 - T(M + d) plus 1 - T(M - d).
struct WidePair {
  double sum, difference, complement_sum;
};

/// (erf(x + h) - erf(x - h))/(4 h exp(-x^2)/sqrt(pi)) for h <= 0.1, x h <= 0.25: the integral of
/// exp(-t^2), expanded about x; the sum of H_(2k)(x) h^(2k)/(2k + 1)!.
double small_erf_difference(double x, double h) {
  static constexpr double reciprocals[] = {1 / 6.0,   1 / 20.0,  1 / 42.0, 1 / 72.0,
                                           1 / 110.0, 1 / 156.0, 1 / 210.0};
  const double h2 = h * h, largest = std::max(h, x * h);
  const int terms = largest < 1e-9 ? 0 : largest < 1e-4 ? 2 : largest < 0.01 ? 4 : 7;
  double previous = 0, hermite = 1, power = 1, series = 1;
  for (int k = 0; k < terms; ++k) {
    const double odd = 2 * x * hermite - 4 * k * previous;
    previous = odd;
    hermite = 2 * x * odd - 2 * (2 * k + 1) * hermite;
    power *= h2 * reciprocals[k];
    series += hermite * power;
  }
  return series;
}

/// The closed parts; `weight` = exp(-low^2/(2 a^2)), `theta_minus` = exp(-2 M d/a^2) - 1. Each erf
/// or erfc is called where it is the smaller one.
ANNEALVI_ALWAYS_INLINE WidePair step_pair(double M, double d, double weight, double theta_minus,
                                          const WideGaussian& gaussian) {
  const double root = gaussian.step_root, x = M * root, h = d * root;
  const double low = M - d, low_gain = gaussian.step_gain(low), t = low * root;
  const bool near_zero = t < small_erf_argument;
  const double low_value = near_zero ? small_erf(t) : weight * math::exp(low_gain) * scaled_erfc(t);
  double difference, twice_mean;
  if (h <= 0.1 && x * h <= 0.25) {
    // exp(-x^2) by its ratio to the weight, to keep what the weight knows of roundings
    const double gauss = weight * math::exp(low_gain - gaussian.step_scale * d * (M + low));
    difference = 4 * std::numbers::inv_sqrtpi * gauss * h * small_erf_difference(x, h);
    twice_mean = near_zero ? 2 * low_value + difference : 2 * low_value - difference;
  } else {
    const double high = M + d, high_t = high * root;
    if (near_zero && high_t < small_erf_argument) {
      const double high_value = math::erf(high_t);
      difference = high_value - low_value;
      twice_mean = high_value + low_value;
    } else {
      const double tail =
          weight * (1 + theta_minus) * math::exp(gaussian.step_gain(high)) * scaled_erfc(high_t);
      if (near_zero) {
        difference = (1 - low_value) - tail;
        twice_mean = (1 + low_value) - tail;
      } else {
        difference = low_value - tail;
        twice_mean = low_value + tail;
      }
    }
  }
  if (near_zero) return {twice_mean, difference, 2 - twice_mean};
  return {2 - twice_mean, difference, twice_mean};
}

/// Wide Gaussian, M >= d >= 0: relative accuracy of all three for M + d <= a^2, absolute beyond.
ANNEALVI_VECTOR_CLONES WidePair wide_tanh_pair(Compensated M, double d, double a) {
  const WideGaussian gaussian(a);
  Compensated low = difference_of(M.value, d);
  low.rest += M.rest;
  // exp(-(M^2 + d^2)/(2 a^2)) = weight exp(-theta)
  const double weight = gaussian.weight(low), tilt = M.value * gaussian.inverse_variance;
  if (weight == 0) return {2, 0, 0};
  const double theta_minus = math::expm1(-2 * tilt * d);
  WidePair pair = step_pair(M.value, d, weight, theta_minus, gaussian);
  const WidePairSums sums =
      wide_pair({gaussian.inverse_variance, tilt, gaussian.nodes(M.value + d).reach},
                d * gaussian.inverse_variance);
  const double factor = weight * gaussian.node_factor();
  const double cosh_factor = factor * (2 + theta_minus), sinh_factor = -factor * theta_minus;
  const double sum = cosh_factor * sums.sinh_cosh - sinh_factor * sums.cosh_sinh;
  pair.difference += cosh_factor * sums.cosh_sinh - sinh_factor * sums.sinh_cosh;
  pair.sum += sum;
  pair.complement_sum -= sum;
  return pair;
}

/// The pair beyond the reflection point, M + d > a^2.
TanhPair wide_tail_pair(double M, double d, const WideGaussian& gaussian) {
  if (d >= 0.125) {
    // 1 - T falls by a factor of e^(1/4) or more from M - d to M + d: subtracting is harmless.
    const double high = wide_complement(difference_of(M, -d), gaussian.deviation);
    const double low = wide_complement(difference_of(M, d), gaussian.deviation);
    return {2 - (low + high), low - high};
  }
  // 1 - T(m) = exp(2 a^2 - 2 m) (1 - T(2 a^2 - m)) at both points; primes mark reflected means.
  const Reflection reflection({M}, gaussian);
  const double factor = reflection.factor * math::exp(2 * d);
  if (factor == 0) return {2, 0};
  const Compensated size = reflection.mean.value < 0 ? -reflection.mean : reflection.mean;
  WidePair reflected{2, 0, 0};
  if (size.value < d) {
    const WidePair swapped = wide_tanh_pair({d}, size.value, gaussian.deviation);
    reflected = {swapped.difference, swapped.sum, 2 - swapped.difference};
  } else if (size.value <= gaussian.saturation()) {
    reflected = wide_tanh_pair(size, d, gaussian.deviation);
  }
  if (reflection.mean.value < 0) reflected.complement_sum = 2 + reflected.sum;
  const double low_reflected = (reflected.complement_sum - reflected.difference) / 2;
  const double high_reflected = (reflected.complement_sum + reflected.difference) / 2;
  const double difference = factor * (-reflected.difference - high_reflected * math::expm1(-4 * d));
  const double low = factor * low_reflected;
  return {2 - (2 * low - difference), difference};
}

/// M >= d >= 0.
TanhPair ordered_tanh_pair(double M, double d, double a) {
  if (a <= largest_narrow_deviation) return narrow_tanh_pair(M, d, a);
  const WideGaussian gaussian(a);
  if (M + d > gaussian.variance) return wide_tail_pair(M, d, gaussian);
  const WidePair pair = wide_tanh_pair({M}, d, a);
  return {pair.sum, pair.difference};
}

}  // namespace
}  // namespace detail

TanhPair expected_tanh_pair(double mean, double half_difference, double a) {
  a = std::abs(a);
  double M = std::abs(mean), d = std::abs(half_difference);
  if (detail::outside_domain(M, a) || detail::outside_domain(d, a)) {
    constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
    return {not_a_number, not_a_number};
  }
  // T is odd: exchanging mean and half difference exchanges sum and difference.
  const bool exchanged = M < d;
  if (exchanged) std::swap(M, d);
  // Products of tiny arguments with Gaussian factors must not become subnormal. Sum and difference
  // are linear in such arguments, which are scaled up; M >= d stays true.
  constexpr double up = 0x1p300;
  const double M_scale = M < 1e-100 ? up : 1, d_scale = M < 1e-100 || d < 1e-200 ? up : 1;
  TanhPair pair = detail::ordered_tanh_pair(M * M_scale, d * d_scale, a);
  pair.sum = std::min(2.0, pair.sum) / M_scale;
  pair.difference /= d_scale;
  if (exchanged) std::swap(pair.sum, pair.difference);
  return {std::copysign(pair.sum, mean), std::copysign(pair.difference, half_difference)};
}

}  // namespace annealvi
