// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What to expect of a smooth function next to points where it is known.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace annealvi {

struct Expected {
  double value = 0.0;
  double spread = 0.0;  ///< disagreement of the last two orders; 0 with fewer than three points
};

/// Polynomial through the (up to four) nearest of the `known` points, which must not be empty. With
/// one point: a line of slope `slope`.
[[nodiscard]] inline Expected expected_at(double x, const std::map<double, double>& known,
                                          double slope) {
  std::vector<std::pair<double, double>> near(known.begin(), known.end());
  std::sort(near.begin(), near.end(), [x](const auto& p, const auto& q) {
    return std::abs(p.first - x) < std::abs(q.first - x);
  });
  if (near.size() == 1) return {near[0].second + slope * (x - near[0].first)};
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
  return {value, near.size() > 2 ? std::abs(value - previous) : 0.0};
}

}  // namespace annealvi
