// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gaussian and hyperbolic factors at equidistant nodes, four per turn, by recurrences. All is
// inlined into vector clones.
#pragma once

#include <bit>
#include <cstdint>
#include <numbers>

#include "numerics/vector_clones.hpp"

namespace annealvi::detail {

/// f(j x) at four neighbouring nodes, f = cosh or sinh: f_(j+n) = 2 c_n f_j - f_(j-n), n = 4.
struct HyperbolicNodes {
  Vector4 current, previous, factor;

  /// The present nodes; the next four follow.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 next() {
    const Vector4 present = current;
    current = factor * current - previous;
    previous = present;
    return present;
  }
  /// Every second block of four of the same nodes, n = 8: two of these hide each other's latency.
  struct Halves;
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE Halves halves() const;
};
struct HyperbolicNodes::Halves {
  HyperbolicNodes even, odd;
};
HyperbolicNodes::Halves HyperbolicNodes::halves() const {
  const Vector4 after = factor * current - previous, before = factor * previous - current;
  const Vector4 squared = factor * factor - 2;
  return {{current, before, squared}, {after, previous, squared}};
}

/// cosh x, sinh x, cos y, sin y in lanes, |x| <= 0.65, |y| <= 2.05: one series for all of them.
/// Error a few eps of the first two, 1e-10 of the others up to pi/2 and 5e-9 beyond, where the pole
/// correction they serve needs nine digits; relative also for tiny arguments.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 cosh_sinh_cos_sin(double x, double y) {
  const auto term = [](double even, double odd) {  // reciprocals of (2 n)! and (2 n + 1)!
    return Vector4{1 / even, 1 / odd, 1 / even, 1 / odd};
  };
  const double x2 = x * x, y2 = -(y * y);
  const Vector4 z{x2, x2, y2, y2}, z2 = z * z;
  const Vector4 low =
      (term(2, 6) + z * term(24, 120)) + z2 * (term(720, 5040) + z * term(40320, 362880));
  const Vector4 high = (term(3628800, 39916800) + z * term(479001600, 6227020800)) +
                       z2 * term(87178291200, 1307674368000);
  return Vector4{1, x, 1, y} * (1 + z * (low + z2 * z2 * high));
}

/// cosh(j x) and sinh(j x), j = 1..4; relative accuracy also for tiny x. Beside them cos and sin of
/// tilt pi/2, relative also for small tilts.
struct HyperbolicSeeds {
  double c1, c2, c3, c4, s1, s2, s3, s4;
  double cos, sin;

  ANNEALVI_ALWAYS_INLINE explicit HyperbolicSeeds(double x, double tilt = 0) {
    int halvings = 0;
    double sign = 1;
    if (x > 0.65) [[unlikely]] {  // means well beyond a^2
      for (; x > 0.65; x /= 2) ++halvings;
      const int half_turns = static_cast<int>(tilt / 2 + 0.5);  // tilt >= 0
      sign = 1 - 2 * (half_turns & 1);
      tilt -= 2 * half_turns;
    }
    const Vector4 seeds = cosh_sinh_cos_sin(x, tilt * (std::numbers::pi / 2));
    c1 = seeds[0], s1 = seeds[1];
    cos = sign * seeds[2], sin = sign * seeds[3];
    for (; halvings > 0; --halvings) {
      const double doubled = 2 * s1 * c1;
      c1 = c1 * c1 + s1 * s1;
      s1 = doubled;
    }
    c2 = c1 * c1 + s1 * s1, s2 = 2 * s1 * c1;
    c4 = c2 * c2 + s2 * s2, s4 = 2 * s2 * c2;
    c3 = c2 * c1 + s2 * s1, s3 = s2 * c1 + c2 * s1;
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes sinh() const {
    return {Vector4{0, s1, s2, s3}, Vector4{-s4, -s3, -s2, -s1}, broadcast(2 * c4)};
  }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE HyperbolicNodes cosh() const {
    return {Vector4{1, c1, c2, c3}, Vector4{c4, c3, c2, c1}, broadcast(2 * c4)};
  }
};

/// g^(j^2), g = exp(-step^2/(2 a^2)), at four neighbouring nodes.
struct GaussNodes {
  Vector4 current, ratio, ratio_factor;

  /// The present nodes; the next four follow.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 next() {
    const Vector4 present = current;
    current *= ratio;
    ratio *= ratio_factor;
    return present;
  }
};
/// exp x in four lanes, relative error a few eps for |x| <= 0.8 and 2e-12 up to 1.25.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 bounded_exp(Vector4 x) {
  const Vector4 x2 = x * x, x4 = x2 * x2;
  const Vector4 low = ((1 + x * (1 / 2.0)) + x2 * (1 / 6.0 + x * (1 / 24.0))) +
                      x4 * ((1 / 120.0 + x * (1 / 720.0)) + x2 * (1 / 5040.0 + x * (1 / 40320.0)));
  const Vector4 high =
      ((1 / 362880.0 + x * (1 / 3628800.0)) + x2 * (1 / 39916800.0 + x * (1 / 479001600.0))) +
      x4 * ((1 / 6227020800.0 + x * (1 / 87178291200.0)) + x2 * (1 / 1307674368000.0));
  return 1 + x * (low + x4 * x4 * high);
}

/// From here on exp(-x), below 1e-307, and what it multiplies are 0.
inline constexpr double largest_weight_exponent = 708;

/// exp(-x) = value exp(rest), |rest| <= log(2)/2.
struct PowerOfTwo {
  double rest, value;

  ANNEALVI_ALWAYS_INLINE explicit PowerOfTwo(double x) {
    constexpr double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
    constexpr double rounder = 0x1.8p52;  // its sum with |y| < 2^51 ends in the bits of round(y)
    const bool vanishes = !(x < largest_weight_exponent);
    const double bounded = vanishes ? largest_weight_exponent : x;
    const double shifted = bounded * std::numbers::log2e + rounder;
    const double whole = shifted - rounder;
    rest = (whole * ln2_high - bounded) + whole * ln2_low;
    const auto exponent = std::bit_cast<std::uint64_t>(shifted) << 52;
    value = vanishes ? 0 : std::bit_cast<double>((std::uint64_t{1023} << 52) - exponent);
  }
};

struct GaussSeeds {
  GaussNodes nodes;
  double at_pole;  ///< exp(pi^2/(8 a^2)), the Gaussian at u = i pi/2
  double gain;     ///< exp(`gain_exponent`)
  double weight;   ///< exp(-`weight_exponent`)

  /// step^2/(2 a^2) <= 9/32; |gain_exponent| <= 0.8 and weight_exponent >= 0 ride along.
  ANNEALVI_ALWAYS_INLINE explicit GaussSeeds(double step, double inverse_variance,
                                             double gain_exponent = 0, double weight_exponent = 0) {
    constexpr double pole_exponent = std::numbers::pi * std::numbers::pi / 8;
    const PowerOfTwo power(weight_exponent);
    const Vector4 exponentials =
        bounded_exp(Vector4{-step * step / 2 * inverse_variance, pole_exponent * inverse_variance,
                            gain_exponent, power.rest});
    const double g = exponentials[0];
    at_pole = exponentials[1];
    gain = exponentials[2];
    weight = exponentials[3] * power.value;
    const double g2 = g * g, g4 = g2 * g2, g8 = g4 * g4, g16 = g8 * g8, g32 = g16 * g16;
    // Products rather than lists of four different elements: those would pass through memory.
    nodes = {Vector4{1, g, 1, g} * Vector4{1, 1, g4, g8},
             Vector4{1, g8, 1, g8} * Vector4{g16, g16, g32, g32}, broadcast(g32)};
  }
};

/// Blocks of `nodes` nodes that hold all of them within `reach`.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE int blocks_within(double reach, double step, int nodes,
                                                       int most) {
  const int blocks = static_cast<int>(reach * (1 / (nodes * step))) + 1;
  return blocks < most ? blocks : most;
}

/// sum_j table_j g^(j^2) f_j over blocks of eight nodes.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE double weighted_sum(const double* table, int blocks,
                                                         GaussNodes gauss, HyperbolicNodes f) {
  auto [even, odd] = f.halves();
  Vector4 even_sum = broadcast(0), odd_sum = broadcast(0);
  for (; blocks > 0; --blocks, table += 8) {
    even_sum += load(table) * gauss.next() * even.next();
    odd_sum += load(table + 4) * gauss.next() * odd.next();
  }
  return sum_of_lanes(even_sum + odd_sum);
}

}  // namespace annealvi::detail
