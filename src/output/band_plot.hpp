// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot script of bands over runs.
#pragma once

#include "annealvi/output/table.hpp"

#include <span>
#include <string>

namespace annealvi {

/// A complete script that reads NAME.csv and draws NAME.svg and NAME.png: |S|, |D| and y, one above
/// the other; the first band as a line, the second as line and band, the third as points with bars.
[[nodiscard]] std::string band_script(std::span<const TrajectoryRow> rows,
                                      std::span<const TrajectoryBand> bands, const Config& config,
                                      const std::string& name);

}  // namespace annealvi
