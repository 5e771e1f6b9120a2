// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The integral over one range of starts, as finely resolved as its part of P needs.
#pragma once

#include "theory/chebyshev.hpp"
#include "theory/threshold_curve.hpp"

#include <functional>

namespace annealvi {

using Curve = std::function<double(double)>;  // l(x)

/// int |dS/dx| phi(S(x)) erf(e^l(x) / sqrt 2) dx over one range, for a curve known on
/// [left, range.right] and continued towards the cusp, in units of e^log_unit.
[[nodiscard]] double integrate_range(const Curve& curve, const StartRange& range, double left,
                                     double log_unit);

/// l(x) on one range resolved at the base value of y.
struct ResolvedRange {
  StartRange range;
  double left;
  double log_unit;  // of the probabilities
  ChebyshevInterpolant curve;
  double probability;  // this range's part of P
  double error;        // of it, from the unresolved part of the curve

  [[nodiscard]] double shifted(const Curve& function, double shift) const {
    return integrate_range([&](double x) { return function(x) + shift; }, range, left, log_unit);
  }
};

/// With as many points of the curve as P needs for an absolute error `wanted`, 129 at most.
[[nodiscard]] ResolvedRange resolve(ThresholdCurve& curve, double left, double log_unit,
                                    double wanted);

}  // namespace annealvi
