// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gaussian and hyperbolic factors at equidistant nodes, eight per turn, by recurrences. All is
// inlined into vector clones.
#pragma once

#include <numbers>

#include "numerics/vector_clones.hpp"

namespace annealvi::detail {

/// f(j x) at four neighbouring nodes, f = cosh or sinh:
/// f_(j+stride) = 2 c_stride f_j - f_(j-stride).
struct HyperbolicNodes {
  Vector4 current, previous, factor;

  ANNEALVI_ALWAYS_INLINE void advance() {
    const Vector4 next = factor * current - previous;
    previous = current;
    current = next;
  }
};

/// cosh x, sinh x, cos y, sin y in lanes, |x| <= 0.65, |y| <= pi/2: one series for all of them.
/// Error a few eps of the first two, 1e-10 of the others; relative also for tiny arguments.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 cosh_sinh_cos_sin(double x, double y) {
  const auto term = [](double even, double odd) {  // reciprocals of (2 n)! and (2 n + 1)!
    return Vector4{1 / even, 1 / odd, 1 / even, 1 / odd};
  };
  const double x2 = x * x, y2 = -(y * y);
  const Vector4 z{x2, x2, y2, y2}, z2 = z * z;
  const Vector4 low = (term(2, 6) + z * term(24, 120)) +
                      z2 * (term(720, 5040) + z * term(40320, 362880));
  const Vector4 high = (term(3628800, 39916800) + z * term(479001600, 6227020800)) +
                       z2 * term(87178291200, 1307674368000);
  return Vector4{1, x, 1, y} * (1 + z * (low + z2 * z2 * high));
}

/// cosh(j x) and sinh(j x), j = 0..3 in lanes and j = 4, 8; relative accuracy also for tiny x.
/// Beside them cos and sin of tilt pi/2, relative accuracy 1e-10 for small tilts.
struct HyperbolicSeeds {
  Vector4 c, s;
  double c4, s4, c8, s8;
  double cos, sin;

  ANNEALVI_ALWAYS_INLINE explicit HyperbolicSeeds(double x, double tilt = 0) {
    int halvings = 0;
    for (; x > 0.65; x /= 2) ++halvings;
    const int half_turns = static_cast<int>(tilt / 2 + 0.5);  // tilt >= 0
    const double sign = 1 - 2 * (half_turns & 1);
    const Vector4 seeds =
        cosh_sinh_cos_sin(x, (tilt - 2 * half_turns) * (std::numbers::pi / 2));
    double c1 = seeds[0], s1 = seeds[1];
    cos = sign * seeds[2], sin = sign * seeds[3];
    for (; halvings > 0; --halvings) {
      const double doubled = 2 * s1 * c1;
      c1 = c1 * c1 + s1 * s1;
      s1 = doubled;
    }
    const double c2 = c1 * c1 + s1 * s1, s2 = 2 * s1 * c1;
    // Products rather than lists of elements: those would pass through memory.
    const Vector4 c01{1, c1, 1, c1}, s01{0, s1, 0, s1}, c22{1, 1, c2, c2}, s22{0, 0, s2, s2};
    c = c01 * c22 + s01 * s22;
    s = s01 * c22 + c01 * s22;
    c4 = c2 * c2 + s2 * s2, s4 = 2 * s2 * c2;
    c8 = c4 * c4 + s4 * s4, s8 = 2 * s4 * c4;
  }

  // Addition theorems shift all lanes at once. The cancellation in predecessors is harmless: they
  // enter the recurrence beside terms as large as what cancelled.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes sinh_by_4() const {
    return {s, s * c4 - c * s4, broadcast(2 * c4)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes cosh_by_4() const {
    return {c, c * c4 - s * s4, broadcast(2 * c4)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes sinh_by_8() const {
    return {s, s * c8 - c * s8, broadcast(2 * c8)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes cosh_by_8() const {
    return {c, c * c8 - s * s8, broadcast(2 * c8)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes sinh_by_8_from_4() const {
    return {s * c4 + c * s4, s * c4 - c * s4, broadcast(2 * c8)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes cosh_by_8_from_4() const {
    return {c * c4 + s * s4, c * c4 - s * s4, broadcast(2 * c8)};
  }
};

/// g^(j^2), g = exp(-step^2/(2 a^2)), at four neighbouring nodes.
struct GaussNodes {
  Vector4 current, ratio, ratio_factor;

  ANNEALVI_ALWAYS_INLINE void advance() {
    current *= ratio;
    ratio *= ratio_factor;
  }
};
/// exp x in four lanes, relative error a few eps for |x| <= 0.8 and 1e-11 up to 1.25.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 bounded_exp(Vector4 x) {
  const Vector4 x2 = x * x, x4 = x2 * x2;
  const Vector4 low = ((1 + x * (1 / 2.0)) + x2 * (1 / 6.0 + x * (1 / 24.0))) +
                      x4 * ((1 / 120.0 + x * (1 / 720.0)) + x2 * (1 / 5040.0 + x * (1 / 40320.0)));
  const Vector4 high =
      ((1 / 362880.0 + x * (1 / 3628800.0)) + x2 * (1 / 39916800.0 + x * (1 / 479001600.0))) +
      x4 * (1 / 6227020800.0 + x * (1 / 87178291200.0));
  return 1 + x * (low + x4 * x4 * high);
}

struct GaussSeeds {
  Vector4 squares, eighth_powers;  ///< g^(j^2) and g^(8 j), j = 0..3
  double g16, g32, g64;
  double at_pole;  ///< exp(pi^2/(8 a^2)), the Gaussian at u = i pi/2
  double gain;     ///< exp(`gain_exponent`)

  /// step^2/(2 a^2) <= 9/32; |gain_exponent| <= 0.8 rides along.
  ANNEALVI_ALWAYS_INLINE explicit GaussSeeds(double step, double inverse_variance,
                                             double gain_exponent = 0) {
    constexpr double pole_exponent = std::numbers::pi * std::numbers::pi / 8;
    const Vector4 exponentials =
        bounded_exp(Vector4{-step * step / 2 * inverse_variance, pole_exponent * inverse_variance,
                            gain_exponent, 0});
    const double g = exponentials[0];
    at_pole = exponentials[1];
    gain = exponentials[2];
    const double g2 = g * g, g4 = g2 * g2, g8 = g4 * g4;
    g16 = g8 * g8, g32 = g16 * g16, g64 = g32 * g32;
    squares = Vector4{1, g, 1, g} * Vector4{1, 1, g4, g8};
    eighth_powers = Vector4{1, g8, 1, g8} * Vector4{1, 1, g16, g16};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE GaussNodes by_4() const {
    return {squares, eighth_powers * g16, broadcast(g32)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE GaussNodes by_8() const {
    return {squares, eighth_powers * eighth_powers * g64, broadcast(g64 * g64)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE GaussNodes by_8_from_4() const {
    return {squares * (eighth_powers * g16), eighth_powers * eighth_powers * (g64 * g64),
            broadcast(g64 * g64)};
  }
};

/// Blocks of four nodes that hold all nodes within `reach`.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE int blocks_of_4(double reach, double step, int most) {
  const int blocks = static_cast<int>(reach * (1 / (4 * step))) + 1;
  return blocks < most ? blocks : most;
}
/// The same for blocks of eight.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE int blocks_of_8(double reach, double step, int most) {
  const int blocks = static_cast<int>(reach * (1 / (8 * step))) + 1;
  return blocks < most ? blocks : most;
}

/// sum_j table_j g^(j^2) f_j, eight nodes per turn: two chains hide the latency.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE double wide_weighted_sum(const double* table, int blocks,
                                                              const GaussSeeds& seeds,
                                                              HyperbolicNodes first,
                                                              HyperbolicNodes second) {
  GaussNodes low = seeds.by_8(), high = seeds.by_8_from_4();
  Vector4 low_sum = broadcast(0), high_sum = broadcast(0);
  for (int b = blocks; b > 0; --b, table += 8) {
    low_sum += load(table) * low.current * first.current;
    high_sum += load(table + 4) * high.current * second.current;
    first.advance(), second.advance(), low.advance(), high.advance();
  }
  return sum_of_lanes(low_sum + high_sum);
}

}  // namespace annealvi::detail
