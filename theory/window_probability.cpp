// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The recovered starts at one D form a window in S around the cusp S*; seen as D_c(S) it is always
// single-valued but may be infinite, or have its cusp outside the range of starts:
//   P(y) = int phi(s) erf(D_c(s) / sqrt(2 v_D)) ds,
// adaptively, in log|s - S*| on both sides of a cusp (all in units of sqrt(v)).
#include "numerics/elementary.hpp"
#include "theory/chi_squared_nodes.hpp"
#include "theory/probability_parts.hpp"
#include "theory/threshold_curve.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <map>
#include <numbers>

namespace annealvi {
namespace {

constexpr double widest = 9.0;          // |S| in standard deviations; beyond: 2e-19
constexpr double largest_log = 2.5;     // log of 12 standard deviations of D: erf is 1 there
constexpr double relative_accuracy = 1e-6;  // of the quadrature

class Window {
 public:
  Window(Separatrix& separatrix, double unit, double squared_distance, double tolerance)
      : separatrix_(separatrix), unit_(unit), y_(squared_distance), tolerance_(tolerance) {}

  Estimate probability() {
    const auto cusp = find_cusp(separatrix_, unit_, y_, widest);
    if (!cusp) {
      const auto density = [&](double s) { return weight(s) * erf_threshold(known_, s, s); };
      return integrate(density, -widest, widest);
    }
    Estimate total;
    for (const double side : {-1.0, +1.0}) {
      std::map<double, double> known;
      const double right = math::log(widest - side * *cusp);
      const auto density = [&](double x) {
        const double s = *cusp + side * math::exp(x);
        return math::exp(x) * weight(s) * erf_threshold(known, x, s);
      };
      const double left = std::min(right - 1.0, -7.0);
      const Estimate part = integrate(density, left, right);
      // Below `left` the density is close to exponential.
      const double edge = density(left), slope = math::log(density(left + 0.5) / edge) / 0.5;
      const double rest = edge > 0.0 && slope > 0.5 ? edge / slope : 0.0;
      total.value += part.value + rest;
      total.error += part.error + 0.3 * rest;
    }
    return total;
  }

 private:
  static double weight(double s) {
    return math::exp(-0.5 * s * s) / std::sqrt(2.0 * std::numbers::pi);
  }

  template <class Density>
  static Estimate integrate(const Density& density, double left, double right) {
    double error = 0.0;
    const double value = boost::math::quadrature::gauss_kronrod<double, 15>::integrate(
        density, left, right, 7, relative_accuracy, &error);
    return {value, error};
  }

  /// erf(D_c/sqrt 2) at s; `known` maps a smooth abscissa to log D_c, to guess from.
  double erf_threshold(std::map<double, double>& known, double abscissa, double s) {
    double guess = -1.0, spread = 2.0;
    if (!known.empty()) {
      const auto above = known.lower_bound(abscissa);
      const auto below = above == known.begin() ? above : std::prev(above);
      const auto nearest = above == known.end() ? below : above;
      const double gap = nearest->first - below->first;
      const double part = gap > 0.0 ? (abscissa - below->first) / gap : 0.0;
      guess = below->second + part * (nearest->second - below->second);
      spread = std::clamp(0.2 * std::abs(nearest->second - below->second), 0.02, 1.0);
      if (gap == 0.0) spread = std::min(3.0, 0.1 + std::abs(abscissa - below->first));
    }
    const double log_unit = math::log(unit_);
    const Threshold found = separatrix_.threshold(unit_ * s, y_, guess + log_unit, spread,
                                                  largest_log + log_unit, tolerance_);
    if (found.kind == Threshold::Kind::vanishing) return 0.0;
    const double log_threshold = found.log_difference - log_unit;
    known[abscissa] = log_threshold;
    return found.kind == Threshold::Kind::beyond
               ? 1.0
               : math::erf(math::exp(log_threshold) / std::numbers::sqrt2);
  }

  Separatrix& separatrix_;
  double unit_, y_, tolerance_;
  std::map<double, double> known_;
};

}  // namespace

Estimate window_probability(const Problem& problem, const SharpOptions& options,
                            std::uint64_t& trajectories) {
  const double unit = std::numbers::sqrt2 * problem.initial_scale();
  const double degrees = problem.target.dimension - 1.0;
  const double tolerance = std::clamp(0.1 * options.probability_error, 1e-9, 1e-5);
  Separatrix separatrix(problem, {.end = options.end_time}, options.tolerances,
                        options.interrupted);
  const auto at_distance = [&](Separatrix& flow, double chi_squared) {
    return Window(flow, unit, unit * unit * chi_squared, tolerance).probability();
  };

  const Estimate at_mean = at_distance(separatrix, degrees);
  Estimate result = at_mean;
  if (degrees > 0.0 && options.fluctuating_gram) {
    const double wanted =
        0.3 * std::min(options.probability_error, options.relative_error * at_mean.value);
    double quadrature_error = 0.0;
    result = average_over_chi_squared(
        degrees, wanted, [&](double chi_squared, std::size_t, double* moved) {
          const Estimate here = at_distance(separatrix, chi_squared);
          quadrature_error = std::max(quadrature_error, here.error);
          return *moved = here.value;
        });
    result.error += quadrature_error;
  }

  Tolerances tight = options.tolerances;
  tight.relative = std::max(1e-2 * tight.relative, 1e-14);
  Separatrix reference(problem, {.end = options.end_time}, tight, options.interrupted);
  result.error += std::abs(at_distance(reference, degrees).value - at_mean.value);
  result.error += 0.5 * tolerance * result.value;  // brackets of D_c: dP <= P d(log D_c)
  trajectories += separatrix.trajectories() + reference.trajectories();
  return result;
}

}  // namespace annealvi
