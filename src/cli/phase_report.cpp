// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/planned_job.hpp"
#include "cli/point_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace annealvi::cli {
namespace {

// Without file names: repeating a job from its own result must give the same bytes.
constexpr const char* command_name = "annealvi phase";

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

int report_phase(const Config& config, const PhaseDiagram& diagram, const SavedFiles& saved,
                 const StoreUse& use) {
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
    if (use.only_stored) {
      say("points are missing or not complete: run their shards again, then merge again");
      return ExitCode::numerical_failure;
    }
    say(fmt::format("interrupted; {} finished points are saved",
                    diagram.computed + diagram.simulations.size()));
    return ExitCode::interrupted;
  }
  const bool failed = diagram.numerical_failure() || !saved.plot_failure.empty();
  return code_of_end(failed);
}

ComputedJob compute(const Config& given, const CurveOptions& options) {
  const auto diagram = std::make_shared<const PhaseDiagram>(phase_diagram(given, options));
  const auto finish = [diagram, config = without_threads(given),
                       use = options.stored](const std::filesystem::path& base) {
    if (const std::string certain = certain_collapse(config.model()); !certain.empty())
      say(certain);
    SavedFiles saved;
    if (base.empty()) {
      write_data(table_text(phase_table(*diagram, config, command_name), config));
    } else {
      saved = write_phase(*diagram, config, command_name, base);
    }
    return report_phase(config, *diagram, saved, use);
  };
  return {diagram->stored, diagram->interrupted, finish};
}

}  // namespace

PlannedJob phase_job() {
  return {.name = "phase",
          .endings = {".csv", ".svg", ".png"},
          .made = {".csv", ".svg", ".png"},
          .forecast = forecast_phase,
          .compute = compute};
}

}  // namespace annealvi::cli
