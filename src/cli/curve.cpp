// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi curve: P against one parameter.
#include "annealvi/experiments/collapse_curve.hpp"
#include "cli/commands.hpp"
#include "cli/job_options.hpp"
#include "cli/planned_job.hpp"

#include <memory>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command)
      : job(command, true),
        out(command,
            "folder for curve.csv, .json, .svg, .png and .sqlite; or one file name (default: the "
            "table to standard output)"),
        plan(command) {
    job.add_shorthand("--vary", "curve.vary", "section.key=from:to:count[:log] or =v1,v2,...");
    job.add_shorthand("--series", "curve.series", "the same grammar, one line each");
    job.add_shorthand(
        "--methods", "curve.methods",
        "any of sharp,overlap,flow,sde,reduced,full; name/n: at every n-th value; name*n: "
        "n times as fine (smooth lines)");
    job.add_run_count();
  }
  JobOptions job;
  OutputPlace out;
  mutable PlanOptions plan;
};

int run(const Options& options) {
  const Config config = options.job.config();
  check_curve(config);  // a wrong value stops the job before a file is made
  options.job.refuse_runs(config, "curve.methods", config.curve.methods);
  return run_planned_job(curve_job(), config, options.out, options.plan, options.job.files());
}

}  // namespace

void add_curve(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "curve", "P against one parameter: theory lines and simulation points, with a picture");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
