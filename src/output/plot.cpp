// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "output/flow_table.hpp"
#include "output/pictures.hpp"

#include <initializer_list>
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

/// Draws BASE.csv: BASE.svg and .png, the same after each of `more`. Pictures of an earlier job are
/// removed first: a failure must not leave them beside new data.
void draw(SavedFiles& saved, const std::filesystem::path& base,
          std::initializer_list<const char*> more = {}) {
  std::vector<std::filesystem::path> pictures;
  const auto add = [&](const std::filesystem::path& place) {
    for (const char* ending : {".svg", ".png"}) pictures.push_back(with_extension(place, ending));
  };
  const std::atomic<bool>* interrupted = drawing_interruption();
  if (!saved.plot_failure.empty() && interrupted != nullptr && *interrupted) return;
  add(base);
  for (const char* suffix : more) add(with_extension(base, suffix));
  std::error_code ignored;
  for (const auto& picture : pictures) std::filesystem::remove(picture, ignored);
  const std::string failure = draw_pictures(with_extension(base, ".csv"), pictures);
  for (const auto& picture : pictures) {
    if (picture_defect(picture).empty()) saved.files.push_back(picture);
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
  if (curve.tells_mechanisms()) {
    draw(saved, base, {"-mechanism"});
  } else {
    draw(saved, base);
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
  draw(saved, base);
  return saved;
}

SavedFiles write_phase(const PhaseDiagram& diagram, const Config& config,
                       const std::string& command, const std::filesystem::path& base) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"),
       table_text(phase_table(diagram, config, command), config));
  if (diagram.computed == 0 && diagram.simulations.empty()) {
    saved.plot_failure = "no picture: no point was finished";
    return saved;
  }
  draw(saved, base);
  return saved;
}

SavedFiles write_table(const Table& table, const Config& config, const std::filesystem::path& base,
                       bool plot) {
  SavedFiles saved;
  save(saved, with_extension(base, ".csv"), table_text(table, config));
  if (plot) draw(saved, base);
  return saved;
}

const std::vector<std::string>& flow_curve_files() {
  static const std::vector<std::string> all{
      ".csv", "-runs.csv",    "-history.csv", "-densities.csv", ".json",         ".svg",
      ".png", "-history.svg", "-history.png", "-densities.svg", "-densities.png"};
  return all;
}

SavedFiles write_flow_curve(const FlowCurve& curve, const Config& config, std::uint64_t density_run,
                            const std::string& command, const std::filesystem::path& base) {
  SavedFiles saved;
  std::vector<FileRecord> files;
  const auto beside = [&](const std::string& suffix) {
    return with_extension(base, suffix.c_str());
  };
  const auto save_table = [&](const std::string& suffix, const Table& table) {
    save(saved, beside(suffix), table_text(table, config));
    files.push_back(recorded(base, suffix));
  };
  // A picture that could not be drawn is named, too: it is missing.
  const auto draw_at = [&](const std::string& place) {
    draw(saved, beside(place));
    for (const char* extension : {".svg", ".png"}) {
      files.push_back(recorded(base, place + extension));
    }
  };
  // First what the earlier job has and this one may not have: the files at `base` are of one job.
  // The JSON says that a job is complete, so it goes first and is written last.
  std::error_code ignored;
  std::filesystem::remove(beside(".json"), ignored);
  for (const std::string& suffix : flow_curve_files()) {
    const bool replaced = suffix == ".csv" || suffix == "-runs.csv" || suffix == "-history.csv";
    if (!replaced) std::filesystem::remove(beside(suffix), ignored);
  }
  save_table(".csv", flow_table(curve, config, command));
  save_table("-runs.csv", flow_runs_table(curve, command));
  const Table history = flow_history_table(curve, command);
  save_table("-history.csv", history);
  const FlowRun* drawn = nullptr;
  if (!curve.points.empty() && density_run < curve.points.front().runs.size()) {
    drawn = &curve.points.front().runs[density_run];
  }
  if (drawn != nullptr && drawn->densities.empty()) drawn = nullptr;
  if (drawn != nullptr) save_table("-densities.csv", flow_density_table(*drawn, command));
  if (curve.points.empty()) {
    saved.plot_failure = "no picture: no point was finished";
  } else {
    if (!curve.vary.values.empty()) draw_at("");
    if (drawn != nullptr) draw_at("-densities");
    if (!history.rows.empty()) {
      draw_at("-history");
    } else if (saved.plot_failure.empty()) {
      saved.plot_failure = "no picture of the training: no run came to its end";
    }
  }
  save(saved, beside(".json"), flow_json(config, curve, command, files));
  return saved;
}

SavedFiles draw_missing_pictures(const std::vector<FileRecord>& files,
                                 const std::filesystem::path& base) {
  SavedFiles saved;
  for (const FileRecord& file : files) {
    if (!file.is_picture() || is_whole(file, base)) continue;
    const std::filesystem::path picture = base.string() + file.suffix;
    draw(saved, picture.parent_path() / picture.stem());
  }
  return saved;
}

}  // namespace annealvi
