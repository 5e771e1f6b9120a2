// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The program: parses, dispatches, and turns every failure into one line on standard error and an
// exit code.
#include "annealvi/config/config.hpp"
#include "annealvi/version.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/messages.hpp"
#include "config/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string>
#include <vector>

namespace annealvi::cli {
namespace {

/// Commands of the documented interface that this version does not have yet.
const std::vector<std::string> unavailable_commands{"phase", "table", "validate", "design",
                                                    "realnvp"};

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

/// A first word that is no command deserves a better answer than the parser's.
void check_command(const CLI::App& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  for (const CLI::App* command : program.get_subcommands({})) {
    known.push_back(command->get_name());
  }
  if (arguments.empty()) {
    throw ConfigError(fmt::format("a command is needed: {} (annealvi --help)", joined(known)));
  }
  const std::string& word = arguments.front();
  if (word.empty() || word.front() == '-' ||
      std::find(known.begin(), known.end(), word) != known.end()) {
    return;
  }
  if (std::find(unavailable_commands.begin(), unavailable_commands.end(), word) !=
      unavailable_commands.end()) {
    throw ConfigError(fmt::format("the command {} is not available in this version; allowed: {}",
                                  word, joined(known)));
  }
  const auto meant = config::nearest(word, known);
  throw ConfigError(fmt::format("there is no command {}{}; allowed: {}", word,
                                meant ? "; did you mean " + *meant + "?" : "", joined(known)));
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

int run(const std::vector<std::string>& arguments) {
  CLI::App program{"Collapse probability of annealed variational inference on Gaussian mixtures.",
                   "annealvi"};
  program.set_version_flag("--version", "annealvi " + std::string(version));
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 done, 1 numerical failure, 2 wrong usage or configuration, 130 interrupted.");
  Action chosen;
  add_probability(program, chosen);
  add_simulate(program, chosen);
  add_trajectory(program, chosen);
  add_curve(program, chosen);
  add_config(program, chosen);

  std::vector<std::string> words = arguments;
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  check_command(program, words);
  try {
    std::reverse(words.begin(), words.end());  // the parser takes them from the back
    program.parse(words);
  } catch (const CLI::Success& help_or_version) {
    return program.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    throw ConfigError(first_line(error.what()));
  }
  return chosen();
}

}  // namespace
}  // namespace annealvi::cli

int main(int argc, char** argv) {
  using namespace annealvi;
  try {
    return cli::run({argv + 1, argv + argc});
  } catch (const ConfigError& error) {
    cli::say(error.what());
    return cli::ExitCode::wrong_usage;
  } catch (const std::bad_alloc&) {
    cli::say("there is not enough memory for this job");
    return cli::ExitCode::numerical_failure;
  } catch (const std::exception& error) {
    cli::say(error.what());
    return cli::ExitCode::numerical_failure;
  }
}
