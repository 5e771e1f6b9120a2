// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi realnvp: how often RealNVP flows collapse under the same annealing.
#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow_checkpoints.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/realnvp_job.hpp"
#include "config/counted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace annealvi::cli {
namespace {

/// The file that names the results; the others lie beside it.
const std::vector<std::string> endings{".csv", ".json"};

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command,
            "folder for realnvp.csv and what lies beside it, or a file name (default: the table to "
            "standard output)") {
    job.add_shorthand("--vary", "realnvp.vary", "section.key=from:to:count[:log] or =v1,v2,...");
    job.add_shorthand("--series", "realnvp.series", "the same grammar, one line each");
    job.add_shorthand("--runs", "realnvp.runs", "trained flows a point");
    command
        .add_option("--level", level,
                    "full: as configured; quick: an eighth of the runs (sets realnvp.runs)")
        ->capture_default_str();
    command
        .add_flag("--resume", resume,
                  "go on where an interrupted job was; a finished one is not repeated")
        ->needs(out.option());
    job.add_shorthand("--times", "realnvp.density_times",
                      "draw the densities of flow and target at these times (step x "
                      "time_per_step): t1,t2,... or from:to:count[:log]; `end` is the last; a job "
                      "of one point")
        ->needs(out.option());
    job.add_shorthand("--run", "realnvp.density_run", "number of the run that is drawn, from 0");
  }
  JobOptions job;
  OutputPlace out;
  std::string level = "full";
  bool resume = false;
};

Config configuration(const Options& options) {
  Config config = options.job.config();
  if (options.level == "quick") {
    config.realnvp = quick_settings(config.realnvp);
  } else if (options.level != "full") {
    throw ConfigError("--level = " + options.level + " is not allowed: quick or full");
  }
  check_flow_curve(config);
  return config;
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
  const std::string lopsided =
      point.lopsided_share ? fmt::format("; lopsided, converged or not: {:.3g} [{:.3g}, {:.3g}]",
                                         *point.lopsided_share, point.lopsided_interval.lower,
                                         point.lopsided_interval.upper)
                           : "";
  say(fmt::format("{}{}: {} collapsed, {} covered, {} not converged, {} failed{}", place,
                  probability, point.collapsed, point.covered, point.not_converged, point.failed,
                  lopsided));
  for (const AnswerNote& note : point.notes) say(note.text());
}

FlowCurve computed(const Config& config, FlowCurveOptions& job) {
  ProgressBar bar("realnvp", "%");
  job.progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); };
  FlowCurve curve = flow_curve(config, job);
  bar.finish();
  return curve;
}

/// Ends the job with what it found. `without_density`: times that could not be drawn.
int report(const FlowCurve& curve, const Config& config, const SavedFiles& saved,
           std::size_t without_density) {
  for (const FlowCurvePoint& point : curve.points) {
    report_point(curve, point, config.realnvp.converged_divergence);
  }
  if (curve.agreement) say(agreement_text(*curve.agreement));
  for (const auto& file : saved.files) say("wrote " + file.string());
  if (!saved.plot_failure.empty()) say(saved.plot_failure);
  if (curve.interrupted) return ExitCode::interrupted;
  if (without_density > 0) {
    say(
        fmt::format("no density at {} of the times: the run had failed, or its samples are not "
                    "finite there",
                    without_density));
  }
  const bool failed = curve.failed() || !saved.plot_failure.empty() || without_density > 0;
  return code_of_end(failed);
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Of the job whose files lie at `base`. Unless they are as it wrote them a result is not there.
EarlierFlowCurve earlier_job(const Config& config, const std::string& command,
                             const std::filesystem::path& base) {
  for (const char* table : {".csv", "-runs.csv", "-history.csv"}) {
    const std::filesystem::path file = base.string() + table;
    if (!std::filesystem::is_regular_file(file) || std::filesystem::is_empty(file)) return {};
  }
  const EarlierFlowCurve earlier =
      earlier_flow_curve(text_of(base.string() + ".json"), config, command);
  const bool whole = std::ranges::all_of(earlier.files, [&](const FileRecord& file) {
    return file.is_picture() || is_whole(file, base);
  });
  return whole ? earlier : EarlierFlowCurve{};
}

/// A new job does not mix its checkpoints with those of an earlier one.
void start_from(const FlowCheckpoints& checkpoints, bool resume) {
  const std::size_t count = checkpoints.count();
  const std::string folder = checkpoints.folder().string();
  if (resume) {
    say(count > 0
            ? "going on from " + annealvi::config::counted(count, "checkpoint") + " in " + folder
            : fmt::format("no checkpoints in {}: starting from the beginning", folder));
    return;
  }
  checkpoints.clear();
  if (count > 0) {
    say(fmt::format("removed {} of an interrupted job in {}: without --resume all runs start anew",
                    annealvi::config::counted(count, "checkpoint"), folder));
  }
}

/// What of an interrupted job is where.
void report_interruption(const FlowCurve& curve, bool earlier_stays) {
  say(fmt::format(
      "interrupted; {} finished points and {} finished runs of others are saved, --resume goes on "
      "from there{}",
      curve.points.size(), curve.waiting_runs,
      earlier_stays ? "; the complete results of an earlier job stay as they are" : ""));
}

/// Of a job that is finished; its pictures may be missing.
int finish_again(const EarlierFlowCurve& earlier, const FlowCheckpoints& checkpoints,
                 const std::filesystem::path& base) {
  const SavedFiles drawn = draw_missing_pictures(earlier.files, base);
  for (const auto& file : drawn.files) say("wrote " + file.string());
  if (!drawn.plot_failure.empty()) {
    say(drawn.plot_failure);
    return code_of_end(true);
  }
  if (!drawn.files.empty()) checkpoints.clear();
  say(fmt::format("nothing {}to do: {}.csv and the files beside it are of this job, finished",
                  drawn.files.empty() ? "" : "else ", base.string()));
  return earlier.failed ? ExitCode::numerical_failure : ExitCode::done;
}

int run_to_files(const Options& options, const Config& config, FlowCurveOptions job) {
  const std::filesystem::path base =
      options.out.base("realnvp", endings, flow_curve_files(), options.job.files());
  ensure_writable_folder_of(base.string() + ".csv");
  const std::string command = realnvp_command(config.realnvp);
  const EarlierFlowCurve earlier = earlier_job(config, command, base);
  const FlowCheckpoints checkpoints(base);
  // A JSON that names no file is of a version that could not tell whether they are whole.
  if (options.resume && earlier.complete && earlier.files.empty() && !options.out.force()) {
    throw ConfigError(base.string() +
                      ".json is of an older version of annealvi, and --resume cannot tell what is "
                      "whole: give another --out, or --force to train anew");
  }
  if (options.resume && earlier.of_this_job && !earlier.files.empty()) {
    return finish_again(earlier, checkpoints, base);
  }
  start_from(checkpoints, options.resume);
  if (options.resume) {
    job.load = [&](std::size_t point, std::uint64_t number) {
      return checkpoints.load(point, number);
    };
  }
  job.save = [&](std::size_t point, std::uint64_t number, const std::string& bytes) {
    checkpoints.save(point, number, bytes);
  };
  const FlowCurve curve = computed(config, job);
  // What an interrupted job has is in its checkpoints; nothing better is overwritten.
  SavedFiles saved;
  if (!curve.interrupted || (!curve.points.empty() && !earlier.complete)) {
    saved = write_flow_curve(curve, config, job.density_run, command, base);
  }
  if (curve.interrupted) {
    report_interruption(curve, earlier.complete);
    return report(curve, config, saved, 0);
  }
  if (saved.plot_failure.empty()) {
    checkpoints.clear();
  } else {
    say("the checkpoints stay: --resume draws again and trains nothing");
  }
  const std::size_t drawn =
      job.density_steps.empty() ? 0 : curve.points.front().runs[job.density_run].densities.size();
  return report(curve, config, saved, job.density_steps.size() - drawn);
}

int run(const Options& options) {
  const Config config = configuration(options);
  const std::vector<std::uint64_t> steps = density_steps(config);
  FlowCurveOptions job{.progress = {},
                       .interrupted = watch_interruption(),
                       .load = {},
                       .save = {},
                       .density_steps = steps,
                       .density_run = config.realnvp.density_run};
  if (options.out.given()) return run_to_files(options, config, job);
  const FlowCurve curve = computed(config, job);
  write_data(table_text(flow_table(curve, config, realnvp_command(config.realnvp)), config));
  if (curve.interrupted) say(fmt::format("interrupted; {} finished points", curve.points.size()));
  return report(curve, config, {}, 0);
}

}  // namespace

void add_realnvp(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "realnvp", "train RealNVP flows under the same annealing: how many collapse");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
