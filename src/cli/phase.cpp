// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi phase: P over two parameters.
#include "annealvi/experiments/phase_diagram.hpp"
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
            "folder for phase.csv, .svg, .png and .sqlite; or one file name (default: the table to "
            "standard output)"),
        plan(command) {
    job.add_shorthand("--x", "phase.x", "section.key=from:to:count[:log]");
    job.add_shorthand("--y", "phase.y", "the same grammar");
    job.add_shorthand("--method", "phase.method",
                      "sharp, and simulations on top: sharp,flow or sharp,reduced/20");
    job.add_run_count();
  }
  JobOptions job;
  OutputPlace out;
  mutable PlanOptions plan;
};

int run(const Options& options) {
  const Config config = options.job.config();
  check_phase(config);  // a wrong value stops the job before a file is made
  options.job.refuse_runs(config, "phase.method", config.phase.method);
  return run_planned_job(phase_job(), config, options.out, options.plan, options.job.files());
}

}  // namespace

void add_phase(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "phase", "P over two parameters: heat map with contours, T_f and T_c, with a picture");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
