// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/risk_minimum.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace annealvi {

RiskSample follow_minimum(const RiskOfValue& function, double from, double to, double start) {
  const double factor = math::log(1.25);
  const double lowest_log = math::log(from), highest_log = math::log(to);
  const auto at = [&](double u) { return function(math::exp(u)); };
  double u = std::clamp(math::log(start), lowest_log, highest_log);
  RiskSample middle = at(u);
  if (!middle.computed()) return middle;
  // The two neighbours of the lowest point; one beyond the end is the end itself.
  double below = std::max(u - factor, lowest_log), above = std::min(u + factor, highest_log);
  RiskSample left = at(below), right = at(above);
  while (left.computed() && right.computed()) {
    const bool down =
        left.finite_log() < middle.finite_log() && left.finite_log() <= right.finite_log();
    if (!down && !(right.finite_log() < middle.finite_log())) break;
    if (down) {
      right = std::exchange(middle, left);
      above = std::exchange(u, below);
      below = std::max(u - factor, lowest_log);
      left = at(below);
    } else {
      left = std::exchange(middle, right);
      below = std::exchange(u, above);
      above = std::min(u + factor, highest_log);
      right = at(above);
    }
  }
  if (!left.computed() || !right.computed()) return middle;
  // Divided differences: the neighbours need not be equally far away.
  if (!(below < u && u < above)) return middle;
  const double slope = (middle.finite_log() - left.finite_log()) / (u - below);
  const double next_slope = (right.finite_log() - middle.finite_log()) / (above - u);
  const double curvature = (next_slope - slope) / (above - below);
  if (!(curvature > 0.0)) return middle;
  const RiskSample vertex =
      at(std::clamp(0.5 * (below + u) - 0.5 * slope / curvature, below, above));
  return vertex.computed() && vertex.log_probability < middle.log_probability ? vertex : middle;
}

RiskSample minimise_risk(const RiskOfValue& function, double from, double to, std::size_t count) {
  RiskSearch scan;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    scan.samples.push_back(function(from * math::pow(to / from, share)));
  }
  const RiskSample* lowest = scan.best();
  return lowest == nullptr ? scan.samples.front() : follow_minimum(function, from, to, lowest->x);
}

}  // namespace annealvi
