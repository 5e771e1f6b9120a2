// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// In units of sqrt(v), with x = log S and l(x) = log D_c:
//   P(y) = int 2 e^x phi(e^x) erf(e^l(x) / sqrt 2) dx,   P = E P(y) over y(0) = v chi^2(d - 1)   (S4)
#include "theory/chebyshev.hpp"
#include "theory/chi_squared_nodes.hpp"
#include "theory/probability_parts.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>

namespace annealvi {
namespace {

using Curve = std::function<double(double)>;  // l(x)

/// The integral above for a curve known on [left, right], continued beyond.
double integrate_curve(const Curve& curve, double left, double right) {
  const auto integrand = [&](double x) {
    const double s = std::exp(x);
    return 2.0 * s * std::exp(-0.5 * s * s) / std::sqrt(2.0 * std::numbers::pi) *
           std::erf(std::exp(curve(x)) / std::numbers::sqrt2);
  };
  double sum = 0.0;
  // Below `left` the integrand is nearly exponential with rate 1 + dl/dx >= 1.
  constexpr double reach_below = 40.0;
  constexpr int panels = 16, panels_below = 8;
  using Rule = boost::math::quadrature::gauss<double, 15>;
  for (int i = 0; i < panels_below; ++i)
    sum += Rule::integrate(integrand, left - reach_below * (i + 1) / panels_below,
                           left - reach_below * i / panels_below);
  for (int i = 0; i < panels; ++i)
    sum += Rule::integrate(integrand, left + (right - left) * i / panels,
                           left + (right - left) * (i + 1) / panels);
  return sum;
}

/// l(x) at one y, found point by point; remembers what it found to guess the next.
class ThresholdCurve {
 public:
  ThresholdCurve(Separatrix& separatrix, double unit, double squared_distance, double tolerance)
      : separatrix_(separatrix), unit_(unit), y_(squared_distance), tolerance_(tolerance) {}
  /// Guesses from the points of a rougher curve as well.
  ThresholdCurve(Separatrix& separatrix, double unit, double squared_distance, double tolerance,
                 const ThresholdCurve& rough)
      : ThresholdCurve(separatrix, unit, squared_distance, tolerance) {
    hints_ = rough.points_;
  }

  /// `guess` and `spread` empty: from the points known so far.
  double at(double x, std::optional<double> guess = {}, double spread = 0.3) {
    if (const auto known = points_.find(x); known != points_.end()) return known->second;
    if (!guess) guess = extrapolate(x, spread);
    const double log_unit = std::log(unit_);
    // D_c <= S: a start with D > S has recovered already.
    const Threshold found = separatrix_.threshold(unit_ * std::exp(x), y_, *guess + log_unit, spread,
                                                  x + log_unit, tolerance_);
    any_found_ = any_found_ || found.kind == Threshold::Kind::found;
    return points_[x] = found.log_difference - log_unit;
  }
  [[nodiscard]] bool any_found() const { return any_found_; }

 private:
  /// Polynomial through the (up to four) nearest known points; their disagreement is the spread.
  double extrapolate(double x, double& spread) const {
    const auto& known = points_.size() < 3 && !hints_.empty() ? hints_ : points_;
    if (known.empty()) {
      spread = 1.0;
      return x - 1.0;
    }
    std::vector<std::pair<double, double>> near(known.begin(), known.end());
    std::sort(near.begin(), near.end(), [x](const auto& p, const auto& q) {
      return std::abs(p.first - x) < std::abs(q.first - x);
    });
    if (near.size() == 1) return near[0].second + (x - near[0].first);
    near.resize(std::min<std::size_t>(near.size(), 4));
    double previous = near[0].second, value = previous;  // Neville's scheme, along its diagonal
    std::vector<double> column;
    for (const auto& point : near) column.push_back(point.second);
    for (std::size_t order = 1; order < near.size(); ++order) {
      for (std::size_t i = 0; i + order < near.size(); ++i)
        column[i] = ((x - near[i + order].first) * column[i] - (x - near[i].first) * column[i + 1]) /
                    (near[i].first - near[i + order].first);
      previous = value;
      value = column[0];
    }
    if (near.size() > 2) spread = std::clamp(std::abs(value - previous), 1e-4, 1.0);
    return value;
  }

  Separatrix& separatrix_;
  double unit_, y_, tolerance_;
  std::map<double, double> points_, hints_;
  bool any_found_ = false;
};

struct ResolvedCurve {
  ChebyshevInterpolant interpolant;
  double probability;
  double node_error;  // of the probability, from the unresolved part of the curve
};

double shifted_probability(const Curve& curve, double left, double right, double shift) {
  return integrate_curve([&](double x) { return curve(x) + shift; }, left, right);
}

ResolvedCurve resolve(ThresholdCurve& curve, double left, double right, const SharpOptions& options) {
  std::vector<double> values;
  double previous = 0.0, tail = 0.3;
  for (std::size_t n = 8;; n *= 2) {
    std::vector<double> next(n + 1);
    const ChebyshevInterpolant coarse(left, right, values.empty() ? std::vector{0.0, 0.0} : values);
    // From the middle outwards: every point has neighbours to guess from.
    for (std::size_t i = 0; i <= n; ++i) {
      const std::size_t j = i % 2 == 0 ? n / 2 + i / 2 : n / 2 - (i + 1) / 2;
      const double x = ChebyshevInterpolant::point(left, right, j, n);
      if (values.empty()) next[j] = curve.at(x);
      else if (j % 2 == 0) next[j] = values[j / 2];
      else next[j] = curve.at(x, coarse(x), std::clamp(3.0 * tail, 1e-5, 0.3));
    }
    values = std::move(next);
    ChebyshevInterpolant fine(left, right, values);
    tail = fine.tail();
    const double P = integrate_curve(std::cref(fine), left, right);
    // An error of the size of the last coefficients everywhere, never more than the last change.
    double error = std::abs(shifted_probability(std::cref(fine), left, right, 2.0 * tail) - P);
    if (n > 8) error = std::min(error, std::abs(P - previous));
    previous = P;
    constexpr std::size_t most = 128;
    if (error <= 0.3 * std::min(options.probability_error, 1e-3 * P) || n == most)
      return {std::move(fine), P, error};
  }
}

/// P at one value of chi^2, from the curve at the base value plus a smooth correction.
class DistanceNode {
 public:
  DistanceNode(const ResolvedCurve& base, Separatrix& separatrix, double unit, double chi_squared,
               double base_chi_squared, double tolerance)
      : base_(base),
        curve_(separatrix, unit, unit * unit * chi_squared, tolerance),
        is_base_(chi_squared == base_chi_squared),
        tolerance_(tolerance),
        spread_(std::clamp(std::abs(std::log(chi_squared / base_chi_squared)), 1e-4, 1.0)) {}

  /// With the correction resolved to degree `order`.
  struct Value {
    double probability;
    double moved;  ///< P with the last coefficient of the correction added everywhere
  };
  Value at_order(std::size_t order) {
    if (is_base_) return {base_.probability, base_.probability};
    const double left = base_.interpolant.left(), right = base_.interpolant.right();
    std::vector<double> shifts(order + 1);
    double shift = 0.0;
    for (std::size_t j = 0; j <= order; ++j) {
      const double x = ChebyshevInterpolant::point(left, right, j, order);
      const double at_base = base_.interpolant(x);
      const double found = curve_.at(x, std::min(at_base + shift, x), spread_) - at_base;
      spread_ = std::max(std::abs(found - shift), 10.0 * tolerance_);
      shifts[j] = shift = found;
    }
    const ChebyshevInterpolant correction(left, right, shifts);
    const Curve sum = [&](double x) { return base_.interpolant(x) + correction(x); };
    return {integrate_curve(sum, left, right),
            shifted_probability(sum, left, right, correction.last_coefficient())};
  }

 private:
  const ResolvedCurve& base_;
  ThresholdCurve curve_;
  bool is_base_;
  double tolerance_, spread_;
};

/// Truncation of a Gauss rule judged from its own three nodes: first and second differences of P in
/// standard deviations; the rule errs from sixth order, and orders decay like second/first.
double truncation(const std::vector<QuadratureNode>& nodes, const std::vector<double>& P,
                  double deviation) {
  const double low = (P[1] - P[0]) / (nodes[1].value - nodes[0].value) * deviation;
  const double high = (P[2] - P[1]) / (nodes[2].value - nodes[1].value) * deviation;
  const double second = (high - low) / (nodes[2].value - nodes[0].value) * deviation;
  if (second == 0.0) return 0.0;
  const double decay = std::abs(second) / std::max(std::abs(low), std::abs(second));
  return std::abs(second) * std::max(decay * decay, 1e-4);
}

/// Average of P(y) over the chi^2 law of y(0).
Estimate average_over_distance(const ResolvedCurve& base, Separatrix& separatrix, double unit,
                               double degrees, double base_chi_squared, double tolerance,
                               const SharpOptions& options) {
  const double wanted = 0.3 * std::min(options.probability_error, 1e-3 * base.probability);
  std::size_t order = 4;
  Estimate result;
  for (const int count : {3, 5, 8, 12, 18, 27}) {
    const auto nodes = chi_squared_nodes(degrees, count);
    std::vector<DistanceNode> values;
    for (const QuadratureNode& node : nodes)
      values.emplace_back(base, separatrix, unit, node.value, base_chi_squared, tolerance);
    const double before = result.value;
    double curve_error = 0.0;
    std::vector<double> P(nodes.size());
    for (;; order *= 2) {
      double average = 0.0, moved = 0.0;
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto value = values[i].at_order(order);
        P[i] = value.probability;
        average += nodes[i].weight * value.probability;
        moved += nodes[i].weight * value.moved;
      }
      const double change = std::abs(average - result.value);
      curve_error = std::abs(moved - average);
      if (order > 4 && count == 3 && curve_error > change) curve_error = change;
      result.value = average;
      constexpr std::size_t most = 32;
      if (curve_error <= wanted || order == most) break;
    }
    const double rule_error = count == 3 ? truncation(nodes, P, std::sqrt(2.0 * degrees))
                                         : std::abs(result.value - before);
    result.error = curve_error + rule_error;
    if (rule_error <= wanted) break;
  }
  return result;
}

}  // namespace

Estimate symmetric_probability(const Problem& problem, const SharpOptions& options,
                               std::uint64_t& trajectories) {
  const double unit = std::numbers::sqrt2 * problem.initial_scale();
  const double degrees = problem.target.dimension - 1.0;
  Separatrix separatrix(problem, options.end_time, options.tolerances, options.interrupted);
  // The base is the middle node of the three-point rule, close to the mean.
  const double base_chi_squared = degrees > 0.0 ? chi_squared_nodes(degrees, 3)[1].value : 0.0;
  const double base_distance = unit * unit * base_chi_squared;

  // Slopes below and above S = sqrt(v) tell where the integrand lives: it goes like e^((1 + l')x) on
  // the left and like s^l' phi(s) on the right. Three rough points also tell the size of P.
  ThresholdCurve rough(separatrix, unit, base_distance, 1e-3);
  const double middle = rough.at(0.0), below = rough.at(-1.0), above = rough.at(1.0);
  const double slope_below = std::max(0.0, middle - below);
  const double slope_above = std::max(slope_below, above - middle);
  if (!rough.any_found()) {
    trajectories += separatrix.trajectories();
    return {0.0, 1e-299};  // recovers from every D >= e^-690
  }
  const double left = -12.0 / (1.0 + slope_below);
  const double right = std::log(8.0 + std::sqrt(slope_above));
  const ChebyshevInterpolant rough_line(-1.0, 1.0, {above, middle, below});
  const double rough_probability = integrate_curve(std::cref(rough_line), -1.0, 1.0);
  const double wanted_relative =
      std::min(options.probability_error / std::max(rough_probability, 1e-300), 1e-3);
  const double tolerance = std::clamp(0.03 * wanted_relative, 1e-9, 1e-5);
  ThresholdCurve curve(separatrix, unit, base_distance, tolerance, rough);
  const ResolvedCurve base = resolve(curve, left, right, options);

  Estimate result{base.probability, 0.0};
  if (degrees > 0.0)
    result = average_over_distance(base, separatrix, unit, degrees, base_chi_squared, tolerance,
                                   options);
  result.error += base.node_error;

  // Root finding: every threshold is inside a bracket of width `tolerance`.
  const auto moved_by = [&](double shift) {
    return std::abs(shifted_probability(std::cref(base.interpolant), left, right, shift) -
                    base.probability);
  };
  result.error += moved_by(0.5 * tolerance);
  // The flow: the same thresholds with a hundred times smaller tolerance, at three places.
  Tolerances tight = options.tolerances;
  tight.relative = std::max(1e-2 * tight.relative, 1e-14);
  Separatrix reference(problem, options.end_time, tight, options.interrupted);
  ThresholdCurve reference_curve(reference, unit, base_distance, tolerance);
  double shift = 0.0;
  for (const double x : {-1.0, 0.0, 1.0}) {
    if (x < left || x > right) continue;
    const double here = base.interpolant(x);
    shift = std::max(shift, std::abs(reference_curve.at(x, std::min(here, x), 3.0 * tolerance) -
                                     curve.at(x)));
  }
  result.error += moved_by(shift);
  trajectories += separatrix.trajectories() + reference.trajectories();
  return result;
}

}  // namespace annealvi
