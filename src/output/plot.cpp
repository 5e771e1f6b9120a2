// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "output/band_plot.hpp"
#include "output/curve_plot.hpp"
#include "output/gnuplot.hpp"
#include "output/trajectory_plot.hpp"

#include <system_error>

namespace annealvi {
namespace {

std::filesystem::path with_extension(const std::filesystem::path& base, const char* extension) {
  std::filesystem::path file = base;
  file += extension;
  return file;
}

void save(SavedFiles& saved, const std::filesystem::path& file, const std::string& text) {
  write_atomically(file, text);
  saved.files.push_back(file);
}

// Pictures of an earlier job are removed first: a failure must not leave them beside new data.
void draw(SavedFiles& saved, const std::filesystem::path& base, const std::string& script) {
  const std::filesystem::path svg = with_extension(base, ".svg"),
                              png = with_extension(base, ".png");
  std::error_code ignored;
  std::filesystem::remove(svg, ignored);
  std::filesystem::remove(png, ignored);
  const std::filesystem::path script_file = with_extension(base, ".gnuplot");
  save(saved, script_file, script);
  saved.plot_failure = gnuplot::draw(script_file);
  for (const auto& picture : {svg, png}) {
    if (saved.plot_failure.empty()) saved.files.push_back(picture);
  }
}

}  // namespace

SavedFiles write_curve(const CollapseCurve& curve, const Config& config, const std::string& command,
                       const std::filesystem::path& base) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"),
       table_text(curve_table(curve, config, command), config));
  save(saved, with_extension(base, ".json"), curve_json(config, curve));
  if (curve.points.empty()) {
    saved.plot_failure = "no picture: no point was finished";
    return saved;
  }
  draw(saved, base, curve_script(curve, config, base.filename().string()));
  return saved;
}

SavedFiles write_trajectory(std::span<const TrajectoryRow> rows,
                            std::span<const TrajectoryBand> bands, const Config& config,
                            const std::string& command, const std::filesystem::path& base,
                            bool plot) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"), table_text(trajectory_table(command, rows, bands), config));
  if (plot) {
    const std::string name = base.filename().string();
    draw(saved, base,
         bands.empty() ? trajectory_script(rows, config, name)
                       : band_script(rows, bands, config, name));
  }
  return saved;
}

}  // namespace annealvi
