// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Lines along which a function given on a rectangular grid has one value.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace annealvi {

struct Place {
  double x, y;
};
using Polyline = std::vector<Place>;

/// Places where the function, linear along the edges of the grid, equals `level`, joined through
/// the cells whose four corners are finite (a saddle's two lines are kept apart by the mean of its
/// corners). Closed lines end where they begin.
[[nodiscard]] std::vector<Polyline> level_lines(
    std::span<const double> x, std::span<const double> y,
    const std::function<double(std::size_t x, std::size_t y)>& value, double level);

}  // namespace annealvi
