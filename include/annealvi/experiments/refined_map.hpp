// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A probability on a rectangular grid from few of its points: cells are split where interpolation
// would be wrong. Knows nothing of what is computed.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace annealvi {

struct GridIndex {
  std::size_t x, y;
};

/// P at one grid point. NaN: it could not be computed.
struct MapValue {
  double probability;
  double error;         ///< absolute, of the probability
  bool covered = true;  ///< false: a number outside the validity of what computed it
};

/// Values in the order of the indices; an empty one was not computed because of an interruption.
using MapEvaluation =
    std::function<std::vector<std::optional<MapValue>>(std::span<const GridIndex>)>;

struct MapPoint {
  enum class Source { missing, computed, interpolated };
  Source source = Source::missing;
  MapValue value{};
};

/// The function that is interpolated: ln(P / (1 - P)), ends replaced by those of doubles. Its error
/// is the relative error of P, and of 1 - P where that is the smaller one.
[[nodiscard]] double logit(double probability);
/// The inverse of logit; exactly 0 and 1 at the ends.
[[nodiscard]] double probability_of_logit(double value);

/// How much looser the error of logit P may be where P or 1 - P is below 0.1 %: |log10| / 3 times.
[[nodiscard]] double allowance(double logit_value);

struct RefinementOptions {
  /// Wanted error of logit P, times allowance(logit P); 0: every point is computed.
  double interpolation_error = 0.02;
  std::size_t held_out =
      64;  ///< interpolated points at which the result is checked; at most a quarter of them
  /// Hears after every request which share of the points is known by now.
  std::function<void(double share)> progress;
};

struct RefinedMap {
  std::size_t columns = 0, rows = 0;
  std::vector<MapPoint> points;  ///< row by row: x + columns * y
  std::size_t computed = 0;
  std::size_t held_out = 0;     ///< points at which interpolation was checked in the end
  double held_out_error = 0.0;  ///< largest error there: of logit P over allowance(logit P)

  [[nodiscard]] const MapPoint& at(std::size_t x, std::size_t y) const {
    return points[x + columns * y];
  }
};

/// logit P by fourth-degree interpolation in each of the coordinates `x` and `y` (strictly
/// monotone, at least one each) inside cells; a cell is settled when every point computed in it
/// besides its nodes is met twice as well as wanted, evaluation errors apart, else it is split in
/// the direction of the larger fourth differences, down to cells whose points are all computed.
/// Then held-out points, spread over the grid, are computed; where one disagrees its cell is split
/// and others are drawn. A cell with a value that could not be computed is never interpolated,
/// nor is one of which only a part is covered. The
/// requests are a function of the values alone, so the result does not depend on how they are
/// shared out among threads. `evaluate` gets each index once.
[[nodiscard]] RefinedMap refined_map(std::span<const double> x, std::span<const double> y,
                                     const RefinementOptions& options,
                                     const MapEvaluation& evaluate);

}  // namespace annealvi
