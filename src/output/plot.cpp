// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "output/band_plot.hpp"
#include "output/curve_plot.hpp"
#include "output/design_plot.hpp"
#include "output/flow_plot.hpp"
#include "output/flow_table.hpp"
#include "output/gnuplot.hpp"
#include "output/mechanism_plot.hpp"
#include "output/mixture_plot.hpp"
#include "output/phase_plot.hpp"
#include "output/theory_plot.hpp"
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
  const std::string failure = gnuplot::draw(script_file);
  for (const auto& picture : {svg, png}) {
    if (failure.empty()) saved.files.push_back(picture);
  }
  if (saved.plot_failure.empty()) saved.plot_failure = failure;
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
  if (curve.tells_mechanisms() && saved.plot_failure.empty()) {
    draw(saved, with_extension(base, "-mechanism"),
         mechanism_script(curve, config, base.filename().string()));
  }
  return saved;
}

SavedFiles write_design(const DesignReport& report, const Config& config,
                        const std::string& command, const std::string& ready,
                        const std::filesystem::path& base) {
  SavedFiles saved;
  if (!ready.empty()) save(saved, with_extension(base, ".toml"), ready);
  save(saved, with_extension(base, ".csv"),
       table_text(design_table(report.result, config, command), config));
  save(saved, with_extension(base, ".json"), design_json(config, report));
  draw(saved, base, design_script(report.result, config, base.filename().string()));
  return saved;
}

SavedFiles write_trajectory(std::span<const TrajectoryRow> rows,
                            std::span<const TrajectoryBand> bands, const Config& config,
                            const std::string& command, const std::filesystem::path& base,
                            bool plot) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"),
       table_text(trajectory_table(command, rows, bands), config));
  if (plot) {
    const std::string name = base.filename().string();
    draw(saved, base,
         bands.empty() ? trajectory_script(rows, config, name)
                       : band_script(rows, bands, config, name));
  }
  return saved;
}

SavedFiles write_mixture_trajectory(std::span<const MixtureRow> rows, const MixtureProblem& problem,
                                    const Config& config, const std::string& command,
                                    const std::filesystem::path& base, bool plot) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"),
       table_text(mixture_table(command, problem, rows), config));
  if (plot) draw(saved, base, mixture_script(rows, problem, config, base.filename().string()));
  return saved;
}

SavedFiles write_phase(const PhaseDiagram& diagram, const Config& config,
                       const std::string& command, const std::filesystem::path& base) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"),
       table_text(phase_table(diagram, config, command), config));
  const std::vector<PhaseLine> lines = phase_lines(diagram);
  save(saved, with_extension(base, "-lines.csv"),
       phase_lines_text(diagram, lines, config, command));
  if (diagram.computed == 0 && diagram.simulations.empty()) {
    saved.plot_failure = "no picture: no point was finished";
    return saved;
  }
  draw(saved, base, phase_script(diagram, lines, config, base.filename().string()));
  return saved;
}

SavedFiles write_table(const Table& table, const Config& config, const std::filesystem::path& base,
                       TablePicture picture) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"), table_text(table, config));
  const std::string name = base.filename().string();
  if (picture == TablePicture::bifurcation)
    draw(saved, base, bifurcation_script(table, config, name));
  if (picture == TablePicture::finite_size)
    draw(saved, base, finite_size_script(table, config, name));
  return saved;
}

SavedFiles write_flow_curve(const FlowCurve& curve, const Config& config, std::uint64_t density_run,
                            const std::string& command, const std::filesystem::path& base) {
  SavedFiles saved;
  const auto beside = [&](const std::string& suffix) {
    return with_extension(base, suffix.c_str());
  };
  const auto name = [](const std::filesystem::path& path) { return path.filename().string(); };
  // First what the earlier job has and this one may not have: the files at `base` are of one job.
  // The JSON says that a job is complete, so it goes first and is written last.
  for (const char* suffix :
       {".json", ".gnuplot", ".svg", ".png", "-history.gnuplot", "-history.svg", "-history.png",
        "-densities.csv", "-densities.gnuplot", "-densities.svg", "-densities.png"}) {
    std::error_code ignored;
    std::filesystem::remove(beside(suffix), ignored);
  }
  save(saved, beside(".csv"), table_text(flow_table(curve, config, command), config));
  save(saved, beside("-runs.csv"), table_text(flow_runs_table(curve, command), config));
  const Table history = flow_history_table(curve, command);
  save(saved, beside("-history.csv"), table_text(history, config));
  const FlowRun* drawn = nullptr;
  if (!curve.points.empty() && density_run < curve.points.front().runs.size()) {
    drawn = &curve.points.front().runs[density_run];
  }
  if (drawn != nullptr && drawn->densities.empty()) drawn = nullptr;
  const auto densities = beside("-densities");
  if (drawn != nullptr) {
    save(saved, beside("-densities.csv"), table_text(flow_density_table(*drawn, command), config));
  }
  save(saved, beside(".json"), flow_json(config, curve, command));
  if (curve.points.empty()) {
    saved.plot_failure = "no picture: no point was finished";
    return saved;
  }
  if (!curve.vary.values.empty()) draw(saved, base, flow_script(curve, config, name(base)));
  if (drawn != nullptr) {
    draw(saved, densities, flow_density_script(*drawn, config, name(densities)));
  }
  if (history.rows.empty()) {
    if (saved.plot_failure.empty()) {
      saved.plot_failure = "no picture of the training: no run came to its end";
    }
    return saved;
  }
  draw(saved, beside("-history"),
       flow_history_script(curve, history, config, name(base) + "-history"));
  return saved;
}

}  // namespace annealvi
