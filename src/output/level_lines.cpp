// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/level_lines.hpp"

#include <array>
#include <cmath>
#include <map>

namespace annealvi {
namespace {

/// Edges of the grid are numbered: twice the number of their first corner, plus one for those along
/// y.
using Edge = std::size_t;

class Tracing {
 public:
  Tracing(std::span<const double> x, std::span<const double> y,
          const std::function<double(std::size_t, std::size_t)>& value, double level)
      : x_(x), y_(y) {
    for (std::size_t j = 0; j < y.size(); ++j) {
      for (std::size_t i = 0; i < x.size(); ++i) heights_.push_back(value(i, j) - level);
    }
  }

  std::vector<Polyline> lines() {
    for (std::size_t j = 0; j + 1 < y_.size(); ++j) {
      for (std::size_t i = 0; i + 1 < x_.size(); ++i) cross_cell(i, j);
    }
    std::vector<Polyline> result;
    // Open lines from their ends first; what is left is closed.
    for (const bool open : {true, false}) {
      for (const auto& [edge, joined] : joined_) {
        if (!joined.empty() && (!open || joined.size() == 1)) result.push_back(traced(edge));
      }
    }
    return result;
  }

 private:
  [[nodiscard]] std::size_t corner(std::size_t i, std::size_t j) const { return i + x_.size() * j; }

  void cross_cell(std::size_t i, std::size_t j) {
    const std::array<std::size_t, 4> corners{corner(i, j), corner(i + 1, j), corner(i + 1, j + 1),
                                             corner(i, j + 1)};
    const std::array<Edge, 4> edges{2 * corners[0], 2 * corners[1] + 1, 2 * corners[3],
                                    2 * corners[0] + 1};
    std::array<bool, 4> above{};
    double mean = 0.0;
    for (std::size_t k = 0; k < 4; ++k) {
      above[k] = heights_[corners[k]] >= 0.0;
      mean += heights_[corners[k]];
    }
    if (!std::isfinite(mean)) return;
    std::vector<Edge> crossed;
    for (std::size_t k = 0; k < 4; ++k) {
      if (above[k] != above[(k + 1) % 4]) crossed.push_back(edges[k]);
    }
    if (crossed.size() == 4) {
      // Corners 0 and 2 are on the side of the middle: lines go around 1 and 3; or the reverse.
      if (above[0] == (mean >= 0.0)) {
        join(crossed[0], crossed[1]);
        join(crossed[2], crossed[3]);
      } else {
        join(crossed[1], crossed[2]);
        join(crossed[3], crossed[0]);
      }
    } else if (crossed.size() == 2) {
      join(crossed[0], crossed[1]);
    }
  }

  void join(Edge a, Edge b) {
    joined_[a].push_back(b);
    joined_[b].push_back(a);
  }

  /// Follows the line from `start`, taking away what it passes.
  Polyline traced(Edge start) {
    Polyline line{place(start)};
    Edge here = start;
    while (!joined_[here].empty()) {
      const Edge next = joined_[here].back();
      joined_[here].pop_back();
      std::erase(joined_[next], here);
      line.push_back(place(next));
      here = next;
    }
    return line;
  }

  [[nodiscard]] Place place(Edge edge) const {
    const std::size_t i = edge / 2 % x_.size(), j = edge / 2 / x_.size();
    const bool along_y = edge % 2 == 1;
    const double here = heights_[edge / 2];
    const double there = heights_[along_y ? corner(i, j + 1) : corner(i + 1, j)];
    const double share = here / (here - there);
    return along_y ? Place{x_[i], y_[j] + share * (y_[j + 1] - y_[j])}
                   : Place{x_[i] + share * (x_[i + 1] - x_[i]), y_[j]};
  }

  std::span<const double> x_, y_;
  std::vector<double> heights_;  ///< above the level
  std::map<Edge, std::vector<Edge>> joined_;
};

}  // namespace

std::vector<Polyline> level_lines(std::span<const double> x, std::span<const double> y,
                                  const std::function<double(std::size_t x, std::size_t y)>& value,
                                  double level) {
  return Tracing(x, y, value, level).lines();
}

}  // namespace annealvi
