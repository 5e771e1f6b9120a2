// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Wide Gaussians, a > 1: the trapezoidal rule in u = m + a z, applied to what remains of tanh and
// sech^2 after a smooth step with a known expectation has been subtracted. The error of the rule is
// the residue at the poles u = +-i pi/2, known in closed form: it is removed.
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "numerics/expectation_sums.hpp"
#include "numerics/wide_nodes.hpp"

namespace annealvi::detail {
namespace {

constexpr int most_blocks = 11;  // of 8 nodes: u < 44, beyond which exp(-2 u) exp(u) < 1e-18
using Table = std::array<double, 8 * most_blocks>;

/// Remainders tanh u - erf(u/sqrt 2) and its derivative, and sech u (at its own step).
struct WideTables {
  alignas(32) Table tanh{}, sech_squared{}, sech{};

  WideTables() {
    for (std::size_t j = 0; j < tanh.size(); ++j) {
      const double u = wide_step * static_cast<double>(j), q = std::exp(-2 * u);
      tanh[j] = j == 0 ? 0 : std::erfc(u / std::numbers::sqrt2) - 2 * q / (1 + q);
      sech_squared[j] = 4 * q / ((1 + q) * (1 + q)) -
                        std::numbers::sqrt2 * std::numbers::inv_sqrtpi * std::exp(-u * u / 2);
      sech[j] = 1 / std::cosh(sech_step * static_cast<double>(j));
    }
    sech_squared.front() /= 2;
    sech.front() /= 2;
  }
};

const WideTables& tables() {
  static const WideTables computed;
  return computed;
}

constexpr double exp_at_pole = 373791533.22422619;  // exp(2 pi (pi/2)/wide_step)
constexpr double turns_per_step = 2 * std::numbers::pi / wide_step;
/// What the pole at i pi/2 takes from the sum over j > 0, divided by exp(pi^2/(8 a^2)).
constexpr double pole_strength = turns_per_step / (exp_at_pole - 1);

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

ANNEALVI_ALWAYS_INLINE GaussSeeds gauss_seeds(const WideNodes& nodes) {
  return GaussSeeds(wide_step, nodes.inverse_variance, nodes.gain_exponent);
}

ANNEALVI_ALWAYS_INLINE int blocks_within(double reach) {
  return blocks_of_4(reach, wide_step, 2 * most_blocks);
}

/// sum_j table_j exp(-u_j^2/(2 a^2)) f_j. One chain: there are few nodes, and what the caller
/// computes beside fills the latency.
ANNEALVI_ALWAYS_INLINE double weighted_sum(const double* table, const WideNodes& nodes,
                                           GaussNodes gauss, HyperbolicNodes f) {
  Vector4 sum = broadcast(0);
  for (int b = blocks_within(nodes.reach); b > 0; --b, table += 4) {
    sum += load(table) * gauss.current * f.current;
    f.advance(), gauss.advance();
  }
  return sum_of_lanes(sum);
}

}  // namespace

ANNEALVI_VECTOR_CLONES WideSum wide_tanh_sum(const WideNodes& nodes) {
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  const GaussSeeds gauss = gauss_seeds(nodes);
  return {weighted_sum(tables().tanh.data(), nodes, gauss.by_4(), seeds.sinh_by_4()) -
              tanh_error(seeds, gauss),
          gauss.gain};
}

ANNEALVI_VECTOR_CLONES WideSum wide_slope_sum(const WideNodes& nodes) {
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  const GaussSeeds gauss = gauss_seeds(nodes);
  return {weighted_sum(tables().sech_squared.data(), nodes, gauss.by_4(), seeds.cosh_by_4()) -
              slope_error(nodes, seeds, gauss),
          gauss.gain};
}

ANNEALVI_VECTOR_CLONES WideBoth wide_both_sums(const WideNodes& nodes) {
  const double *odd_table = tables().tanh.data(), *even_table = tables().sech_squared.data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  HyperbolicNodes sinh = seeds.sinh_by_4(), cosh = seeds.cosh_by_4();
  const GaussSeeds factors = gauss_seeds(nodes);
  GaussNodes gauss = factors.by_4();
  Vector4 odd = broadcast(0), even = broadcast(0);
  for (int b = blocks_within(nodes.reach); b > 0; --b, odd_table += 4, even_table += 4) {
    odd += load(odd_table) * gauss.current * sinh.current;
    even += load(even_table) * gauss.current * cosh.current;
    sinh.advance(), cosh.advance(), gauss.advance();
  }
  return {sum_of_lanes(odd) - tanh_error(seeds, factors),
          sum_of_lanes(even) - slope_error(nodes, seeds, factors), factors.gain};
}

ANNEALVI_VECTOR_CLONES WidePairSums wide_pair(const WideNodes& nodes, double second_tilt) {
  const double* table = tables().tanh.data();
  const HyperbolicSeeds seeds(wide_step * nodes.tilt, nodes.tilt);
  const HyperbolicSeeds second_seeds(wide_step * second_tilt, second_tilt);
  HyperbolicNodes sinh_first = seeds.sinh_by_4(), cosh_first = seeds.cosh_by_4();
  HyperbolicNodes sinh_second = second_seeds.sinh_by_4(), cosh_second = second_seeds.cosh_by_4();
  const GaussSeeds factors = gauss_seeds(nodes);
  GaussNodes gauss = factors.by_4();
  Vector4 sinh_cosh = broadcast(0), cosh_sinh = broadcast(0);
  for (int b = blocks_within(nodes.reach); b > 0; --b, table += 4) {
    const Vector4 weight = load(table) * gauss.current;
    sinh_cosh += weight * (sinh_first.current * cosh_second.current);
    cosh_sinh += weight * (cosh_first.current * sinh_second.current);
    sinh_first.advance(), cosh_first.advance(), gauss.advance();
    sinh_second.advance(), cosh_second.advance();
  }
  const double strength = pole_strength * factors.at_pole;
  return {sum_of_lanes(sinh_cosh) + strength * (seeds.sin * second_seeds.cos),
          sum_of_lanes(cosh_sinh) + strength * (seeds.cos * second_seeds.sin)};
}

ANNEALVI_VECTOR_CLONES double wide_sech_sum(double inverse_variance, double reach) {
  const double* table = tables().sech.data();
  const GaussSeeds seeds(sech_step, inverse_variance);
  GaussNodes low = seeds.by_8(), high = seeds.by_8_from_4();
  Vector4 low_sum = broadcast(0), high_sum = broadcast(0);
  for (int b = blocks_of_8(reach, sech_step, most_blocks); b > 0; --b, table += 8) {
    low_sum += load(table) * low.current;
    high_sum += load(table + 4) * high.current;
    low.advance(), high.advance();
  }
  // exp(2 pi y/step) at the poles y = pi/2 and 3 pi/2, of opposite residue
  constexpr double first = 518903.14943677451, third = first * first * first;
  constexpr double turns = 2 * std::numbers::pi / sech_step;
  const double p = seeds.at_pole, p2 = p * p, p4 = p2 * p2;
  return sum_of_lanes(low_sum + high_sum) -
         turns * p * (1 / (first - 1) - p4 * p4 * (1 / (third - 1)));
}

/// (1 + 2 t) exp(t^2) erfc(t) as a polynomial in q = (t - 3)/(t + 3), four powers at a time.
ANNEALVI_VECTOR_CLONES double scaled_erfc(double t) {
  alignas(32) static constexpr double coefficients[6][4] = {
      {1.2530080582697296, -0.1356211061245812,
       -0.04756229435341897, 0.12964515870276264},
      {-0.11927366341681594, 0.06830802734392144,
       -0.023770514890662273, 0.002529391816799663},
      {0.0018886900908332905, -0.0007798322772742547,
       -0.00010515828085467254, 0.00012509937435915822},
      {4.944031214882928e-06, -2.0100627664406107e-05,
       -7.186149396303622e-07, 3.472520280065519e-06},
      {3.3649033965298255e-07, -6.167709493550964e-07,
       -1.2038713923616526e-07, 1.0195717375790894e-07},
      {2.7779061599708634e-08, -1.3361953304404018e-08,
       -3.169592039553522e-09, 9.948820947537195e-10},
  };
  const double inverse = 1 / ((t + 3) * (1 + 2 * t));
  const double q = (t - 3) * (1 + 2 * t) * inverse, q2 = q * q;
  const Vector4 step = broadcast(q2 * q2);
  Vector4 sum = load(coefficients[5]);
  for (int k = 4; k >= 0; --k) sum = sum * step + load(coefficients[k]);
  return ((sum[0] + q * sum[1]) + q2 * (sum[2] + q * sum[3])) * ((t + 3) * inverse);
}

}  // namespace annealvi::detail
