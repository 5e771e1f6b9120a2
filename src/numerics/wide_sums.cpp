// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Wide Gaussians, a > 1: the trapezoidal rule in u = m + a z, applied to what remains of a function
// after a smooth step with a known expectation has been subtracted.
#include "numerics/expectation_sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "numerics/vector_clones.hpp"

namespace annealvi::detail {
namespace {

constexpr int most_blocks = 21;  // of 8 nodes: u < 42, beyond which exp(-2 u) exp(u) < 1e-18
using Table = std::array<double, 8 * most_blocks>;

/// exp(2 x) log(1 + exp(-2 x)), and this minus 1 without cancellation for x > 0.
double tilted_softplus_right(double x) {
  const double q = std::exp(-2 * x);
  if (q > 0.05) return std::log1p(q) / q - 1;
  double series = 0;
  for (int k = 14; k >= 2; --k) series = (k % 2 == 0 ? -1.0 : 1.0) / k + q * series;
  return q * series;
}
double tilted_softplus_left(double x) {
  return std::exp(2 * x) * (-2 * x + std::log1p(std::exp(2 * x)));
}

/// Remainders: tanh u - erf u, its derivative, log(2 cosh u) - (u erf u + exp(-u^2)/sqrt(pi)), and
/// exp(2 u) log(1 + exp(-2 u)) - erfc(-u)/2 as even and odd part. sech u needs no step.
struct WideTables {
  alignas(32) Table tanh{}, sech_squared{}, log_cosh{}, tilted_even{}, tilted_odd{}, sech{};

  WideTables() {
    for (std::size_t j = 0; j < tanh.size(); ++j) {
      const double u = wide_step * static_cast<double>(j);
      const double q = std::exp(-2 * u), gauss = std::exp(-u * u), tail = std::erfc(u);
      tanh[j] = j == 0 ? 0 : tail - 2 * q / (1 + q);
      sech_squared[j] = 4 * q / ((1 + q) * (1 + q)) - 2 * std::numbers::inv_sqrtpi * gauss;
      log_cosh[j] = std::log1p(q) + u * tail - gauss * std::numbers::inv_sqrtpi;
      sech[j] = 2 * std::sqrt(q) / (1 + q);
      const double right = tilted_softplus_right(u) + tail / 2;
      const double left = tilted_softplus_left(-u) - tail / 2;
      tilted_even[j] = (right + left) / 2;
      tilted_odd[j] = j == 0 ? 0 : (right - left) / 2;
    }
    for (Table* even : {&sech_squared, &log_cosh, &tilted_even, &sech}) even->front() /= 2;
  }
};

const WideTables& tables() {
  static const WideTables computed;
  return computed;
}

/// The first node beyond the reach may be left out.
int blocks_for(double reach) {
  return std::min(most_blocks, static_cast<int>(reach * (1 / (8 * wide_step)) + 0.9));
}

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

/// cosh(j x) and sinh(j x), j = 0..3 in lanes and j = 4, 8; relative accuracy also for tiny x.
struct HyperbolicSeeds {
  Vector4 c, s;
  double c4, s4, c8, s8;

  ANNEALVI_ALWAYS_INLINE explicit HyperbolicSeeds(double x) {
    double c1, s1;
    if (x < 0.3) {
      const double y = x * x, y2 = y * y;
      c1 = 1 + y * ((1 / 2.0 + y * (1 / 24.0)) +
                    y2 * ((1 / 720.0 + y * (1 / 40320.0)) +
                          y2 * (1 / 3628800.0 + y * (1 / 479001600.0))));
      s1 = x * (1 + y * ((1 / 6.0 + y * (1 / 120.0)) +
                         y2 * ((1 / 5040.0 + y * (1 / 362880.0)) +
                               y2 * (1 / 39916800.0 + y * (1 / 6227020800.0)))));
    } else {
      c1 = std::cosh(x);
      s1 = std::sinh(x);
    }
    const double c2 = c1 * c1 + s1 * s1, s2 = 2 * s1 * c1;
    c = Vector4{1, c1, c2, c2 * c1 + s2 * s1};
    s = Vector4{0, s1, s2, s2 * c1 + c2 * s1};
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

/// g^(j^2), g = exp(-wide_step^2/(2 a^2)), at four neighbouring nodes.
struct GaussNodes {
  Vector4 current, ratio, ratio_factor;

  ANNEALVI_ALWAYS_INLINE void advance() {
    current *= ratio;
    ratio *= ratio_factor;
  }
};
struct GaussSeeds {
  Vector4 squares, eighth_powers;  ///< g^(j^2) and g^(8 j), j = 0..3
  double g16, g32, g64;

  ANNEALVI_ALWAYS_INLINE explicit GaussSeeds(double deviation) {
    const double y = wide_step / deviation, exponent = y * y / 2;  // <= 1/32
    const double square = exponent * exponent;
    const double g =
        1 - exponent * (((1 - exponent * (1 / 2.0)) + square * (1 / 6.0 - exponent * (1 / 24.0))) +
                        square * square *
                            ((1 / 120.0 - exponent * (1 / 720.0)) +
                             square * (1 / 5040.0 - exponent * (1 / 40320.0))));
    const double g2 = g * g, g4 = g2 * g2, g8 = g4 * g4;
    g16 = g8 * g8, g32 = g16 * g16, g64 = g32 * g32;
    squares = Vector4{1, g, g4, g8 * g};
    eighth_powers = Vector4{1, g8, g16, g16 * g8};
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

/// sum_j table_j exp(-u_j^2/(2 a^2)) f_j, eight nodes per turn: two chains hide the latency.
ANNEALVI_ALWAYS_INLINE double weighted_sum(const double* table, const WideNodes& nodes,
                                           HyperbolicNodes first, HyperbolicNodes second) {
  const GaussSeeds seeds(nodes.deviation);
  GaussNodes low = seeds.by_8(), high = seeds.by_8_from_4();
  Vector4 low_sum = broadcast(0), high_sum = broadcast(0);
  for (int b = blocks_for(nodes.reach); b > 0; --b, table += 8) {
    low_sum += load(table) * low.current * first.current;
    high_sum += load(table + 4) * high.current * second.current;
    first.advance(), second.advance(), low.advance(), high.advance();
  }
  return sum_of_lanes(low_sum + high_sum);
}

}  // namespace

ANNEALVI_VECTOR_CLONES double wide_odd(WideOdd remainder, const WideNodes& nodes) {
  const WideTables& t = tables();
  const double* table = (remainder == WideOdd::tanh ? t.tanh : t.tilted_odd).data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt);
  return weighted_sum(table, nodes, seeds.sinh_by_8(), seeds.sinh_by_8_from_4());
}

ANNEALVI_VECTOR_CLONES double wide_even(WideEven remainder, const WideNodes& nodes) {
  const WideTables& t = tables();
  const double* table = (remainder == WideEven::sech_squared ? t.sech_squared
                         : remainder == WideEven::log_cosh   ? t.log_cosh
                         : remainder == WideEven::sech       ? t.sech
                                                             : t.tilted_even).data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt);
  return weighted_sum(table, nodes, seeds.cosh_by_8(), seeds.cosh_by_8_from_4());
}

ANNEALVI_VECTOR_CLONES WidePairSums wide_pair(const WideNodes& nodes, double second_tilt) {
  const double* table = tables().tanh.data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt), second_seeds(wide_step * second_tilt);
  HyperbolicNodes sinh_first = seeds.sinh_by_4(), cosh_first = seeds.cosh_by_4();
  HyperbolicNodes sinh_second = second_seeds.sinh_by_4(), cosh_second = second_seeds.cosh_by_4();
  GaussNodes gauss = GaussSeeds(nodes.deviation).by_4();
  Vector4 sinh_cosh = broadcast(0), cosh_sinh = broadcast(0);
  for (int b = 2 * blocks_for(nodes.reach); b > 0; --b, table += 4) {
    const Vector4 weight = load(table) * gauss.current;
    sinh_cosh += weight * (sinh_first.current * cosh_second.current);
    cosh_sinh += weight * (cosh_first.current * sinh_second.current);
    sinh_first.advance(), cosh_first.advance(), gauss.advance();
    sinh_second.advance(), cosh_second.advance();
  }
  return {sum_of_lanes(sinh_cosh), sum_of_lanes(cosh_sinh)};
}

}  // namespace annealvi::detail
