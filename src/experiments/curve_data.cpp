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

std::optional<Temperatures> CollapseCurve::shared_temperatures() const {
  if (temperatures.empty()) return std::nullopt;
  const Temperatures& first = temperatures.front();
  const bool shared =
      std::all_of(temperatures.begin(), temperatures.end(), [&](const Temperatures& other) {
        return other.critical == first.critical && other.safe == first.safe;
      });
  return shared ? std::optional(first) : std::nullopt;
}

bool CollapseCurve::numerical_failure() const {
  return std::any_of(points.begin(), points.end(),
                     [](const CurvePoint& point) { return point.failed_numerically(); });
}

bool CollapseCurve::tells_mechanisms() const {
  return std::any_of(points.begin(), points.end(),
                     [](const CurvePoint& point) { return point.mean_alignment.has_value(); });
}

}  // namespace annealvi
