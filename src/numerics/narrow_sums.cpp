// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Narrow Gaussians, a <= 1: the trapezoidal rule in z.
#include "numerics/narrow_sums.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "numerics/elementary.hpp"
#include "numerics/logistic.hpp"

namespace annealvi::detail {
namespace {

/// Weights of z_j = j step. The range is 8.5 standard deviations around z = 2 a, where the
/// integrand of a tail (proportional to exp(-2 a z)) has its mass.
struct NarrowRule {
  double step;
  int blocks;
  alignas(32) std::array<double, 48> weights{};

  NarrowRule(double step_, double reach)
      : step(step_), blocks(static_cast<int>(reach / step_ / 4) + 1) {
    for (std::size_t j = 0; j < 4 * static_cast<std::size_t>(blocks); ++j) {
      const double z = static_cast<double>(j) * step;
      weights[j] = (j == 0 ? 0.5 : 1.0) * step * math::exp(-z * z / 2) * std::numbers::sqrt2 *
                   std::numbers::inv_sqrtpi;
    }
  }
};

/// A pole at height y = pi/rate costs exp(y^2/2 - 2 pi y/step), the Gaussian itself
/// exp(-2 pi^2/step^2): below 1e-17 for each rule.
const NarrowRule& rule_for(double rate) {
  static const NarrowRule rules[] = {{0.625, 9.5}, {0.4375, 9.9}, {0.25, 10.9}};
  return rules[rate <= 0.5 ? 0 : rate <= 1 ? 1 : 2];
}

/// cosh(x) - 1 to rounding for x <= 0.55.
double cosh_minus_one(double x) {
  const double y = x * x, y2 = y * y;
  return y * ((1 / 2.0 + y * (1 / 24.0)) +
              y2 * ((1 / 720.0 + y * (1 / 40320.0)) +
                    y2 * ((1 / 3628800.0 + y * (1 / 479001600.0)) + y2 * (1 / 87178291200.0))));
}

/// cosh(rate z_j), four nodes at a time: c_(j+4) = 2 c_4 c_j - c_(j-4).
struct CoshNodes {
  Vector4 current, previous, factor;

  ANNEALVI_ALWAYS_INLINE explicit CoshNodes(double x) {
    const double c1 = 1 + cosh_minus_one(x);
    const double c2 = 2 * c1 * c1 - 1, c3 = 2 * c2 * c1 - c1, c4 = 2 * c2 * c2 - 1;
    current = Vector4{1, c1, c2, c3};
    previous = Vector4{c4, c3, c2, c1};
    factor = broadcast(2 * c4);
  }
  ANNEALVI_ALWAYS_INLINE void advance() {
    const Vector4 next = factor * current - previous;
    previous = current;
    current = next;
  }
};

}  // namespace

ANNEALVI_VECTOR_CLONES double narrow_reciprocal(double rate, double A, double e) {
  const NarrowRule& rule = rule_for(rate);
  CoshNodes C(rate * rule.step);
  Vector4 sum = broadcast(0);
  for (int b = 0; b < rule.blocks; ++b, C.advance())
    sum += load(&rule.weights[4 * static_cast<std::size_t>(b)]) / (A + e * C.current);
  return sum_of_lanes(sum);
}

ANNEALVI_VECTOR_CLONES double narrow_complement(double rate, double A, double e) {
  const NarrowRule& rule = rule_for(rate);
  CoshNodes C(rate * rule.step);
  Vector4 sum = broadcast(0);
  for (int b = 0; b < rule.blocks; ++b, C.advance()) {
    const Vector4 scaled = e * C.current;
    sum += load(&rule.weights[4 * static_cast<std::size_t>(b)]) * (e * e + scaled) / (A + scaled);
  }
  return sum_of_lanes(sum);
}

ANNEALVI_VECTOR_CLONES double narrow_slope(double rate, double A, double e) {
  const NarrowRule& rule = rule_for(rate);
  CoshNodes C(rate * rule.step);
  Vector4 sum = broadcast(0);
  for (int b = 0; b < rule.blocks; ++b, C.advance()) {
    const Vector4 scaled = e * C.current, denominator = A + scaled;
    sum += load(&rule.weights[4 * static_cast<std::size_t>(b)]) * (e * e + A * scaled) /
           (denominator * denominator);
  }
  return sum_of_lanes(sum);
}

ANNEALVI_VECTOR_CLONES double narrow_sech(double a) {
  const NarrowRule& rule = rule_for(2 * a);
  CoshNodes C(a * rule.step);
  Vector4 sum = broadcast(0);
  for (int b = 0; b < rule.blocks; ++b, C.advance())
    sum += load(&rule.weights[4 * static_cast<std::size_t>(b)]) / C.current;
  return sum_of_lanes(sum);
}

ANNEALVI_VECTOR_CLONES NarrowPairSums narrow_pair(double rate, const NarrowPairTerms& terms) {
  const NarrowRule& rule = rule_for(rate);
  CoshNodes C(rate * rule.step);
  Vector4 sum = broadcast(0), difference = broadcast(0);
  for (int b = 0; b < rule.blocks; ++b, C.advance()) {
    const Vector4 weight = load(&rule.weights[4 * static_cast<std::size_t>(b)]) /
                           ((terms.A1 + terms.e1 * C.current) * (terms.A2 + terms.e2 * C.current));
    sum += weight * (terms.sum_constant + terms.sum_slope * C.current);
    difference += weight * (terms.difference_constant + terms.difference_slope * C.current);
  }
  return {sum_of_lanes(sum), sum_of_lanes(difference)};
}

ANNEALVI_VECTOR_CLONES double narrow_softplus(double rate, double c) {
  const NarrowRule& rule = rule_for(rate);
  CoshNodes C(rate * rule.step);
  Vector4 sum = broadcast(0);
  for (int b = 0; b < rule.blocks; ++b, C.advance())
    sum += load(&rule.weights[4 * static_cast<std::size_t>(b)]) *
           log_one_plus(c * c + 2 * c * C.current);
  return sum_of_lanes(sum) / 2;
}

ANNEALVI_VECTOR_CLONES double narrow_log_cosh(double rate, double c) {
  const NarrowRule& rule = rule_for(rate);
  // sinh has the recurrence of cosh; its terms keep the relative accuracy of cosh - 1 as a -> 0.
  const double x = rate * rule.step / 2;
  const double s1 = std::sqrt(cosh_minus_one(2 * x) / 2), c1 = 1 + cosh_minus_one(x);
  const double s2 = 2 * s1 * c1, c2 = 1 + 2 * s1 * s1, s3 = s2 * c1 + c2 * s1, s4 = 2 * s2 * c2;
  Vector4 current{0, s1, s2, s3}, previous{-s4, -s3, -s2, -s1}, sum = broadcast(0);
  const Vector4 factor = broadcast(2 + 4 * s2 * s2);
  for (int b = 0; b < rule.blocks; ++b) {
    sum +=
        load(&rule.weights[4 * static_cast<std::size_t>(b)]) * log_one_plus(c + current * current);
    const Vector4 next = factor * current - previous;
    previous = current;
    current = next;
  }
  return sum_of_lanes(sum) / 2;
}

}  // namespace annealvi::detail
