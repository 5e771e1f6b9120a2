// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The two fixed points below the fold, at a given temperature: theory/safe_temperature.md.
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "annealvi/theory/collapsed_pair.hpp"
#include "numerics/elementary.hpp"
#include "theory/pair_rates.hpp"

#include <algorithm>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <limits>

namespace annealvi {
namespace {

// Outside these splits log(m_1/m_2) rounding hides the smaller of two terms in the general
// equations.
constexpr double smallest_split = 0.3, largest_split = 8.0;

double split_of(const PairState& state) {
  return math::log1p(state.difference / state.second);
}

/// Overlap of one component alone on the mode, without its twin: dm/dt = 0, m > 0.
std::optional<double> lone_overlap(const Problem& problem, double temperature) {
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  const auto& [H, A, sharpness, b] = c.annealed;
  const double steepness = sharpness * problem.target.separation;
  const double pull = A * problem.target.separation;
  const auto rate = [&, H = H, b = b](double m) {
    return pull * expected_tanh(steepness * m + b, steepness * c.sigma) - H * m;
  };
  const double high = 1.01 * (pull / H);  // |T| <= 1
  double low = 0.5 * high;
  while (!(rate(low) > 0.0)) {
    low *= 0.5;
    if (low < 1e-6 * high) return std::nullopt;
  }
  std::uintmax_t iterations = 200;
  const auto [left, right] = boost::math::tools::toms748_solve(
      rate, low, high, boost::math::tools::eps_tolerance<double>(50), iterations);
  return 0.5 * (left + right);
}

/// Nearly on top of each other: 2 Omega - H is a small difference, written here without
/// cancellation as (1/sigma^2)(1 - T(Delta^2/4, Delta/2)) - H, (G2). S and D are solved for in
/// turn: D acts on S by its square only.
std::optional<PairState> nearly_coincident(const Problem& problem, double temperature) {
  const auto lone = lone_overlap(problem, temperature);
  if (!lone) return std::nullopt;
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  const auto& [H, A, sharpness, b] = c.annealed;
  const double half_steepness = 0.5 * sharpness * problem.target.separation;
  const double steepness = 2.0 * half_steepness * c.sigma;
  const double pull = A * problem.target.separation, inverse_variance = 1.0 / (c.sigma * c.sigma);
  // Zero for matched variance: the rounding of sigma must not stand for it.
  const double mismatch = inverse_variance - H;
  const double freedom = std::abs(mismatch) < 1e-14 * H ? 0.0 : mismatch;
  double sum = 2.0 * *lone, log_difference = 0.0;
  for (int i = 0; i < 60; ++i) {
    const auto growth = [&, b = b](double x) {
      const double D = math::exp(x), distance = D / c.sigma, middle = half_steepness * sum + b;
      constexpr double tiny = -50.0;  // the difference is linear in D, and might underflow
      const double slope =
          x < tiny ? 2.0 * half_steepness * expected_sech_squared(middle, steepness)
                   : expected_tanh_pair(middle, half_steepness * D, steepness).difference / D;
      const double twin = expected_tanh(0.25 * distance * distance, 0.5 * distance);
      return pull * slope + freedom - inverse_variance * twin;
    };
    constexpr double lowest = -600.0;
    const double highest = math::log(0.15 * sum);  // beyond, the general equations hold
    if (!(growth(lowest) > 0.0 && growth(highest) < 0.0)) return std::nullopt;
    std::uintmax_t iterations = 300;
    const auto [left, right] = boost::math::tools::toms748_solve(
        growth, lowest, highest, boost::math::tools::eps_tolerance<double>(50), iterations);
    const double change = 0.5 * (left + right) - log_difference;
    log_difference = 0.5 * (left + right);
    const double D = math::exp(log_difference);
    if (std::abs(change) < 1e-10) return PairState{0.5 * (sum + D), 0.5 * (sum - D), D};
    const auto next = sum_on_nullcline(problem, D, math::log(temperature), sum);
    if (!next) return std::nullopt;
    sum = *next;
  }
  return std::nullopt;
}

/// The second component near the origin, where it is claimed by the first so rarely that m_2 is
/// smaller than the rounding of m_1: relative equations for both, iterated in turn.
std::optional<PairState> nearly_alone(const Problem& problem, double temperature) {
  const auto lone = lone_overlap(problem, temperature);
  if (!lone) return std::nullopt;
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  const auto& [H, A, sharpness, b] = c.annealed;
  const double steepness = sharpness * problem.target.separation;
  const double pull = A * problem.target.separation;
  const auto claim = [&](double difference) {
    return difference * self_responsibility_complement(difference / c.sigma) / (c.sigma * c.sigma);
  };
  double first = *lone, second = 0.0;
  for (int i = 0; i < 200; ++i) {
    const double push = claim(first - second);
    const double small = std::max(second, std::numeric_limits<double>::min());
    const double growth = pull * expected_tanh(steepness * small, steepness * c.sigma) / small - H;
    const double next_second = push / growth;
    const double slope =
        pull * steepness * expected_sech_squared(steepness * first + b, steepness * c.sigma) - H;
    const double rate =
        pull * expected_tanh(steepness * first + b, steepness * c.sigma) - H * first;
    const double next_first = first - (rate + push) / slope;
    const double change = std::abs(next_first / first - 1.0) +
                          std::abs(next_second - second) / (next_second + 1e-300);
    first = next_first;
    second = next_second;
    if (!(second >= 0.0 && second < first)) return std::nullopt;
    if (change < 1e-13) return PairState{first, second, first - second};
  }
  return std::nullopt;
}

PairState state_at(double sum, double split) {
  return {sum / (1.0 + math::exp(-split)), sum / (1.0 + math::exp(split)),
          sum * math::tanh(0.5 * split)};
}

}  // namespace

std::optional<PairState> pair_state(const Problem& problem, const PairFold& fold,
                                    double temperature, PairBranch branch) {
  const double wanted = math::log(temperature);
  if (!(wanted < fold.log_temperature)) return std::nullopt;
  const bool saddle = branch == PairBranch::saddle;
  if (!saddle) {
    const auto state = nearly_coincident(problem, temperature);
    if (state && split_of(*state) < smallest_split) return state;
  } else if (problem.target.weight == 0.5) {
    const auto state = nearly_alone(problem, temperature);
    if (state && split_of(*state) > largest_split) return state;
  }
  PairFixedPoint last{fold.sum, fold.log_temperature};
  bool lost = false;
  // log T above the wanted one, as a function of log split: positive at the fold.
  const auto excess = [&](double log_split) {
    const auto point = pair_fixed_point(problem, math::exp(log_split), last);
    if (!point) {
      lost = true;
      return std::numeric_limits<double>::quiet_NaN();
    }
    last = *point;
    return point->log_temperature - wanted;
  };
  double near = math::log(2.0 * math::atanh(fold.difference / fold.sum)), far = near;
  double at_near = fold.log_temperature - wanted, at_far = at_near, step = 0.02;
  while (at_far > 0.0) {
    near = far;
    at_near = at_far;
    far += saddle ? step : -step;
    step = std::min(1.4 * step, 0.2);
    at_far = excess(far);
    if (lost) return std::nullopt;
  }
  double root = far;
  if (at_far < 0.0) {
    std::uintmax_t iterations = 100;
    const bool swapped = near > far;
    const auto [left, right] = boost::math::tools::toms748_solve(
        excess, swapped ? far : near, swapped ? near : far, swapped ? at_far : at_near,
        swapped ? at_near : at_far, boost::math::tools::eps_tolerance<double>(48), iterations);
    root = 0.5 * (left + right);
    (void)excess(root);
    if (lost) return std::nullopt;
  }
  return state_at(last.sum, math::exp(root));
}

}  // namespace annealvi
