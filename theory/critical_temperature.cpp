// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/critical_temperature.hpp"

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "numerics/elementary.hpp"

#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <numbers>

namespace annealvi {

std::optional<double> critical_temperature(const Problem& problem) {
  if (!problem.symmetric()) return std::nullopt;
  // 2 T lambda_S / speed as a function of log T: changes sign once, from + to -, or not at all.
  const auto growth = [&](double log_temperature) {
    const double T = math::exp(log_temperature);
    const Coefficients c = coefficients_at_temperature(problem, T);
    return T / c.speed * linear_rates(c, problem.target.separation, 0.0).sum;
  };
  double low = 0.0, high = 0.5;
  double at_low = growth(low);
  if (!(at_low > 0.0)) return std::nullopt;  // R <= R_1
  constexpr double highest = 690.0;          // T = 1e299
  while (growth(high) > 0.0) {
    low = high;
    high *= 2.0;
    if (high > highest) return std::nullopt;  // power + fixed variance: the sign depends on R only
  }
  at_low = growth(low);
  std::uintmax_t iterations = 200;
  const auto [left, right] =
      boost::math::tools::toms748_solve(growth, low, high, at_low, growth(high),
                                        boost::math::tools::eps_tolerance<double>(52), iterations);
  return math::exp(0.5 * (left + right));
}

std::optional<double> critical_temperature(const MixtureProblem& model) {
  const auto pair = as_pair(model);
  if (!pair || model.family.variance == Variance::trained) return std::nullopt;
  return critical_temperature(pair->problem);
}

namespace {

std::optional<double> far_limit(const Problem& problem) {
  const double R = problem.target.separation, square = R * R;
  const bool matched = problem.family.variance == Variance::matched;
  const double base = problem.annealing.bridge_scale * problem.annealing.bridge_scale;
  constexpr double two_over_pi = 2.0 / std::numbers::pi;
  switch (problem.annealing.path) {
    case AnnealingPath::power:
      return matched ? std::optional(two_over_pi * square) : std::nullopt;
    case AnnealingPath::component:
      // Fixed: x S(0, x) = 1/R with S = 1 - x^2 + ..., x = R/T.
      return matched ? square / (critical_separation * critical_separation) : square - 1.0;
    case AnnealingPath::bridge:
      if (!matched) return 1.0 + base * (R * std::sqrt(two_over_pi) - 1.0);
      // T^2/s0^2 + T (1 - 1/s0^2) = (2/pi) R^2
      const double linear = 1.0 - 1.0 / base, constant = two_over_pi * square;
      return 2.0 * constant / (linear + std::sqrt(linear * linear + 4.0 * constant / base));
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> far_critical_temperature(const Problem& problem) {
  const auto limit = problem.symmetric() ? far_limit(problem) : std::nullopt;
  return limit && *limit >= 1.0 ? limit : std::nullopt;
}

}  // namespace annealvi
