// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi sweep: P over any number of keys.
#include "annealvi/output/sweep.hpp"
#include "annealvi/experiments/parameter_sweep.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/plan_options.hpp"
#include "cli/sweep_report.hpp"
#include "config/points_file.hpp"
#include "config/value.hpp"

#include <fmt/format.h>

namespace annealvi::cli {
namespace {

const std::vector<std::string> endings{".csv", ".json"};

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command,
            "folder for sweep.csv, .json and .sqlite; or one file name (default: the table "
            "to standard output)"),
        plan(command) {
    over_option = command
                      .add_option("--over", over,
                                  "section.key=from:to:count[:log] or =v1,v2,...; any number of "
                                  "times (sets sweep.over)")
                      ->allow_extra_args(false);
    points_option = command.add_option(
        "--points", points, "file with a column a key and a line a point (sets sweep.points)");
    job.add_shorthand("--methods", "sweep.methods", "any of sharp,overlap,flow,sde,reduced,full");
    job.add_run_count();
    command.add_flag("--json", json, "print one JSON object instead of the table");
  }

  [[nodiscard]] Config config() const {
    std::vector<Override> more;
    if (over_option->count() > 0) {
      config::Value::Array texts;
      for (const std::string& text : over) {
        (void)parse_sweep(text);  // says what is wrong with this one
        texts.push_back({text});
      }
      more.emplace_back("sweep.over=" + to_text(config::Value{std::move(texts)}), "--over");
    }
    if (points_option->count() > 0)
      more.emplace_back(config::points_assignment(config::read_points(points)), "--points");
    return job.config(more);
  }

  JobOptions job;
  OutputPlace out;
  mutable PlanOptions plan;
  std::vector<std::string> over;
  std::string points;
  CLI::Option *over_option, *points_option;
  bool json = false;
};

int tell_forecast(const Config& config, const CurveOptions& options) {
  const SweepForecast forecast = forecast_sweep(config, options);
  write_data(fmt::format("{} points; {} tasks are in the store, {} are left, {}\n", forecast.points,
                         forecast.stored, forecast.tasks, cost_text(forecast.seconds)));
  return ExitCode::done;
}

int run(const Options& options) {
  const Config given = options.config(), config = without_threads(given);
  options.job.refuse_runs(config, "sweep.methods", config.sweep.methods);
  const std::filesystem::path base =
      options.out.base("sweep", endings, endings, options.job.files());
  (void)options.plan.shard();
  (void)forecast_sweep(given, {});  // a wrong value stops the job before a file is made
  if (!base.empty() && !options.plan.dry_run()) ensure_writable_folder_of(base.string() + ".csv");
  options.plan.open(base);
  if (options.plan.dry_run())
    return tell_forecast(given, {.progress = {}, .stored = options.plan.use()});
  options.plan.note_job("sweep", config);
  ProgressBar bar("sweep", "%");
  const ParameterSweep sweep = parameter_sweep(
      given, {.progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); },
              .interrupted = watch_interruption(),
              .stored = options.plan.use()});
  bar.finish();
  const bool kept = options.plan.report(sweep.stored);
  const Shard shard = options.plan.shard();
  if (!shard.is_whole()) {
    say(fmt::format("shard {} of {} is {}; annealvi merge puts all shards together", shard.index,
                    shard.count,
                    sweep.interrupted ? "interrupted: the same command goes on" : "complete"));
    if (sweep.interrupted) return ExitCode::interrupted;
    return kept ? ExitCode::done : ExitCode::numerical_failure;
  }
  if (base.empty())
    write_data(options.json ? sweep_json(sweep, config)
                            : table_text(sweep_table(sweep, config), config));
  const int code = report_sweep(sweep, base.empty() ? std::vector<std::filesystem::path>()
                                                    : write_sweep(sweep, config, base));
  return code == ExitCode::done && !kept ? ExitCode::numerical_failure : code;
}

}  // namespace

void add_sweep(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "sweep", "P at every combination of any number of keys, by several methods, in one table");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
