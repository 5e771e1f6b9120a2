// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Wide Gaussians, a > 1: the trapezoidal rule in u = m + a z, applied to what remains of tanh and
// sech^2 after a smooth step with a known expectation has been subtracted. The error of the rule is
// the residue at the poles u = +-i pi/2, known in closed form: it is removed. No transcendental
// function is called per node. All is inlined into vector clones.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "numerics/elementary.hpp"
#include "numerics/error_function.hpp"
#include "numerics/wide_nodes.hpp"

namespace annealvi::detail {

/// Nodes of a wide Gaussian: exp(-u_j^2/(2 a^2)) at u_j = j step >= 0 up to `reach`, multiplied by
/// hyperbolic functions of u_j tilt. What is even in u is halved at u = 0.
struct WideNodes {
  double inverse_variance;  ///< 1/a^2
  double tilt;              ///< m/a^2
  double reach;             ///< largest u
  /// Of further exponentials, computed beside the others: exp(gain_exponent), at most 0.8 in size,
  /// and exp(-weight_exponent), which becomes 0 below 1e-307.
  double gain_exponent = 0, weight_exponent = 0;

  /// Not far beyond the reflection point m = a^2: `gain_exponent` is small.
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE bool near() const { return tilt <= 1.25; }
  [[nodiscard]] ANNEALVI_ALWAYS_INLINE GaussSeeds gauss(double step) const {
    return GaussSeeds(step, inverse_variance, gain_exponent, weight_exponent);
  }
};

/// tanh, sech^2: the poles at |Im u| = pi/2 cost exp(-2 pi y/step), their residues are subtracted;
/// what the step erf(u/sqrt 2) leaves is exp(-pi^2/(step^2 (1/2 + 1/(2 a^2)))) <= exp(-39.5).
inline constexpr double wide_step = 0.5;
/// sech needs no step function; the residues of its two lowest pairs of poles are subtracted.
inline constexpr double sech_step = 0.75;

struct WideSum {
  double value;
  double gain, weight;  ///< exp(gain_exponent), exp(-weight_exponent)
};
struct WideBoth {
  double odd, even;
  double gain, weight;  ///< as above
};
struct WidePairSums {
  double sinh_cosh, cosh_sinh;
};

/// Remainders tanh u - erf(u/sqrt 2) and its derivative, and sech u (at its own step).
struct WideTables {
  static constexpr int blocks = 22;  // of 4 nodes: u < 44, beyond which exp(-2 u) exp(u) < 1e-18
  using Table = std::array<double, std::size_t{4} * blocks>;
  alignas(32) Table tanh{}, sech_squared{}, sech{};

  WideTables() {
    for (std::size_t j = 0; j < tanh.size(); ++j) {
      const double u = wide_step * static_cast<double>(j), q = math::exp(-2 * u);
      tanh[j] = j == 0 ? 0 : math::erfc(u / std::numbers::sqrt2) - 2 * q / (1 + q);
      sech_squared[j] = 4 * q / ((1 + q) * (1 + q)) -
                        std::numbers::sqrt2 * std::numbers::inv_sqrtpi * math::exp(-u * u / 2);
      sech[j] = 1 / math::cosh(sech_step * static_cast<double>(j));
    }
    sech_squared.front() /= 2;
    sech.front() /= 2;
  }
};

inline const WideTables& wide_tables() {
  static const WideTables computed;
  return computed;
}

inline constexpr double exp_at_pole = 373791533.22422619;  // exp(2 pi (pi/2)/wide_step)
inline constexpr double turns_per_step = 2 * std::numbers::pi / wide_step;
/// What the pole at i pi/2 takes from the sum over j > 0, divided by exp(pi^2/(8 a^2)).
inline constexpr double pole_strength = turns_per_step / (exp_at_pole - 1);

/// What is to be subtracted from the sum of sech^2: a double pole.
ANNEALVI_ALWAYS_INLINE double slope_error(const WideNodes& nodes, const HyperbolicSeeds& seeds,
                                          const GaussSeeds& gauss) {
  constexpr double steepness = turns_per_step * (1 + 1 / (exp_at_pole - 1));
  return pole_strength * gauss.at_pole *
         ((steepness - std::numbers::pi / 2 * nodes.inverse_variance) * seeds.cos +
          nodes.tilt * seeds.sin);
}

ANNEALVI_ALWAYS_INLINE double tanh_error(const HyperbolicSeeds& seeds, const GaussSeeds& gauss) {
  return -pole_strength * gauss.at_pole * seeds.sin;
}

ANNEALVI_ALWAYS_INLINE int wide_blocks(double reach, int nodes) {
  return blocks_within(reach, wide_step, nodes, 4 * WideTables::blocks / nodes);
}

/// Remainder of tanh with sinh(u tilt).
ANNEALVI_ALWAYS_INLINE WideSum wide_tanh_sum(const WideNodes& nodes) {
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  const GaussSeeds gauss = nodes.gauss(wide_step);
  return {weighted_sum(wide_tables().tanh.data(), wide_blocks(nodes.reach, 8), gauss.nodes,
                       seeds.sinh()) -
              tanh_error(seeds, gauss),
          gauss.gain, gauss.weight};
}

/// Remainder of sech^2 with cosh(u tilt).
ANNEALVI_ALWAYS_INLINE WideSum wide_slope_sum(const WideNodes& nodes) {
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  const GaussSeeds gauss = nodes.gauss(wide_step);
  return {weighted_sum(wide_tables().sech_squared.data(), wide_blocks(nodes.reach, 8), gauss.nodes,
                       seeds.cosh()) -
              slope_error(nodes, seeds, gauss),
          gauss.gain, gauss.weight};
}

/// Both of them.
ANNEALVI_ALWAYS_INLINE WideBoth wide_both_sums(const WideNodes& nodes) {
  const double *odd_table = wide_tables().tanh.data(),
               *even_table = wide_tables().sech_squared.data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  HyperbolicNodes sinh = seeds.sinh(), cosh = seeds.cosh();
  const GaussSeeds factors = nodes.gauss(wide_step);
  GaussNodes gauss = factors.nodes;
  Vector4 odd = broadcast(0), even = broadcast(0);
  for (int b = wide_blocks(nodes.reach, 4); b > 0; --b, odd_table += 4, even_table += 4) {
    const Vector4 weight = gauss.next();
    odd += load(odd_table) * weight * sinh.next();
    even += load(even_table) * weight * cosh.next();
  }
  return {sum_of_lanes(odd) - tanh_error(seeds, factors),
          sum_of_lanes(even) - slope_error(nodes, seeds, factors), factors.gain, factors.weight};
}

/// Remainder of tanh with sinh(u tilt) cosh(u s) and with cosh(u tilt) sinh(u s), s = second_tilt.
ANNEALVI_ALWAYS_INLINE WidePairSums wide_pair(const WideNodes& nodes, double second_tilt) {
  const double* table = wide_tables().tanh.data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  const HyperbolicSeeds second_seeds(wide_step * second_tilt, second_tilt);
  HyperbolicNodes sinh_first = seeds.sinh(), cosh_first = seeds.cosh();
  HyperbolicNodes sinh_second = second_seeds.sinh(), cosh_second = second_seeds.cosh();
  const GaussSeeds factors = nodes.gauss(wide_step);
  GaussNodes gauss = factors.nodes;
  Vector4 sinh_cosh = broadcast(0), cosh_sinh = broadcast(0);
  for (int b = wide_blocks(nodes.reach, 4); b > 0; --b, table += 4) {
    const Vector4 weight = load(table) * gauss.next();
    const Vector4 first = sinh_first.next(), second = sinh_second.next();
    sinh_cosh += weight * (first * cosh_second.next());
    cosh_sinh += weight * (cosh_first.next() * second);
  }
  const double strength = pole_strength * factors.at_pole;
  return {sum_of_lanes(sinh_cosh) + strength * (seeds.sin * second_seeds.cos),
          sum_of_lanes(cosh_sinh) + strength * (seeds.cos * second_seeds.sin)};
}

/// sech, poles corrected.
ANNEALVI_ALWAYS_INLINE double wide_sech_sum(double inverse_variance, double reach) {
  const double* table = wide_tables().sech.data();
  const GaussSeeds seeds(sech_step, inverse_variance);
  GaussNodes gauss = seeds.nodes;
  Vector4 sum = broadcast(0);
  for (int b = blocks_within(reach, sech_step, 4, WideTables::blocks); b > 0; --b, table += 4)
    sum += load(table) * gauss.next();
  // exp(2 pi y/step) at the poles y = pi/2 and 3 pi/2, of opposite residue
  constexpr double first = 518903.14943677451, third = first * first * first;
  constexpr double turns = 2 * std::numbers::pi / sech_step;
  const double p = seeds.at_pole, p2 = p * p, p4 = p2 * p2;
  return sum_of_lanes(sum) - turns * p * (1 / (first - 1) - p4 * p4 * (1 / (third - 1)));
}

}  // namespace annealvi::detail
