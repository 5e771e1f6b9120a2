// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/exchangeable_orthant.hpp"

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"

#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace annealvi {
namespace {

using std::numbers::pi;

double density(double z) {
  return math::exp(-0.5 * z * z) / std::sqrt(2.0 * pi);
}

/// Positive correlation: a common normal variable and independent rest.
/// 2 E Phi(sqrt(rho/(1 - rho)) z)^K, rho/(1 - rho) = (r - 1)/K.
double log_positive_correlation(int K, double ratio) {
  const double slope = std::sqrt((ratio - 1.0) / K);
  const auto integrand = [&](double z) {
    return density(z) * math::pow(0.5 * math::erfc(-slope * z / std::numbers::sqrt2), K);
  };
  constexpr double far = 12.0;  // density below 1e-31
  constexpr int panels = 12;
  // Panels as narrow as the step of Phi about its place, and as the density beyond.
  const double step = std::min(far, 10.0 / slope);
  double sum = 0.0;
  const auto add = [&](double from, double to) {
    for (int i = 0; i < panels; ++i) {
      const double width = (to - from) / panels;
      sum += boost::math::quadrature::gauss<double, 20>::integrate(integrand, from + width * i,
                                                                   from + width * (i + 1));
    }
  };
  for (const double sign : {-1.0, 1.0}) {
    add(std::min(0.0, sign * step), std::max(0.0, sign * step));
    if (step < far) add(std::min(sign * step, sign * far), std::max(sign * step, sign * far));
  }
  return math::log(2.0 * sum);
}

/// How P_j, the orthant probability of j of them, grows with q: Schlaefli's differential, in
/// q^2 = K r/(1 + (K - 1) r) the same variable for every j. dP_j/dq = q rate(j, q) P_(j-2).
double orthant_rate(int j, double q) {
  const double rest = (1.0 - q) * (1.0 + q);
  const double n = q * q + (j - 1) * rest;
  return 0.5 * j * (j - 1) / (pi * n * std::sqrt((n - rest) * (n + rest)));
}

/// Negative correlation. P_j goes to 0 like q^(j-1): what is integrated is g_j = P_j/q^(j-1) over
/// log q, dg_j/dlog q = rate g_(j-2) - (j-1) g_j, numbers of order 1 at any size of P.
double log_negative_correlation(int K, double ratio) {
  const double end = std::sqrt(K * ratio / (1.0 + (K - 1) * ratio));
  const int base = K % 2 == 0 ? 2 : 1;
  const auto base_value = [&](double q) {  // g_1 and g_2
    return base == 1 ? 0.5 : math::asin(q / std::numbers::sqrt2) / (pi * q);
  };
  if (K == base) return math::log(2.0 * base_value(end)) + (K - 1) * math::log(end);

  // Starts at the limit for q -> 0, right to (q/q_end)^2; that is forgotten on the way.
  constexpr double first = 1e-6;
  std::vector<double> start;
  double limit = base == 1 ? 0.5 : 1.0 / (std::numbers::sqrt2 * pi);
  for (int j = base + 2; j <= K; j += 2) start.push_back(limit *= orthant_rate(j, 0.0) / (j - 1));
  const OdeSystem system = [&](double log_share, std::span<const double> g,
                               std::span<double> derivative) {
    const double q = end * math::exp(log_share);
    for (std::size_t i = 0; i < g.size(); ++i) {
      const int j = base + 2 + 2 * static_cast<int>(i);
      derivative[i] = orthant_rate(j, q) * (i == 0 ? base_value(q) : g[i - 1]) - (j - 1) * g[i];
    }
  };
  OdeOptions options;
  options.tolerances = {.relative = 1e-13, .absolute = 0.0};
  const OdeResult result = solve_ode(system, start, math::log(first), 0.0, options);
  return math::log(2.0 * result.state.back()) + (K - 1) * math::log(end);
}

}  // namespace

double log_one_sign_probability(int components, double variance_ratio) {
  if (components == 1) return 0.0;
  return variance_ratio > 1.0 ? log_positive_correlation(components, variance_ratio)
                              : log_negative_correlation(components, variance_ratio);
}

// With the means at Delta sigma/sqrt(2) e_j the log-odds of the responsibilities are independent,
// theta_j = Delta g_j/sqrt(2) + [j = k] Delta^2/2, and a softmax is the law of the largest of
// theta_j + Gumbel_j: rho_j is the probability that j wins, an integral over one variable.
double claim_of_one(int components, double distance) {
  if (components == 2) return self_responsibility_complement(distance);
  constexpr double negligible = 18.0;  // below e^(-distance^2/8) = 3e-18
  if (distance >= negligible) return 0.0;
  const double spread = distance / std::numbers::sqrt2, lead = 0.5 * distance * distance;
  // The Gumbel law is analytic to pi/2 from the real axis: steps of 0.3 are good to 1e-14.
  constexpr double step = 0.3;
  const double g_step = std::min(0.5, step / std::max(spread, 1e-300));
  const int g_count = static_cast<int>(std::ceil(8.0 / g_step));
  std::vector<double> shift, weight;
  for (int i = -g_count; i <= g_count; ++i) {
    shift.push_back(spread * g_step * i);
    weight.push_back(g_step * density(g_step * i));
  }
  const double lowest = -8.0 * spread - 4.0, highest = lead + 8.0 * spread + 38.0;
  double sum = 0.0;
  for (double x = lowest; x <= highest; x += step) {
    double below = 0.0, here = 0.0, leader_below = 0.0;
    for (std::size_t i = 0; i < shift.size(); ++i) {
      const double small = math::exp(-(x - shift[i]));
      const double law = weight[i] * math::exp(-small);
      below += law;
      here += small * law;
      leader_below += weight[i] * math::exp(-math::exp(-(x - lead - shift[i])));
    }
    sum += here * math::pow(below, components - 2) * leader_below;
  }
  return step * sum;
}

}  // namespace annealvi
