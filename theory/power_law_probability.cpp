// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The closed forms (S2), (S3), (L7), (L8): theory/collapse_probability.md.
#include "annealvi/theory/linear_stage.hpp"
#include "annealvi/theory/power_law_separatrix.hpp"
#include "numerics/elementary.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace annealvi {
namespace {

void check(double ratio, double exponent) {
  if (!(ratio > 0.0 && std::isfinite(ratio)))
    throw std::invalid_argument("power law: k > 0 is needed");
  if (!(exponent >= 1e-3 && exponent <= 1.0))
    throw std::invalid_argument("power law: 1e-3 <= alpha <= 1 is needed");
}

/// log E|X|^p, X ~ N(0, 1), p > -1
double log_absolute_moment(double p) {
  return 0.5 * p * std::numbers::ln2 + math::lgamma(0.5 * (p + 1.0)) -
         0.5 * math::log(std::numbers::pi);
}

}  // namespace

double power_law_ratio(const PowerLawSeparatrix& separatrix, double variance_sum,
                       double variance_difference) {
  return separatrix.constant *
         math::exp(0.5 * (separatrix.exponent * math::log(variance_difference) -
                          math::log(variance_sum)));
}

double power_law_probability(double ratio, double exponent) {
  check(ratio, exponent);
  // E_X erf((|X|/k)^(1/alpha)/sqrt 2) in u = log|X|: all terms positive, so that small P keep their
  // digits. The trapezoid rule converges like exp(-2 pi w/h), w = pi alpha/4 the half width of the
  // strip in which erf(e^(u/alpha)) stays bounded.
  constexpr double digits = 36.0;  // e^-36 = 2e-16
  const double step = 0.5 * std::numbers::pi * std::numbers::pi * exponent / digits;
  const double log_ratio = math::log(ratio), inverse = 1.0 / exponent;
  constexpr double low = -42.0, high = 3.7;  // e^-42 = 6e-19; e^3.7 = 40 standard deviations
  double total = 0.0;
  const auto count = static_cast<long>((high - low) / step);
  for (long i = 0; i <= count; ++i) {
    const double u = high - step * static_cast<double>(i), x = math::exp(u);
    const double inner = math::exp(std::min(inverse * (u - log_ratio), 700.0));
    total += math::exp(u - 0.5 * x * x) * math::erf(inner / std::numbers::sqrt2);
  }
  return total * step * std::sqrt(2.0 / std::numbers::pi);
}

double rare_power_law_probability(double ratio, double exponent) {
  check(ratio, exponent);
  const double p = 1.0 / exponent;
  return math::exp(0.5 * math::log(2.0 / std::numbers::pi) + log_absolute_moment(p) -
                   p * math::log(ratio));
}

double rare_power_law_excess(double ratio, double exponent) {
  check(ratio, exponent);
  const double p = 1.0 / exponent;
  return math::exp(log_absolute_moment(3.0 * p) - log_absolute_moment(p) -
                   2.0 * p * math::log(ratio)) /
         6.0;
}

double dimension_slope(double exponent) {
  return -0.5 * (1.0 / exponent - 1.0);
}

double dimension_slope_with_distance(const Problem& problem, double temperature, double dimension) {
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  const double R = problem.target.separation, H = c.annealed.precision;
  const LinearRates rates = linear_rates(c, R, 0.0);
  if (!(rates.sum > 0.0) || std::abs(2.0 * rates.overlap - c.speed * H) > 1e-12 * c.speed * H ||
      !(dimension >= 1.0)) {
    throw std::invalid_argument("(L8) needs lambda_S > 0, sigma^2 = 1/H and dimension >= 1");
  }
  constexpr double start = 2.0;  // y(0) = 2 sigma0^2 (d - 1) -> 2
  const double delay = start / (c.sigma * c.sigma) * c.speed * H / (8.0 * rates.sum);
  return dimension_slope(rates.sum / rates.difference) +
         0.5 * delay / (1.0 + delay * math::log(dimension));
}

}  // namespace annealvi
