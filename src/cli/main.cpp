// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The program: parses, dispatches, and turns every failure into one line on standard error and an
// exit code.
#include "annealvi/config/config.hpp"
#include "annealvi/jobs/store.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/version.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/messages.hpp"
#include "cli/parse_failure.hpp"
#include "cli/rank_role.hpp"

#include <exception>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <vector>

namespace annealvi::cli {
namespace {

int run(const std::vector<std::string>& arguments) {
  CLI::App program{"Collapse probability of annealed variational inference on Gaussian mixtures.",
                   "annealvi"};
  program.set_version_flag("--version", "annealvi " + std::string(version));
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 done, 1 numerical failure, 2 wrong usage or configuration, "
      "3 validate or store --verify found a disagreement, 130 interrupted.");
  Action chosen;
  add_probability(program, chosen);
  add_simulate(program, chosen);
  add_trajectory(program, chosen);
  add_curve(program, chosen);
  add_sweep(program, chosen);
  add_phase(program, chosen);
  add_table(program, chosen);
  add_design(program, chosen);
  add_validate(program, chosen);
  add_realnvp(program, chosen);
  add_merge(program, chosen);
  add_store(program, chosen);
  add_advise(program, chosen);
  add_config(program, chosen);

  std::vector<std::string> words = arguments;
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  check_command(program, words);
  try {
    std::vector<std::string> backwards(words.rbegin(), words.rend());  // as the parser takes them
    program.parse(backwards);
  } catch (const CLI::Success& help_or_version) {
    std::ostringstream text;
    const int code = program.exit(help_or_version, text, text);
    write_data(text.str());
    return code;
  } catch (const CLI::ParseError& error) {
    throw ConfigError(parse_failure(program, error, words));
  }
  return chosen();
}

}  // namespace
}  // namespace annealvi::cli

int main(int argc, char** argv) {
  using namespace annealvi;
  cli::settle_streams();
  try {
    try {
      const std::unique_ptr<Ranks> ranks = ranks_of_this_job();
      if (ranks && !ranks->is_first()) return cli::serve_tasks(*ranks);
      cli::set_ranks(ranks.get());
      return cli::run({argv + 1, argv + argc});
    } catch (const UnsavedResult& result) {
      cli::say(result.what());
      cli::say("what was computed goes to standard output instead");
      cli::write_data(result.text());
    }
  } catch (const ConfigError& error) {
    cli::say(error.what());
    return cli::ExitCode::wrong_usage;
  } catch (const StoreError& error) {  // found at the start: later ones are kept by the store
    cli::say(error.what());
    return cli::ExitCode::wrong_usage;
  } catch (const std::bad_alloc&) {
    cli::say(
        "there is not enough memory for this job: fewer threads (simulation.threads) or a smaller "
        "job need less");
  } catch (const std::exception& error) {
    cli::say(error.what());
  }
  return cli::ExitCode::numerical_failure;
}
