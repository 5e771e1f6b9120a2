// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi trajectory: one run of one engine as a table.
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/run_events.hpp"
#include "cli/time_list.hpp"

#include <fmt/format.h>

#include <charconv>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) : job(command, true) {
    job.add_shorthand("--engine", "simulation.engine", "flow, reduced or full");
    command.add_option("--run", run, "number of the run, from 0")->capture_default_str();
    times_option = command.add_option("--times", times,
                                      "t1,t2,... or from:to:count[:log]; `end` is the end time");
    times_option->capture_default_str();
    out = command.add_option(
        "--out", place, "folder for trajectory.csv, or a file name (default: standard output)");
    command.add_flag("--plot", plot, "also draw .svg and .png beside the table; needs --out")
        ->needs(out);
  }
  JobOptions job;
  std::string run = "0", times = "0:end:200", place;
  bool plot = false;
  CLI::Option *times_option, *out;
};

std::uint64_t parse_run_number(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) {
    throw ConfigError(fmt::format("--run = {} is not allowed: a whole number >= 0", text));
  }
  return number;
}

std::vector<TrajectoryRow> rows_of(const Problem& problem, const Run& run) {
  std::vector<TrajectoryRow> rows;
  for (const TrajectoryPoint& point : run.points) {
    const Coefficients coefficients = coefficients_at(problem, point.time);
    rows.push_back({.time = point.time,
                    .temperature = point.temperature,
                    .state = point.state,
                    .weights = problem.family.weights,
                    .sigma = coefficients.sigma,
                    .objective = objective(problem, coefficients, point.state)});
  }
  return rows;
}

/// Names what the configuration does not, and no files: the same job writes the same bytes.
std::string command_text(const Options& options) {
  return "annealvi trajectory --run " + options.run +
         (options.times_option->count() == 0 ? "" : " --times " + options.times);
}

/// The files that the job makes.
std::vector<std::string> endings(const Options& options) {
  return options.plot ? std::vector<std::string>{".csv", ".gnuplot", ".svg", ".png"}
                      : std::vector<std::string>{".csv"};
}

int run(const Options& options) {
  const Config config = options.job.config();
  const std::uint64_t number = parse_run_number(options.run);
  const RunSetup setup = config.run_setup();
  const std::vector<double> times = parse_times(options.times, setup.end_time);
  const bool to_files = options.out->count() > 0;
  const std::filesystem::path base =
      to_files ? result_base(options.place, "trajectory", endings(options))
               : std::filesystem::path();
  if (to_files) {
    ensure_writable_folder_of(base.string() + ".csv");
  }

  const Run result = simulate_run(setup, number, times);
  const std::vector<TrajectoryRow> rows = rows_of(setup.problem, result);
  SavedFiles saved;
  if (to_files) {
    saved = write_trajectory(rows, config, command_text(options), base, options.plot);
  } else {
    write_data(table_text(trajectory_table(command_text(options), rows), config));
  }

  for (const auto& file : saved.files) {
    say("wrote " + file.string());
  }
  if (!result.failure.empty()) {
    say(fmt::format("run {} failed: {}", number, result.failure));
    return ExitCode::numerical_failure;
  }
  for (const std::string& event : run_events(setup, number, result)) {
    say(event);
  }
  if (!saved.plot_failure.empty()) {
    say(saved.plot_failure);
    return ExitCode::numerical_failure;
  }
  return ExitCode::done;
}

}  // namespace

void add_trajectory(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("trajectory", "one run of one engine as a table, with its events");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
