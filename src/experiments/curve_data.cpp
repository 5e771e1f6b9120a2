// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a finished curve can be asked.
#include "annealvi/experiments/collapse_curve.hpp"

#include <algorithm>

namespace annealvi {

std::size_t CollapseCurve::series_count() const {
  return std::max<std::size_t>(1, series.values.size());
}

const Temperatures& CollapseCurve::temperatures_at(std::size_t s, std::size_t position) const {
  return temperatures.at(s * vary.values.size() + position);
}

bool CollapseCurve::numerical_failure() const {
  return std::any_of(points.begin(), points.end(),
                     [](const CurvePoint& point) { return point.numerical_failure; });
}

}  // namespace annealvi
