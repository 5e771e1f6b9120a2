// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/collapsed_pair.hpp"

#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "numerics/elementary.hpp"
#include "theory/pair_rates.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>

namespace annealvi {
namespace {

/// At R_c and T = 1 the collapsed pair of every path and variance appears with this S and D;
/// recomputed by tests/unit/theory/critical_temperature_test.cpp.
constexpr PairFold fold_at_unit_temperature{3.80394851, 1.59271816, 0.0};

Problem with_separation(Problem problem, double separation) {
  problem.target.separation = separation;
  return problem;
}
Problem with_bias(Problem problem, double bias) {
  problem.target.weight = 1.0 / (1.0 + math::exp(-2.0 * bias));
  return problem;
}

double ratio_of(double split) {
  return math::tanh(0.5 * split);
}
double split_of(const PairFold& fold) {
  return 2.0 * math::atanh(fold.difference / fold.sum);
}

/// pair_fixed_point, when the last move in log S and log T is less than `tolerance`.
std::optional<PairFixedPoint> fixed_point(const Problem& problem, double split,
                                          const PairFixedPoint& guess, double tolerance) {
  if (!(split > 0.0)) return std::nullopt;
  const double ratio = ratio_of(split);
  double log_sum = math::log(guess.sum), log_temperature = guess.log_temperature;
  for (int i = 0; i < 50; ++i) {
    const auto rates = [&](double x, double y) {
      return pair_rates(problem, math::exp(x), ratio * math::exp(x), y);
    };
    const PairRates f = rates(log_sum, log_temperature);
    constexpr double h = 1e-6;  // a rough Jacobian costs iterations, not accuracy
    const PairRates f_sum = rates(log_sum + h, log_temperature);
    const PairRates f_temperature = rates(log_sum, log_temperature + h);
    const double a = (f_sum[0] - f[0]) / h, b = (f_temperature[0] - f[0]) / h;
    const double c = (f_sum[1] - f[1]) / h, d = (f_temperature[1] - f[1]) / h;
    const double determinant = a * d - b * c;
    double move_sum = -(d * f[0] - b * f[1]) / determinant;
    double move_temperature = -(a * f[1] - c * f[0]) / determinant;
    if (!std::isfinite(move_sum) || !std::isfinite(move_temperature)) return std::nullopt;
    const double longest = std::max(std::abs(move_sum) / 0.2, std::abs(move_temperature) / 1.0);
    if (longest > 1.0) {
      move_sum /= longest;
      move_temperature /= longest;
    }
    log_sum += move_sum;
    log_temperature += move_temperature;
    if (std::abs(log_temperature) > 690.0) return std::nullopt;
    if (std::abs(move_sum) + std::abs(move_temperature) <
        tolerance * (1.0 + std::abs(log_temperature))) {
      return PairFixedPoint{math::exp(log_sum), log_temperature};
    }
  }
  return std::nullopt;
}

/// The fold near `guess`: log T as a function of the split has a smooth maximum there.
std::optional<PairFold> fold_near(const Problem& problem, const PairFold& guess) {
  PairFixedPoint last{guess.sum, guess.log_temperature};
  bool lost = false;
  const auto negative_log_temperature = [&](double split) {
    const auto point = pair_fixed_point(problem, split, last);
    if (!point) {
      lost = true;
      return std::numeric_limits<double>::max();
    }
    last = *point;
    return -point->log_temperature;
  };
  double centre = split_of(guess);
  const double reach = 0.1 * centre;  // half width of the bracket
  for (int moves = 0; moves < 40; ++moves) {
    const double middle = negative_log_temperature(centre);
    if (lost) return std::nullopt;
    const double left = negative_log_temperature(centre - reach);
    last = {guess.sum, -middle};
    const double right = negative_log_temperature(centre + reach);
    if (lost) return std::nullopt;
    if (left < middle)
      centre -= reach;
    else if (right < middle)
      centre += reach;
    else {
      // The minimum is quadratic: half the digits in the split give all of them in T.
      const auto [split, value] = boost::math::tools::brent_find_minima(
          negative_log_temperature, centre - reach, centre + reach, 26);
      if (lost) return std::nullopt;
      return PairFold{last.sum, last.sum * ratio_of(split), -value};
    }
  }
  return std::nullopt;
}

/// Follows the fold while `make(parameter)` moves from `from` to `to`.
template <class Make>
std::optional<PairFold> follow(const Make& make, double from, double to, PairFold start,
                               double first_step) {
  PairFold previous = start;
  double at = from, before = from;
  double step = std::copysign(std::min(first_step, std::abs(to - from)), to - from);
  while (at != to) {
    const double next = std::abs(to - at) <= std::abs(step) ? to : at + step;
    // Secant predictor in (S, D, log T).
    const double s = at == before ? 0.0 : (next - at) / (at - before);
    const PairFold guess{
        start.sum + s * (start.sum - previous.sum),
        start.difference + s * (start.difference - previous.difference),
        start.log_temperature + s * (start.log_temperature - previous.log_temperature)};
    const auto found = fold_near(make(next), guess);
    if (!found) {
      step *= 0.5;
      if (std::abs(step) < 1e-3 * first_step) return std::nullopt;
      continue;
    }
    previous = start;
    before = at;
    start = *found;
    at = next;
    step = std::copysign(std::min(1.5 * std::abs(step), 4.0 * first_step), step);
  }
  return start;
}

/// In a search along the split: near the limit of the split log T hangs on its last digits.
constexpr double search_tolerance = 1e-6;

/// A nearly coincident pair, from which the curve of fixed points can be followed upwards.
struct PairAtSplit {
  double split;
  PairFixedPoint point;

  [[nodiscard]] PairFold fold() const {
    return {point.sum, point.sum * ratio_of(split), point.log_temperature};
  }
};

std::optional<PairAtSplit> low_end_of_curve(const Problem& problem) {
  const double R = problem.target.separation;
  // About one deviation apart for fixed variance. A heavy mode may have no pair with this split.
  constexpr double smallest_split = 1e-6;
  for (double split = 1.0 / (10.0 + R); split > smallest_split; split *= 0.5) {
    const double hot = 2.0 * math::log(R) + 4.0;
    for (double log_temperature = -5.0; log_temperature < hot; log_temperature += 0.25) {
      const auto point = fixed_point(problem, split, {2.0 * R, log_temperature}, search_tolerance);
      if (point && point->sum > 0.1 * R) return PairAtSplit{split, *point};
    }
  }
  return std::nullopt;
}

/// Whether a split that can be raised no further at this temperature has come to its limit for
/// T -> infinity, D/S = 1/sinh(b): the distance to it falls like (R^2/T) sech^2 b.
bool at_limiting_split(const Problem& problem, double log_temperature) {
  const double pi = problem.target.weight, square = math::square(problem.target.separation);
  const double far = std::max(1000.0 * 4.0 * pi * (1.0 - pi), 0.6);  // 0.6: hotter than any fold
  return log_temperature > math::log(far * square);
}

/// For b > 0, without continuation in b: log T along the split up to m_2 = e^-12 m_1. An interior
/// maximum is the fold; when log T still rises at the end, the pair goes on to m_2 < 0. The split
/// may tend to a limit instead: then the pair exists at every T.
PairFoldSearch search_along_split(const Problem& problem) {
  constexpr double last = 12.0;
  constexpr double longest_step = 0.05, shortest_step = 1e-6;  // in log split
  const auto start = low_end_of_curve(problem);
  if (!start) return {FoldStatus::not_followed, {}};
  PairAtSplit at = *start, highest = at;
  double step = longest_step;
  while (at.split < last && step > shortest_step) {
    const double split = at.split * math::exp(step);
    const auto next = fixed_point(problem, split, at.point, search_tolerance);
    // A jump in T is another curve, or Newton's method gone astray.
    if (!next || std::abs(next->log_temperature - at.point.log_temperature) > 1.0) {
      step *= 0.5;
      continue;
    }
    at = {split, *next};
    step = std::min(1.5 * step, longest_step);
    if (at.point.log_temperature > highest.point.log_temperature) highest = at;
  }
  if (highest.split == at.split) {
    const bool followed = at.split >= last || at_limiting_split(problem, at.point.log_temperature);
    return {followed ? FoldStatus::continuous : FoldStatus::not_followed, at.fold()};
  }
  const auto fold = fold_near(problem, highest.fold());
  if (!fold) return {FoldStatus::not_followed, {}};
  return {FoldStatus::found, *fold};
}

}  // namespace

std::optional<PairFixedPoint> pair_fixed_point(const Problem& problem, double split,
                                               const PairFixedPoint& guess) {
  constexpr double tolerance = 1e-13;
  return fixed_point(problem, split, guess, tolerance);
}

PairFoldSearch pair_fold(const Problem& problem) {
  const double bias = problem.target.weight == 0.5 ? 0.0 : problem.target.bias();
  const Problem unbiased = with_bias(problem, 0.0);
  const auto by_separation = [&](double log_separation) {
    return with_separation(unbiased, math::exp(log_separation));
  };
  auto fold = follow(by_separation, math::log(collapsed_separation),
                     math::log(problem.target.separation), fold_at_unit_temperature, 0.02);
  if (fold && bias != 0.0)
    fold = follow([&](double b) { return with_bias(problem, b); }, 0.0, bias, *fold, 0.02);
  if (fold) return {FoldStatus::found, *fold};
  return bias > 0.0 ? search_along_split(problem) : PairFoldSearch{FoldStatus::not_followed, {}};
}

std::optional<double> escape_time_scale(const Problem& problem, double temperature) {
  const double log_temperature = math::log(temperature);
  const Coefficients c = coefficients_at_temperature(problem, temperature);
  const double unit = c.speed * c.annealed.precision;
  double slowest = std::numeric_limits<double>::max();
  double sum = 2.0 * problem.target.separation;
  constexpr int points = 200;
  for (int i = 0; i < points; ++i) {
    const double difference = 2.0 * problem.target.separation * (i + 0.5) / points;
    const auto found = sum_on_nullcline(problem, difference, log_temperature, sum);
    if (!found || !(*found > difference)) break;
    sum = *found;
    slowest = std::min(slowest, unit * pair_rates(problem, sum, difference, log_temperature)[1]);
  }
  if (slowest == std::numeric_limits<double>::max()) {
    // S decays as well (T > T_c): D grows at its linear rate with full overlap.
    const LinearRates rates = linear_rates(c, problem.target.separation, 0.0);
    return 1.0 / rates.difference;
  }
  if (!(slowest > 0.0)) return std::nullopt;
  return 1.0 / slowest;
}

}  // namespace annealvi
