// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi realnvp: how often RealNVP flows collapse under the same annealing.
#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow_checkpoints.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/time_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi::cli {
namespace {

/// The file that names the results; the others lie beside it.
const std::vector<std::string> endings{".csv", ".json"};

struct Options {
  explicit Options(CLI::App& command) : job(command, true) {
    job.add_shorthand("--vary", "realnvp.vary", "section.key=from:to:count[:log] or =v1,v2,...");
    job.add_shorthand("--series", "realnvp.series", "the same grammar, one line each");
    job.add_shorthand("--runs", "realnvp.runs", "trained flows a point");
    command
        .add_option("--level", level,
                    "full: as configured; quick: an eighth of the runs")
        ->capture_default_str();
    out = command.add_option("--out", place,
                             "folder for realnvp.csv and what lies beside it, or a file name "
                             "(default: the table to standard output)");
    command.add_flag("--resume", resume, "go on from the checkpoints of an interrupted job")
        ->needs(out);
    times_option = command.add_option(
        "--times", times,
        "draw the densities of flow and target at these times (step x time_per_step): t1,t2,... or "
        "from:to:count[:log]; `end` is the last; a job of one point");
    times_option->needs(out);
    command.add_option("--run", density_run, "number of the run that is drawn, from 0")
        ->capture_default_str();
  }
  JobOptions job;
  std::string level = "full", place, times;
  std::uint64_t density_run = 0;
  bool resume = false;
  CLI::Option *out, *times_option;
};

Config configuration(const Options& options) {
  Config config = options.job.config();
  if (options.level == "quick") {
    config.realnvp = quick_settings(config.realnvp);
  } else if (options.level != "full") {
    throw ConfigError("--level = " + options.level + " is not allowed: quick or full");
  }
  check_flow_curve(config);
  if (options.resume && config.realnvp.checkpoint_every == 0) {
    throw ConfigError("--resume is not allowed: " + config.origin("realnvp.checkpoint_every") +
                      " = 0 makes no checkpoints");
  }
  return config;
}

std::vector<std::uint64_t> density_steps(const Options& options, const Config& config) {
  if (options.times_option->count() == 0) return {};
  const RealNvpSettings& settings = config.realnvp;
  if (!settings.vary.empty() || !settings.series.empty()) {
    throw ConfigError(
        "--times is not allowed: the densities are of one point, and realnvp.vary or "
        "realnvp.series is set");
  }
  if (settings.time_per_step == 0.0) {
    throw ConfigError("--times is not allowed: " + config.origin("realnvp.time_per_step") +
                      " = 0 lets no time pass");
  }
  if (options.density_run >= settings.runs) {
    throw ConfigError(
        fmt::format("--run = {} is not allowed: realnvp.runs = {}, and numbers start from 0",
                    options.density_run, settings.runs));
  }
  std::vector<std::uint64_t> steps;
  const double end = static_cast<double>(settings.steps) * settings.time_per_step;
  for (const double time : parse_times(options.times, end)) {
    steps.push_back(static_cast<std::uint64_t>(std::llround(time / settings.time_per_step)));
  }
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  return steps;
}

/// Names what the configuration does not, and no files: the same job writes the same bytes.
std::string command_text(const Options& options) {
  if (options.times_option->count() == 0) return "annealvi realnvp";
  return fmt::format("annealvi realnvp --times {} --run {}", options.times, options.density_run);
}

void report_point(const FlowCurve& curve, const FlowCurvePoint& point,
                  double converged_divergence) {
  std::string place;
  if (!curve.series.values.empty()) {
    place += fmt::format("{} = {}, ", curve.series.key, curve.series.values[point.series]);
  }
  if (!curve.vary.values.empty()) {
    place += fmt::format("{} = {}, ", curve.vary.key, curve.vary.values[point.position]);
  }
  const std::string probability =
      point.probability ? fmt::format("P = {:.3g} [{:.3g}, {:.3g}]", *point.probability,
                                      point.interval.lower, point.interval.upper)
                        : fmt::format("no run converged to {} nats", converged_divergence);
  say(fmt::format("{}{}: {} collapsed, {} covered, {} not converged, {} failed", place, probability,
                  point.collapsed, point.covered, point.not_converged, point.failed));
  if (!point.first_failure.empty()) say(point.first_failure);
}

int report(const FlowCurve& curve, const Config& config, const SavedFiles& saved,
           const FlowCheckpoints* checkpoints) {
  for (const FlowCurvePoint& point : curve.points) {
    report_point(curve, point, config.realnvp.converged_divergence);
  }
  if (curve.agreement) say(agreement_text(*curve.agreement));
  for (const auto& file : saved.files) say("wrote " + file.string());
  if (!saved.plot_failure.empty()) say(saved.plot_failure);
  if (curve.interrupted) {
    say(fmt::format("interrupted; {} finished points are saved{}", curve.points.size(),
                    checkpoints != nullptr && std::filesystem::exists(checkpoints->folder())
                        ? ", --resume goes on from the checkpoints"
                        : ""));
    return ExitCode::interrupted;
  }
  const bool failed = curve.failed() || !saved.plot_failure.empty();
  return failed ? ExitCode::numerical_failure : ExitCode::done;
}

int run(const Options& options) {
  const Config config = configuration(options);
  const std::vector<std::uint64_t> steps = density_steps(options, config);
  const bool to_files = options.out->count() > 0;
  const std::filesystem::path base =
      to_files ? result_base(options.place, "realnvp", endings) : std::filesystem::path();
  if (to_files) ensure_writable_folder_of(base.string() + ".csv");
  const FlowCheckpoints checkpoints(base);
  ProgressBar bar("realnvp", "%");
  FlowCurveOptions job{.progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); },
                       .interrupted = watch_interruption(),
                       .load = {},
                       .save = {},
                       .density_steps = steps,
                       .density_run = options.density_run};
  if (options.resume) {
    job.load = [&](std::size_t point, std::uint64_t number) {
      return checkpoints.load(point, number);
    };
  }
  if (to_files && config.realnvp.checkpoint_every > 0) {
    job.save = [&](std::size_t point, std::uint64_t number, const std::string& bytes) {
      checkpoints.save(point, number, bytes);
    };
  }
  const FlowCurve curve = flow_curve(config, job);
  bar.finish();
  const std::string command = command_text(options);
  if (!to_files) {
    write_data(table_text(flow_table(curve, config, command), config));
    return report(curve, config, {}, nullptr);
  }
  const SavedFiles saved = write_flow_curve(curve, config, options.density_run, command, base);
  if (!curve.interrupted) checkpoints.remove();
  return report(curve, config, saved, &checkpoints);
}

}  // namespace

void add_realnvp(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "realnvp", "train RealNVP flows under the same annealing: how many collapse");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
