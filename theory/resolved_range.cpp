// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/resolved_range.hpp"

#include "numerics/elementary.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>
#include <vector>

namespace annealvi {

namespace {

/// erf(e^l / sqrt 2) in units of e^log_unit; a unit other than 1 is for what underflows.
double collapsed_share(double l, double log_unit) {
  constexpr double linear = -20.0;  // the next term is smaller by e^(2 l)/6
  if (log_unit == 0.0) return math::erf(math::exp(l) / std::numbers::sqrt2);
  if (l < linear) return std::sqrt(2.0 / std::numbers::pi) * math::exp(l - log_unit);
  return math::exp(math::log(math::erf(math::exp(l) / std::numbers::sqrt2)) - log_unit);
}

}  // namespace

double integrate_range(const Curve& curve, const StartRange& range, double left, double log_unit) {
  const auto integrand = [&](double x) {
    const double s = range.start(x);
    return range.jacobian(x) * math::exp(-0.5 * s * s) / std::sqrt(2.0 * std::numbers::pi) *
           collapsed_share(curve(x), log_unit);
  };
  double sum = 0.0;
  // Below `left`, towards the cusp, the integrand is nearly exponential with rate 1 + dl/dx >= 1.
  constexpr double reach_below = 40.0;
  constexpr int panels = 16;
  const int panels_below = range.around_cusp ? 8 : 0;
  using Rule = boost::math::quadrature::gauss<double, 15>;
  for (int i = 0; i < panels_below; ++i)
    sum += Rule::integrate(integrand, left - reach_below * (i + 1) / panels_below,
                           left - reach_below * i / panels_below);
  const double width = range.right - left;
  for (int i = 0; i < panels; ++i)
    sum += Rule::integrate(integrand, left + width * i / panels, left + width * (i + 1) / panels);
  return sum;
}

ResolvedRange resolve(ThresholdCurve& curve, double left, double log_unit, double wanted) {
  const StartRange& range = curve.range();
  std::vector<double> values;
  double previous = 0.0, tail = 0.3;
  for (std::size_t n = 8;; n *= 2) {
    std::vector<double> next(n + 1);
    const ChebyshevInterpolant coarse(left, range.right,
                                      values.empty() ? std::vector{0.0, 0.0} : values);
    // From the middle outwards: every point has neighbours to guess from.
    for (std::size_t i = 0; i <= n; ++i) {
      const std::size_t j = i % 2 == 0 ? n / 2 + i / 2 : n / 2 - (i + 1) / 2;
      const double x = ChebyshevInterpolant::point(left, range.right, j, n);
      if (values.empty())
        next[j] = curve.at(x);
      else if (j % 2 == 0)
        next[j] = values[j / 2];
      else
        next[j] = curve.at(x, coarse(x), std::clamp(3.0 * tail, 1e-5, 0.3));
    }
    values = std::move(next);
    ResolvedRange result{range, left, log_unit, ChebyshevInterpolant(left, range.right, values),
                         0.0,   0.0};
    tail = result.curve.tail();
    result.probability = integrate_range(std::cref(result.curve), range, left, log_unit);
    // An error of twice the last coefficients everywhere, never more than the last change.
    result.error =
        std::abs(result.shifted(std::cref(result.curve), 2.0 * tail) - result.probability);
    if (n > 8) result.error = std::min(result.error, std::abs(result.probability - previous));
    previous = result.probability;
    constexpr std::size_t most = 128;
    if (result.error <= wanted || n == most) return result;
  }
}

}  // namespace annealvi
