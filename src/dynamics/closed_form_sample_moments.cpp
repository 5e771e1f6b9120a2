// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sigmoids as sums of normal distribution functions: theory/stochastic_equation.md (Fast moments).
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "dynamics/sample_moments.hpp"
#include "numerics/vector_clones.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace annealvi::detail {
namespace {

/// logistic(x) = sum_i share_i Phi(x/width_i) + error; minimax fits of our own.
struct TwoTerms {  // |error| <= 5.1e-4
  static constexpr std::array<double, 2> share{0.5644248487, 0.4355751513};
  static constexpr std::array<double, 2> square{1.0 / (0.7686211460 * 0.7686211460),
                                                1.0 / (0.4352551804 * 0.4352551804)};
};
struct FourTerms {  // |error| <= 4.8e-6
  static constexpr Vector4 share{0.1065007180, 0.4583626737, 0.3741866280, 0.0609499803};
  static constexpr Vector4 square{
      1.0 / (1.0231334511 * 1.0231334511), 1.0 / (0.6987726883 * 0.6987726883),
      1.0 / (0.4751265407 * 0.4751265407), 1.0 / (0.3210642377 * 0.3210642377)};
};

/// exp(x) for x <= 0, relative error 2e-7, small against that of the fits; e^-700 below -700.
ANNEALVI_ALWAYS_INLINE Vector4 exp_of_negative(Vector4 x) {
  using Bits = std::uint64_t __attribute__((vector_size(32)));
  constexpr double round_to_whole = 0x1.8p52;
  x = x > -700.0 ? x : broadcast(-700.0);
  const Vector4 shifted = x * std::numbers::log2e + round_to_whole;
  const Vector4 r = x - (shifted - round_to_whole) * std::numbers::ln2;
  Vector4 p = broadcast(1.0 / 720);
  for (const double c : {1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1.0, 1.0}) p = p * r + c;
  const Bits power = (reinterpret_cast<Bits>(shifted) + std::uint64_t{1023}) << 52;
  return p * reinterpret_cast<Vector4>(power);
}

ANNEALVI_ALWAYS_INLINE Vector4 root(Vector4 x) {
  return Vector4{std::sqrt(x[0]), std::sqrt(x[1]), std::sqrt(x[2]), std::sqrt(x[3])};
}

/// Gauss-Legendre on (0, 1).
struct Rule {
  static constexpr std::array<double, 8> node{
      0.019855071751231884, 0.10166676129318664, 0.2372337950418355,  0.40828267875217511,
      0.59171732124782489,  0.7627662049581645,  0.89833323870681336, 0.98014492824876812};
  static constexpr std::array<double, 8> weight{
      0.050614268145188129, 0.11119051722668724, 0.15685332293894363, 0.18134189168918099,
      0.18134189168918099,  0.15685332293894363, 0.11119051722668724, 0.050614268145188129};
};

/// Cov(tau, f) and its derivatives by a and by h.
struct Crossing {
  double covariance, by_tanh_mean, by_odds_mean;
};

/// 2 sum_ij share_i share_j (P(X < h, Y < k) - P(X < h) P(Y < k)), X and Y normal with correlation
/// rho: an integral over the correlation, taken in t with r = 2 t/(1 + t^2). Derivatives are 0
/// unless `with_slopes`.
ANNEALVI_VECTOR_CLONES Crossing crossing(const SampleFunctions& functions, bool with_slopes) {
  const auto& [a, kappa, h, along, across] = functions;
  const double tanh_variance = 4.0 * kappa * kappa, odds_variance = along * along + across * across;
  constexpr auto& square = TwoTerms::square;
  constexpr auto& share = TwoTerms::share;
  const Vector4 tanh_total = Vector4{square[0], square[0], square[1], square[1]} + tanh_variance;
  const Vector4 odds_total = Vector4{square[0], square[1], square[0], square[1]} + odds_variance;
  const Vector4 tanh_scale = 1.0 / root(tanh_total), odds_scale = 1.0 / root(odds_total);
  const Vector4 x = 2.0 * a * tanh_scale, y = h * odds_scale;
  const Vector4 rho = 2.0 * kappa * along * tanh_scale * odds_scale;
  const Vector4 last = rho / (1.0 + root(1.0 - rho * rho));
  const Vector4 apart = x - y, together = x + y;

  Vector4 sum = broadcast(0.0), by_x = broadcast(0.0), by_y = broadcast(0.0);
  for (std::size_t i = 0; i < Rule::node.size(); ++i) {
    const Vector4 t = last * Rule::node[i], t2 = t * t;
    const Vector4 quarter = 0.25 + 0.25 * t2, product = 1.0 - t2;
    // One division for 1/(1 - t), 1/(1 + t) and 1/quarter.
    const Vector4 inverse = 1.0 / (product * quarter), both = quarter * inverse;
    const Vector4 down = (1.0 + t) * both, up = (1.0 - t) * both;
    const Vector4 first = apart * down, second = together * up;
    const Vector4 value = Rule::weight[i] * (product * inverse) *
                          exp_of_negative(-quarter * (first * first + second * second));
    sum += value;
    if (!with_slopes) continue;
    const Vector4 slope = 2.0 * quarter * value;
    by_x -= slope * (first * down + second * up);
    by_y += slope * (first * down - second * up);
  }
  // 2 from tanh u = 2 logistic(2 u) - 1, 1/(2 pi), and 2 dt/(1 + t^2) = dt/(2 quarter)
  const Vector4 factor =
      Vector4{share[0] * share[0], share[0] * share[1], share[1] * share[0], share[1] * share[1]} *
      last * (0.5 * std::numbers::inv_pi);
  return {sum_of_lanes(factor * sum), sum_of_lanes(factor * by_x * tanh_scale) * 2.0,
          sum_of_lanes(factor * by_y * odds_scale)};
}

/// E f'' and E f''' at variance v of the odds.
struct OddsDerivatives {
  double second, third;
};
ANNEALVI_VECTOR_CLONES OddsDerivatives odds_derivatives(double h, double variance) {
  constexpr double density = 0.5 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
  const Vector4 inverse = 1.0 / (FourTerms::square + variance);
  const Vector4 value =
      density * FourTerms::share * root(inverse) * exp_of_negative(-0.5 * h * h * inverse);
  const Vector4 first = -h * inverse;
  return {sum_of_lanes(value * first), sum_of_lanes(value * (first * first - inverse))};
}

OddsMoments odds_moments(double h, double slope, bool with_z) {
  OddsMoments moments;
  auto& [first, second] = moments.powers;
  first[0] = expected_logistic(h, slope);
  // Equal weights: E f(1 - f) = E f/2, because tanh of a normal with mean = variance has
  // E tanh^2 = E tanh.
  const double f1 = h == -0.5 * slope * slope ? 0.5 * first[0]
                                              : 0.25 * expected_sech_squared(0.5 * h, 0.5 * slope);
  second[0] = first[0] - f1;
  // Var f >= Cov(f, u)^2, with equality as the slope vanishes and the difference cancels.
  const double covariance = slope * f1;
  moments.variance = std::max(first[0] * (1.0 - first[0]) - f1, covariance * covariance);
  if (!with_z) return moments;
  // E[u g(u)] = E g'(u), twice; f^2 = f - f'; every derivative by u brings a factor of the slope.
  const double variance = slope * slope;
  const auto [f2, f3] = odds_derivatives(h, variance);
  first[1] = slope * f1;
  first[2] = first[0] + variance * f2;
  second[1] = slope * (f1 - f2);
  second[2] = first[2] - (f1 + variance * f3);
  // f^3 = f - 3 f'/2 + f''/2. Small Var f: the tangent of f^2.
  const double third_power = first[0] - 1.5 * f1 + 0.5 * f2;
  moments.square_slope =
      moments.variance > 1e-8
          ? std::clamp((third_power - second[0] * first[0]) / moments.variance, 0.0, 2.0)
          : 2.0 * first[0];
  return moments;
}

TanhMoments tanh_moments(const SampleFunctions& functions, const OddsMoments& odds, bool with_z) {
  const auto& [a, kappa, h, along, across] = functions;
  TanhMoments moments;
  const auto [mean, slope] = expected_tanh_with_slope(a, kappa);
  moments.mean = mean;
  const Crossing cross = crossing(functions, with_z);
  moments.covariance[tau] = std::max(0.0, 1.0 - moments.mean * moments.mean - slope);
  moments.covariance[f] = cross.covariance;
  if (!with_z) return moments;
  moments.covariance[z_e] = kappa * slope;
  moments.covariance[f_z_e] =
      kappa * (slope * odds.powers[0][0] + cross.by_tanh_mean) + along * cross.by_odds_mean;
  moments.covariance[f_z_f] = across * cross.by_odds_mean;
  return moments;
}

}  // namespace

const MomentRule closed_form_rule{odds_moments, tanh_moments};

}  // namespace annealvi::detail
