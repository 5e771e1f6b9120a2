// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/model/annealed_target.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>

namespace annealvi {
namespace {

/// log(e^x + e^y)
double log_sum_exp(double x, double y) {
  const double high = std::max(x, y);
  return high + std::log1p(std::exp(std::min(x, y) - high));
}

/// log Phi(x), the standard normal distribution function, for any finite x.
double log_normal_distribution(double x) {
  if (x > -30.0) return std::log(0.5 * std::erfc(-x / std::numbers::sqrt2));
  const double inverse_square = 1.0 / (x * x);  // Mills' ratio, relative error below 1e-14 here
  const double series =
      1.0 - inverse_square * (1.0 - inverse_square * (3.0 - inverse_square * (15.0 - inverse_square * 105.0)));
  return -0.5 * x * x - std::log(-x * std::sqrt(2.0 * std::numbers::pi)) + std::log(series);
}

/// log E e^(p |b + a z|), exact.
double log_expected_exponential(double p, double b, double a) {
  const double common = 0.5 * p * p * a * a;
  return log_sum_exp(common + p * b + log_normal_distribution(b / a + p * a),
                     common - p * b + log_normal_distribution(-b / a + p * a));
}

/// log E cosh^p(b + a z), p > 0. With |u| = |b + a z|, cosh^p u = 2^-p e^(p|u|) (1 + e^(-2|u|))^p:
/// the factor before the bracket has a closed form, the rest lives on |u| < 20.
double log_expected_cosh_power(double p, double b, double a) {
  constexpr double log_two = std::numbers::ln2;
  if (a == 0.0) return p * (std::abs(b) - log_two + std::log1p(std::exp(-2.0 * std::abs(b))));
  const double main = log_expected_exponential(p, b, a);

  const auto density = [&](double u) {
    const double x = (u - b) / a;
    return std::exp(-0.5 * x * x) / (a * std::sqrt(2.0 * std::numbers::pi));
  };
  const auto remainder = [&](double u) {  // relative to e^main, so that nothing overflows
    return std::exp(p * u - main) * std::expm1(p * std::log1p(std::exp(-2.0 * u))) *
           (density(u) + density(-u));
  };
  // Panels no wider than the features: 1 for the bracket, a for the density around +-b.
  const double width = std::min(1.0, a);
  const double centre = std::abs(b) + p * a * a;  // of e^(p u) density(u)
  const double last = std::min(20.0, centre + 10.0 * a);
  const double first = std::max(0.0, centre - 2.0 * a - (p + 2.0) * a * a - 10.0 * a);
  double sum = 0.0;
  const int panels = std::max(1, static_cast<int>(std::ceil((last - first) / width)));
  for (int i = 0; i < panels && last > first; ++i) {
    const double left = first + (last - first) * i / panels;
    const double right = first + (last - first) * (i + 1) / panels;
    sum += boost::math::quadrature::gauss<double, 20>::integrate(remainder, left, right);
  }
  return main - p * log_two + std::log1p(sum);
}

}  // namespace

double Target::bias() const { return 0.5 * (std::log(weight) - std::log1p(-weight)); }

AnnealedTarget annealed_target(const Target& target, AnnealingPath path, double temperature,
                               double bridge_scale) {
  const double beta = 1.0 / temperature;
  const double bias = target.weight == 0.5 ? 0.0 : target.bias();
  switch (path) {
    case AnnealingPath::power: return {beta, beta, 1.0, bias};
    case AnnealingPath::component: return {beta, beta, beta, bias};
    case AnnealingPath::bridge: break;
  }
  // (1 - beta) written as (T - 1)/T: exact where T -> 1
  return {(temperature - 1.0) / temperature / (bridge_scale * bridge_scale) + beta, beta, 1.0, bias};
}

double log_tilt_normaliser(const AnnealedTarget& annealed, const Target& target) {
  const auto& [H, A, c, b] = annealed;
  return log_expected_cosh_power(A / c, b, c * target.separation / std::sqrt(H));
}

double log_normaliser(const AnnealedTarget& annealed, const Target& target) {
  return 0.5 * target.dimension * std::log(2.0 * std::numbers::pi / annealed.precision) +
         log_tilt_normaliser(annealed, target);
}

}  // namespace annealvi
