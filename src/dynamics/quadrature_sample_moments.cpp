// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "dynamics/sample_moments.hpp"
#include "numerics/elementary.hpp"

#include "annealvi/numerics/gaussian_expectation.hpp"

#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace annealvi::detail {
namespace {

constexpr double reach = 12.0;  // exp(-72) of the Gaussian is beyond
constexpr double panel = 2.0;   // 10 Gauss points resolve exp(-z^2/2) to rounding on it

/// A sigmoid as steep as tanh(slope (z - centre)).
struct Step {
  double centre, width;

  static Step of(double offset, double slope) { return {-offset / slope, 1.0 / std::abs(slope)}; }
};

/// Panels of [-reach, reach], graded about steps narrower than a panel. The poles of tanh lie pi/2
/// widths off the axis: 10 points on (0, 2), (2, 6), (6, 18) widths leave 2e-12, and beyond tanh is
/// constant to rounding.
std::vector<double> panel_edges(std::initializer_list<Step> steps) {
  std::vector<double> edges;
  edges.reserve(32);
  for (double edge = -reach; edge <= reach; edge += panel) edges.push_back(edge);
  for (const Step& step : steps) {
    if (!(step.width < 1.0)) continue;
    for (const double widths : {-18.0, -6.0, -2.0, 0.0, 2.0, 6.0, 18.0}) {
      const double edge = step.centre + widths * step.width;
      if (std::abs(edge) < reach) edges.push_back(edge);
    }
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

/// visit(z, weight) for z ~ N(0, 1).
template <class Visitor>
void for_each_node(const std::vector<double>& edges, Visitor visit) {
  using Rule = boost::math::quadrature::gauss<double, 10>;
  constexpr double density = 0.5 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const double half = 0.5 * (edges[i + 1] - edges[i]), centre = 0.5 * (edges[i + 1] + edges[i]);
    if (half == 0.0) continue;
    for (std::size_t j = 0; j < Rule::abscissa().size(); ++j) {
      for (const double sign : {-1.0, 1.0}) {
        const double z = centre + sign * half * Rule::abscissa()[j];
        visit(z, half * Rule::weights()[j] * density * math::exp(-0.5 * z * z));
      }
    }
  }
}

double logistic(double u) {
  const double small = math::exp(-std::abs(u));
  return (u >= 0.0 ? 1.0 : small) / (1.0 + small);
}

OddsMoments odds_moments(double h, double slope, bool /*with_z*/) {
  OddsMoments moments;
  double square_product = 0.0;
  const double mean = expected_logistic(h, slope);
  for_each_node(panel_edges({Step::of(0.5 * h, 0.5 * slope)}), [&](double u, double weight) {
    const double value = logistic(h + slope * u);
    moments.variance += weight * (value - mean) * (value - mean);
    square_product += weight * (value * value - mean * mean) * (value - mean);
    for (std::size_t j = 0; j < 3; ++j) {
      moments.powers[0][j] += weight * value;
      moments.powers[1][j] += weight * value * value;
      weight *= u;
    }
  });
  moments.powers[0][0] = mean;
  if (moments.variance > 0.0) moments.square_slope = square_product / moments.variance;
  return moments;
}

TanhMoments tanh_moments(const SampleFunctions& functions, const OddsMoments& odds_alone,
                         bool with_z) {
  const double a = functions.tanh_mean, kappa = functions.tanh_slope;
  const double h = functions.odds_mean, along = functions.along_e, across = functions.across;
  // tau less the sign it nearly always has. Given z_e, z_f is integrated in closed form: E f and
  // E[f z_f] = across E f'. Smoothing by z_f widens the step of f.
  const double usual = a < 0.0 ? -1.0 : 1.0, spread = std::abs(across);
  const Step smoothed{.centre = -h / along,
                      .width = 2.0 * std::sqrt(1.0 + spread * spread / 3.0) / std::abs(along)};
  const double usual_f = odds_alone.powers[0][0];
  double mean_tau = 0.0, mean_f = 0.0, mean_f_z_e = 0.0, mean_f_z_f = 0.0;
  std::array<double, 6> product{};
  for_each_node(panel_edges({Step::of(a, kappa), smoothed}), [&](double z, double weight) {
    const double rest = -2.0 * usual * logistic(-2.0 * usual * (a + kappa * z));
    const double odds = h + along * z;
    const double value = expected_logistic(odds, spread);
    mean_tau += weight * rest;
    mean_f += weight * (value - usual_f);
    product[tau] += weight * rest * rest;
    product[f] += weight * rest * (value - usual_f);
    if (!with_z) return;
    const double across_value = across * 0.25 * expected_sech_squared(0.5 * odds, 0.5 * spread);
    mean_f_z_e += weight * value * z;
    mean_f_z_f += weight * across_value;
    product[z_e] += weight * rest * z;
    product[f_z_e] += weight * rest * value * z;
    product[f_z_f] += weight * rest * across_value;
  });
  return {.mean = expected_tanh(a, kappa),
          .covariance = {product[tau] - mean_tau * mean_tau, product[f] - mean_tau * mean_f,
                         product[z_e], 0.0, product[f_z_e] - mean_tau * mean_f_z_e,
                         product[f_z_f] - mean_tau * mean_f_z_f}};
}

}  // namespace

const MomentRule quadrature_rule{odds_moments, tanh_moments};

}  // namespace annealvi::detail
