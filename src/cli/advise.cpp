// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi advise: from a real training to a verdict, a schedule and a command. The work is done by
// the Python module annealvi.practice, which asks this library for P.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "output/practice.hpp"

#include <memory>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) {
    command.add_option("CONFIG", file, "TOML or JSON file: your target, training, annealing")
        ->required();
    command.add_flag("--json", json, "print one JSON object");
    out_option = command.add_option("--out", out,
                                    "folder for the schedule (CSV), code to paste, and the "
                                    "configurations that reproduce P");
    command.add_flag("--force", force, "replace files of --out");
  }
  std::string file, out;
  CLI::Option* out_option = nullptr;
  bool json = false, force = false;
};

int run(const Options& options) {
  std::vector<std::string> words;
  if (options.json) words.emplace_back("--json");
  if (options.out_option->count() > 0) words.push_back("--out=" + options.out);
  if (options.force) words.emplace_back("--force");
  words.insert(words.end(), {"--", options.file});
  const ProcessEnd end = run_practice(words, watch_interruption());
  if (end.succeeded()) {
    write_data(end.output);
    return ExitCode::done;
  }
  say(practice_failure(end));
  if (end.status == ProcessEnd::Status::interrupted) return ExitCode::interrupted;
  const bool wrong = end.status == ProcessEnd::Status::exited && end.code == ExitCode::wrong_usage;
  return wrong ? ExitCode::wrong_usage : ExitCode::numerical_failure;
}

}  // namespace

void add_advise(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "advise", "from a real training to a verdict, a schedule and code (docs/practice.md)");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
