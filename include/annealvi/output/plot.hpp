// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Results of the commands as files: tables, JSON and pictures. A picture is drawn from its table by
// the Python module annealvi.plot, which can draw it again in another size or style.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/experiments/phase_diagram.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/table.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// What was saved. Data are always complete; only the drawing can fail.
struct SavedFiles {
  std::vector<std::filesystem::path> files;  ///< in the order of interest, those that exist
  std::string plot_failure;  ///< why there is no picture (one sentence, exit code 1); empty: drawn
};

/// From now on, in the whole program, a drawing ends soon after `interrupted` has become true, and
/// no other begins; what was interrupted before is drawn. Null: drawings come to their end.
void end_drawing_when(const std::atomic<bool>* interrupted);

/// Writes BASE.csv, BASE.json, BASE.svg, BASE.png; where collapsed runs are counted by mechanism
/// also BASE-mechanism.svg and .png. `base` has no extension. Throws std::runtime_error when a data
/// file cannot be written.
[[nodiscard]] SavedFiles write_curve(const CollapseCurve& curve, const Config& config,
                                     const std::string& command, const std::filesystem::path& base);

/// The table behind BASE.csv of write_curve.
[[nodiscard]] Table curve_table(const CollapseCurve& curve, const Config& config,
                                const std::string& command);

/// Writes BASE.csv, BASE.svg, BASE.png.
[[nodiscard]] SavedFiles write_phase(const PhaseDiagram& diagram, const Config& config,
                                     const std::string& command, const std::filesystem::path& base);

/// The table behind BASE.csv of write_phase: the whole map row by row, then the simulations.
[[nodiscard]] Table phase_table(const PhaseDiagram& diagram, const Config& config,
                                const std::string& command);

/// How many points were computed, and how good interpolation was at the held-out points; empty
/// without a map.
[[nodiscard]] std::string interpolation_summary(const PhaseDiagram& diagram, const Config& config);

/// Writes BASE.csv; with `plot` also BASE.svg, BASE.png. The picture of a finite size is of one
/// separation and one temperature, that of a bifurcation of one separation.
[[nodiscard]] SavedFiles write_table(const Table& table, const Config& config,
                                     const std::filesystem::path& base, bool plot);

/// Writes BASE.toml (`ready`, the recommended configuration under its report, unless empty),
/// BASE.csv, BASE.json and the picture. Needs a schedule.
[[nodiscard]] SavedFiles write_design(const DesignReport& report, const Config& config,
                                      const std::string& command, const std::string& ready,
                                      const std::filesystem::path& base);

/// The table behind BASE.csv of write_design: the schedules, then P of those on the way to them.
[[nodiscard]] Table design_table(const DesignResult& result, const Config& config,
                                 const std::string& command);

/// What `write_flow_curve` may write after BASE.
[[nodiscard]] const std::vector<std::string>& flow_curve_files();

/// Writes BASE.csv (a row a point), BASE-runs.csv, BASE-history.csv, pictures of the history and,
/// where something is varied, of P; with densities of run `density_run` of the only point also
/// BASE-densities.csv and its picture. BASE.json is the last: it names all the others.
[[nodiscard]] SavedFiles write_flow_curve(const FlowCurve& curve, const Config& config,
                                          std::uint64_t density_run, const std::string& command,
                                          const std::filesystem::path& base);

/// Draws the pictures among `files` of BASE that are not whole from the tables beside them.
[[nodiscard]] SavedFiles draw_missing_pictures(const std::vector<FileRecord>& files,
                                               const std::filesystem::path& base);

/// How well the order of P of the flows follows that of the theory, in one sentence.
[[nodiscard]] std::string agreement_text(const RankCorrelation& agreement);

/// The table behind BASE.csv of write_flow_curve.
[[nodiscard]] Table flow_table(const FlowCurve& curve, const Config& config,
                               const std::string& command);

}  // namespace annealvi
