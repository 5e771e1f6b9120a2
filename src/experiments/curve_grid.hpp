// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a curve will compute, with every reason to refuse it, before anything is computed.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

#include <vector>

namespace annealvi {

struct GridPoint {
  Config config;
  double end_time;
};

/// Sweeps and methods of `config`, no points yet. Throws ConfigError.
[[nodiscard]] CollapseCurve planned_curve(const Config& config);

/// The configuration of every point, series by series. Throws ConfigError.
[[nodiscard]] std::vector<GridPoint> build_grid(const Config& config, const CollapseCurve& curve);

}  // namespace annealvi
