// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "theory/threshold_curve.hpp"
#include "numerics/elementary.hpp"

#include "theory/neighbours.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {

double StartRange::start(double x) const {
  return around_cusp ? cusp + side * math::exp(x) : x;
}
double StartRange::jacobian(double x) const {
  return around_cusp ? math::exp(x) : 1.0;
}

ThresholdCurve::ThresholdCurve(Separatrix& separatrix, const RandomStart& start,
                               const StartRange& range, double tolerance)
    : separatrix_(separatrix),
      sum_unit_(std::sqrt(start.variance_sum)),
      log_difference_unit_(0.5 * math::log(start.variance_difference)),
      y_(start.squared_distance),
      range_(range),
      tolerance_(tolerance) {}

double ThresholdCurve::at(double x, std::optional<double> guess, double spread) {
  if (const auto known = points_.find(x); known != points_.end()) return known->second;
  if (!guess) guess = extrapolate(x, spread);
  const double s = range_.start(x);
  const Problem& problem = separatrix_.problem();
  // pi = 1/2: D_c <= S, a start with D > S has recovered already (a little more than S, against the
  // rounding of the logarithms). Else far beyond modes and start.
  const bool symmetric = problem.target.weight == 0.5;
  const double largest =
      symmetric ? x + math::log(sum_unit_) + 1e-11
                : math::log(100.0 * (problem.target.separation + (10.0 + std::abs(s)) * sum_unit_));
  const Threshold found =
      separatrix_.threshold(sum_unit_ * s, y_, std::min(*guess + log_difference_unit_, largest),
                            spread, largest, tolerance_);
  if (found.kind == Threshold::Kind::beyond) throw NotSmooth();
  any_found_ = any_found_ || found.kind == Threshold::Kind::found;
  return points_[x] = found.log_difference - log_difference_unit_;
}

/// Polynomial through the (up to four) nearest known points; their disagreement is the spread.
double ThresholdCurve::extrapolate(double x, double& spread) const {
  const auto& known = points_.size() < 3 && !hints_.empty() ? hints_ : points_;
  if (known.empty()) {
    spread = 1.0;
    return math::log(sum_unit_ * (std::abs(range_.start(x)) + 1e-3)) - log_difference_unit_ - 1.0;
  }
  const Expected expected = expected_at(x, known, 1.0);
  if (known.size() > 2) spread = std::clamp(expected.spread, 1e-4, 1.0);
  return expected.value;
}

std::optional<double> find_cusp(Separatrix& separatrix, double unit, double squared_distance,
                                double range) {
  const auto goes_up = [&](double s) {
    return separatrix.follow(unit * s, -690.0, squared_distance).final_sum > 0.0;
  };
  double low = -range, high = range;
  if (goes_up(low) || !goes_up(high)) return std::nullopt;
  while (high - low > 1e-12 * (1.0 + std::abs(low))) {
    const double middle = 0.5 * (low + high);
    (goes_up(middle) ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace annealvi
