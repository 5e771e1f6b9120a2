// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi phase: P over two parameters.
#include "annealvi/experiments/phase_diagram.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/point_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::cli {
namespace {

// Without file names: repeating a job from its own result must give the same bytes.
constexpr const char* command_name = "annealvi phase";

/// The files that the job makes.
const std::vector<std::string> endings{".csv", ".svg", ".png"};

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command,
            "folder for phase.csv, .svg, .png; or one file name "
            "(default: the table to standard output)") {
    job.add_shorthand("--x", "phase.x", "section.key=from:to:count[:log]");
    job.add_shorthand("--y", "phase.y", "the same grammar");
    job.add_shorthand("--method", "phase.method",
                      "sharp, and simulations on top: sharp,flow or sharp,reduced/20");
    job.add_run_count();
  }
  JobOptions job;
  OutputPlace out;
};

std::string description(const PhaseDiagram& diagram, const CurvePoint& point) {
  return fmt::format("{} = {}, {} = {}, {}", diagram.x.key, diagram.x.values[point.position],
                     diagram.y.key, diagram.y.values[point.series], method_name(point.method));
}

/// A map can fail at thousands of points for one reason: the first is shown, the others counted.
void report_failures(const PhaseDiagram& diagram) {
  std::size_t count = 0;
  const CurvePoint* first = nullptr;
  const auto look = [&](const CurvePoint& point) {
    if (!point.failed_numerically()) return;
    if (count++ == 0) first = &point;
  };
  for (const PhasePoint& point : diagram.map) look(point.at);
  for (const CurvePoint& point : diagram.simulations) look(point);
  if (first == nullptr) return;
  say(
      fmt::format("{} of the points could not be computed (status failed in the table); the first, "
                  "at {}: {}",
                  count, description(diagram, *first), first->note));
}

/// What the picture cannot show because it does not exist.
void report_missing_temperatures(const PhaseDiagram& diagram) {
  const std::size_t all = diagram.sites.size();
  const auto count = [&](auto condition) {
    return static_cast<std::size_t>(
        std::count_if(diagram.sites.begin(), diagram.sites.end(), condition));
  };
  const std::size_t passing =
      count([](const PhaseSite& site) { return site.lasting && !*site.lasting; });
  if (passing > 0) {
    say(fmt::format(
        "collapse does not last {} of the diagram, marked there: no collapsed state "
        "exists at the end (R < R_c, or T above T_f), P is about the end time",
        passing == all ? "anywhere"
                       : fmt::format("in {:.2g} %", 100.0 * static_cast<double>(passing) /
                                                        static_cast<double>(all))));
  }
  const std::size_t without =
      count([](const PhaseSite& site) { return !site.temperatures.critical; });
  if (without > 0) {
    say(fmt::format("there is no critical temperature T_c {}: no line T_c there",
                    without == all ? "anywhere in the diagram"
                                   : fmt::format("in {:.2g} % of the diagram",
                                                 100.0 * static_cast<double>(without) /
                                                     static_cast<double>(all))));
  }
}

/// The map and the simulations, each in a line of its own. Outside the validity of the noise theory
/// the picture is grey.
void report_points(const PhaseDiagram& diagram) {
  std::vector<CurvePoint> map;
  for (const PhasePoint& point : diagram.map) map.push_back(point.at);
  report_statuses(map);
  report_statuses(diagram.simulations);
}

int report(const Config& config, const PhaseDiagram& diagram, const SavedFiles& saved) {
  for (const auto& file : saved.files) {
    say("wrote " + file.string());
  }
  if (!diagram.map.empty()) {
    say(interpolation_summary(diagram, config));
  }
  if (!diagram.interrupted) report_missing_temperatures(diagram);
  report_points(diagram);
  report_failures(diagram);
  if (!saved.plot_failure.empty()) {
    say(saved.plot_failure);
  }
  if (diagram.interrupted) {
    say(fmt::format("interrupted; {} finished points are saved",
                    diagram.computed + diagram.simulations.size()));
    return ExitCode::interrupted;
  }
  const bool failed = diagram.numerical_failure() || !saved.plot_failure.empty();
  return code_of_end(failed);
}

int run(const Options& options) {
  const Config config = options.job.config();
  check_phase(config);
  options.job.refuse_runs(config, "phase.method", config.phase.method);
  const bool to_files = options.out.given();
  const std::filesystem::path base =
      options.out.base("phase", endings, endings, options.job.files());
  if (to_files) {
    ensure_writable_folder_of(base.string() + ".csv");
  }
  ProgressBar bar("phase", "%");
  const PhaseDiagram diagram = phase_diagram(
      config, {.progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); },
               .interrupted = watch_interruption()});
  bar.finish();
  if (const std::string certain = certain_collapse(config.model()); !certain.empty()) say(certain);
  if (!to_files) {
    write_data(table_text(phase_table(diagram, config, command_name), config));
    return report(config, diagram, {});
  }
  return report(config, diagram, write_phase(diagram, config, command_name, base));
}

}  // namespace

void add_phase(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "phase", "P over two parameters: heat map with contours, T_f and T_c, with a picture");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
