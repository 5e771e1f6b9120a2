// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi trajectory: one run of one engine as a table, or with mean and band of many.
#include "annealvi/config/sweep.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/time_list.hpp"
#include "cli/trajectory_bands.hpp"
#include "cli/trajectory_rows.hpp"

#include <fmt/format.h>

#include <atomic>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command, "folder for trajectory.csv, or a file name (default: standard output)") {
    job.add_shorthand("--engine", "simulation.engine", "flow, sde, reduced or full");
    job.add_shorthand("--run", "trajectory.run", "number of the run, from 0");
    job.add_shorthand("--runs", "trajectory.runs",
                      "also mean and band over this many runs, of the flow too");
    job.add_shorthand("--compare", "trajectory.compare",
                      "a second engine, its band as points with bars: sde, reduced or full");
    job.add_shorthand("--times", "trajectory.times",
                      "t1,t2,... or from:to:count[:log]; `end` is the end time");
    command.add_flag("--plot", plot, "also draw .svg and .png beside the table; needs --out")
        ->needs(out.option());
  }
  JobOptions job;
  OutputPlace out;
  bool plot = false;
};

/// The files that the job makes.
std::vector<std::string> endings(const Options& options) {
  return options.plot ? std::vector<std::string>{".csv", ".svg", ".png"}
                      : std::vector<std::string>{".csv"};
}

/// Empty when interrupted. Failed runs are said and left out.
std::vector<TrajectoryBand> bands_of(const std::vector<RunSetup>& setups, const Config& config,
                                     std::span<const double> times) {
  ProgressBar bar("simulating", "runs");
  const std::vector<TrajectoryBand> bands = trajectory_bands(
      setups, config, times, [&bar](double finished, double total) { bar.update(finished, total); },
      watch_interruption());
  if (!bands.empty()) bar.finish();
  for (const std::string& message : band_messages(bands, config.trajectory.runs)) say(message);
  return bands;
}

/// Writes the files, or the table to standard output when `base` is empty.
SavedFiles delivered(const Options& options, const Config& config, const RunSetup& setup,
                     const Run& run, const std::vector<TrajectoryBand>& bands,
                     const std::filesystem::path& base) {
  const std::string command = trajectory_command(config.trajectory);
  const Table table = setup.mixture
                          ? mixture_table(command, *setup.mixture, mixture_rows(setup, run), bands)
                          : trajectory_table(command, trajectory_rows(setup.problem, run), bands);
  if (!base.empty()) return write_table(table, config, base, options.plot);
  write_data(table_text(table, config));
  return {};
}

/// Empty when interrupted.
std::optional<Run> one_run(const RunSetup& setup, std::uint64_t number,
                           const std::vector<double>& times) {
  const std::atomic<bool>* interrupted = watch_interruption();
  ProgressBar bar("simulating a run", "%");
  // Asked after every step, of which there may be millions a second.
  double told = 0.0;
  return simulate_run(setup, number, times, [&](double share) {
    constexpr double worth_telling = 1.0 / 1024.0;
    if (share - told >= worth_telling) bar.update(100.0 * (told = share), 100.0);
    return interrupted->load(std::memory_order_relaxed);
  });
}

int run(const Options& options) {
  const Config config = options.job.config();
  const std::uint64_t number = config.trajectory.run;
  RunSetup setup = config.run_setup();
  const std::vector<double> times = distinct_steps(
      parse_times(config.trajectory.times, config.origin("trajectory.times"), setup.end_time),
      setup);
  setup.to_last_time = true;
  const std::vector<RunSetup> setups = band_setups(config, setup);
  const std::filesystem::path base =
      options.out.base("trajectory", endings(options), endings(options), options.job.files());
  if (options.out.given()) {
    ensure_writable_folder_of(base.string() + ".csv");
  }

  const std::optional<Run> computed = one_run(setup, number, times);
  if (!computed) {
    say("interrupted; nothing was written");
    return ExitCode::interrupted;
  }
  const Run& result = *computed;
  std::vector<TrajectoryBand> bands;
  if (!setups.empty() && result.failure.empty()) {
    bands = bands_of(setups, config, times);
    if (bands.empty()) {
      say("interrupted; nothing was written");
      return ExitCode::interrupted;
    }
    for (const TrajectoryBand& band : bands) {
      if (band.runs == 0) {
        return ExitCode::numerical_failure;  // said above
      }
    }
  }
  const SavedFiles saved = delivered(options, config, setup, result, bands, base);
  for (const auto& file : saved.files) {
    say("wrote " + file.string());
  }
  if (!result.failure.empty()) {
    say(fmt::format("run {} failed: {}", number, result.failure));
    return ExitCode::numerical_failure;
  }
  for (const std::string& message : run_messages(setup, number, result)) say(message);
  if (!saved.plot_failure.empty()) {
    say(saved.plot_failure);
  }
  return code_of_end(!saved.plot_failure.empty());
}

}  // namespace

void add_trajectory(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "trajectory", "one run of one engine as a table, with its events; or bands of many");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
