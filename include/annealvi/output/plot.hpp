// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Pictures. The only place that knows gnuplot: each picture is a data file and a readable script
// beside it, from which gnuplot draws SVG and PNG; edit the script and run `gnuplot NAME.gnuplot`
// in its folder to restyle.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/output/table.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// What was saved. Data and script are always complete; only the drawing can fail.
struct SavedFiles {
  std::vector<std::filesystem::path> files;  ///< in the order of interest, those that exist
  std::string plot_failure;  ///< why there is no picture (one sentence, exit code 1); empty: drawn
};

/// Writes BASE.csv, BASE.json, BASE.gnuplot and from it BASE.svg, BASE.png. `base` has no
/// extension. Throws std::runtime_error when a data file cannot be written.
[[nodiscard]] SavedFiles write_curve(const CollapseCurve& curve, const Config& config,
                                     const std::string& command, const std::filesystem::path& base);

/// Writes BASE.csv; with `plot` also BASE.gnuplot, BASE.svg, BASE.png: overlaps with the lines -R
/// and +R, temperature, and objective, one above the other. With bands the picture shows these
/// instead: flow first, then the engine, then one to compare with.
[[nodiscard]] SavedFiles write_trajectory(std::span<const TrajectoryRow> rows,
                                          std::span<const TrajectoryBand> bands,
                                          const Config& config,
                                          const std::string& command,
                                          const std::filesystem::path& base, bool plot);

/// The table behind BASE.csv of write_curve.
[[nodiscard]] Table curve_table(const CollapseCurve& curve, const Config& config,
                                const std::string& command);

}  // namespace annealvi
