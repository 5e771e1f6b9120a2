// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi config: all keys, or the configuration that a file and overrides amount to.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) : job(command, false) {}
  JobOptions job;
};

int run(const Options& options) {
  const bool given = options.job.has_path() || options.job.has_overrides();
  write_data(given ? to_toml(options.job.config()) : documented_defaults());
  return ExitCode::done;
}

}  // namespace

void add_config(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "config",
      "print all keys with defaults, units, ranges and meaning; with CONFIG or --set: the values");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
