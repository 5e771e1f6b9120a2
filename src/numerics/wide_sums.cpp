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

}  // namespace

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

namespace {

const WideTables& tables() {
  static const WideTables computed;
  return computed;
}

int blocks_for(double reach) {
  return std::min(most_blocks, static_cast<int>(reach / (8 * wide_step)) + 1);
}

/// cosh(j x) and sinh(j x), j = 0..8, relative accuracy also for tiny x.
struct HyperbolicSeeds {
  std::array<double, 9> c, s;

  ANNEALVI_ALWAYS_INLINE explicit HyperbolicSeeds(double x) {
    c[0] = 1;
    s[0] = 0;
    if (x < 0.3) {
      const double y = x * x;
      double even = 1, odd = 1;
      for (int k = 6; k >= 1; --k) {
        even = 1 + even * (y / ((2 * k) * (2 * k - 1)));
        odd = 1 + odd * (y / ((2 * k) * (2 * k + 1)));
      }
      c[1] = even;
      s[1] = x * odd;
    } else {
      c[1] = std::cosh(x);
      s[1] = std::sinh(x);
    }
    for (std::size_t j = 2; j <= 8; ++j) {
      const std::size_t i = j / 2, k = j - i;
      c[j] = c[i] * c[k] + s[i] * s[k];
      s[j] = s[i] * c[k] + c[i] * s[k];
    }
  }
};

/// f(j x) at nodes j0..j0+3, f = cosh or sinh: f_(j+stride) = 2 c_stride f_j - f_(j-stride).
struct HyperbolicNodes {
  Vector4 current, previous, factor;

  ANNEALVI_ALWAYS_INLINE void advance() {
    const Vector4 next = factor * current - previous;
    previous = current;
    current = next;
  }
};
/// Nodes first..first+3 with their predecessors first-stride.., which mirror nodes on the right.
template <int first, int stride>
ANNEALVI_ALWAYS_INLINE HyperbolicNodes cosh_nodes(const HyperbolicSeeds& seeds) {
  const auto& c = seeds.c;
  constexpr std::size_t f = first, p = stride - first;
  return {Vector4{c[f], c[f + 1], c[f + 2], c[f + 3]}, Vector4{c[p], c[p - 1], c[p - 2], c[p - 3]},
          broadcast(2 * c[stride])};
}
template <int first, int stride>
ANNEALVI_ALWAYS_INLINE HyperbolicNodes sinh_nodes(const HyperbolicSeeds& seeds) {
  const auto &s = seeds.s, &c = seeds.c;
  constexpr std::size_t f = first, p = stride - first;
  return {Vector4{s[f], s[f + 1], s[f + 2], s[f + 3]},
          -Vector4{s[p], s[p - 1], s[p - 2], s[p - 3]}, broadcast(2 * c[stride])};
}

/// g^(j^2), g = exp(-wide_step^2/(2 a^2)), at nodes j0..j0+3 in strides.
struct GaussNodes {
  Vector4 current, ratio, ratio_factor;

  ANNEALVI_ALWAYS_INLINE void advance() {
    current *= ratio;
    ratio *= ratio_factor;
  }
};
struct GaussPowers {
  double g, g2, g4, g8, g16, g32, g64;

  ANNEALVI_ALWAYS_INLINE explicit GaussPowers(double deviation) {
    const double y = wide_step / deviation, exponent = y * y / 2;  // <= 1/32
    double series = 1;
    for (int k = 9; k >= 1; --k) series = 1 - series * (exponent / k);
    g = series;
    g2 = g * g, g4 = g2 * g2, g8 = g4 * g4, g16 = g8 * g8, g32 = g16 * g16, g64 = g32 * g32;
  }
};

/// sum_j table_j exp(-u_j^2/(2 a^2)) f_j, eight nodes per turn: two chains hide the latency.
ANNEALVI_ALWAYS_INLINE double weighted_sum(const double* table, const WideNodes& nodes,
                                           HyperbolicNodes first, HyperbolicNodes second) {
  const GaussPowers g(nodes.deviation);
  const Vector4 ratio = g.g64 * Vector4{1, g.g16, g.g32, g.g32 * g.g16};
  const Vector4 ratio_factor = broadcast(g.g64 * g.g64);
  GaussNodes low{Vector4{1, g.g, g.g4, g.g8 * g.g}, ratio, ratio_factor};
  GaussNodes high{Vector4{g.g16, g.g16 * g.g8 * g.g, g.g32 * g.g4, g.g32 * g.g16 * g.g},
                  ratio * g.g64, ratio_factor};
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
  HyperbolicNodes first = sinh_nodes<0, 8>(seeds), second = sinh_nodes<4, 8>(seeds);
  return weighted_sum(table, nodes, first, second);
}

ANNEALVI_VECTOR_CLONES double wide_even(WideEven remainder, const WideNodes& nodes) {
  const WideTables& t = tables();
  const double* table = (remainder == WideEven::sech_squared ? t.sech_squared
                         : remainder == WideEven::log_cosh   ? t.log_cosh
                         : remainder == WideEven::sech       ? t.sech
                                                             : t.tilted_even).data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt);
  HyperbolicNodes first = cosh_nodes<0, 8>(seeds), second = cosh_nodes<4, 8>(seeds);
  return weighted_sum(table, nodes, first, second);
}

ANNEALVI_VECTOR_CLONES WidePairSums wide_pair(const WideNodes& nodes, double second_tilt) {
  const double* table = tables().tanh.data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt), second_seeds(wide_step * second_tilt);
  HyperbolicNodes sinh_first = sinh_nodes<0, 4>(seeds), cosh_first = cosh_nodes<0, 4>(seeds);
  HyperbolicNodes sinh_second = sinh_nodes<0, 4>(second_seeds);
  HyperbolicNodes cosh_second = cosh_nodes<0, 4>(second_seeds);
  const GaussPowers g(nodes.deviation);
  GaussNodes gauss{Vector4{1, g.g, g.g4, g.g8 * g.g},
                   g.g16 * Vector4{1, g.g8, g.g16, g.g16 * g.g8}, broadcast(g.g32)};
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
