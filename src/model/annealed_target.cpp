// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/model/annealed_target.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>

namespace annealvi {
namespace {

/// log(e^x + e^y)
double log_sum_exp(double x, double y) {
  const double high = std::max(x, y);
  return high + math::log1p(math::exp(std::min(x, y) - high));
}

/// log Phi(x), the standard normal distribution function; -infinity below x = -38.
double log_normal_distribution(double x) {
  return math::log(0.5 * math::erfc(-x / std::numbers::sqrt2));
}

/// log E e^(p |b + a z|), exact. Where one Phi underflows (|b| > 38 a) its term is below e^-700 of
/// the other.
double log_expected_exponential(double p, double b, double a) {
  const double common = 0.5 * p * p * a * a;
  return log_sum_exp(common + p * b + log_normal_distribution(b / a + p * a),
                     common - p * b + log_normal_distribution(-b / a + p * a));
}

/// log E cosh^p(b + a z), p > 0, b >= 0. With u = b + a z,
/// cosh^p u = 2^-p e^(p|u|) (1 + e^(-2|u|))^p: the factor before the bracket has a closed form, the
/// rest lives on |u| < 20.
double log_expected_cosh_power(double p, double b, double a) {
  constexpr double log_two = std::numbers::ln2;
  if (a == 0.0) return p * (b - log_two + math::log1p(math::exp(-2.0 * b)));
  const double main = log_expected_exponential(p, b, a);

  const auto density = [](double z) {
    return math::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
  };
  // Over z, where u > 0, with its mirror image u -> -u; not over u, because (u - b)/a loses all
  // digits as a -> 0. Relative to e^main, so that nothing overflows.
  const auto remainder = [&](double z) {
    const double u = b + a * z;
    return math::exp(p * u - main) * math::expm1(p * math::log1p(math::exp(-2.0 * u))) *
           (density(z) + density(z + 2.0 * b / a));
  };
  // Panels no wider than the features: 1/a for the bracket, 1 for the density. With the factor
  // e^(p u) the density is centred on p a, with e^((p - 2) u) on (p - 2) a.
  const double first = std::max(-b / a, -2.0 * a - 12.0);
  const double last = std::min((20.0 - b) / a, p * a + 10.0);
  const int panels = static_cast<int>(std::ceil((last - first) * std::max(1.0, a)));
  double sum = 0.0;
  for (int i = 0; i < panels; ++i) {
    const double left = first + (last - first) * i / panels;
    const double right = first + (last - first) * (i + 1) / panels;
    sum += boost::math::quadrature::gauss<double, 20>::integrate(remainder, left, right);
  }
  return main - p * log_two + math::log1p(sum);
}

}  // namespace

double Target::bias() const {
  return 0.5 * (math::log(weight) - math::log1p(-weight));
}

AnnealedTarget annealed_target(const Target& target, AnnealingPath path, double temperature,
                               double bridge_scale) {
  const double beta = 1.0 / temperature;
  const double bias = target.weight == 0.5 ? 0.0 : target.bias();
  switch (path) {
    case AnnealingPath::power:
      return {beta, beta, 1.0, bias};
    case AnnealingPath::component:
      return {beta, beta, beta, bias};
    case AnnealingPath::bridge:
      break;
  }
  // (1 - beta) written as (T - 1)/T: exact where T -> 1
  return {(temperature - 1.0) / temperature / (bridge_scale * bridge_scale) + beta, beta, 1.0,
          bias};
}

double log_tilt_normaliser(const AnnealedTarget& annealed, const Target& target) {
  const auto& [H, A, c, b] = annealed;
  return log_expected_cosh_power(A / c, std::abs(b), c * target.separation / std::sqrt(H));
}

double log_normaliser(const AnnealedTarget& annealed, const Target& target) {
  return 0.5 * target.dimension * math::log(2.0 * std::numbers::pi / annealed.precision) +
         log_tilt_normaliser(annealed, target);
}

}  // namespace annealvi
