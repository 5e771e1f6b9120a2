// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi sweep: P over any number of keys.
#include "annealvi/experiments/parameter_sweep.hpp"
#include "cli/commands.hpp"
#include "cli/job_options.hpp"
#include "cli/planned_job.hpp"
#include "config/points_file.hpp"
#include "config/value.hpp"

#include <memory>

namespace annealvi::cli {
namespace {

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

int run(const Options& options) {
  const Config config = options.config();
  options.job.refuse_runs(config, "sweep.methods", config.sweep.methods);
  (void)forecast_sweep(config, {});  // a wrong value stops the job before a file is made
  return run_planned_job(sweep_job(options.json), config, options.out, options.plan,
                         options.job.files());
}

}  // namespace

void add_sweep(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "sweep", "P at every combination of any number of keys, by several methods, in one table");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
