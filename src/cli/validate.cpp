// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi validate: do formula and simulations agree?
#include "annealvi/experiments/validation.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/progress.hpp"
#include "annealvi/output/validation_table.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <map>

namespace annealvi::cli {
namespace {

const std::map<std::string, ValidationLevel> levels{{"quick", ValidationLevel::quick},
                                                    {"full", ValidationLevel::full}};
const std::map<std::string, Formula> formulas{{"sharp", Formula::sharp},
                                              {"without-noise", Formula::without_noise},
                                              {"overlap", Formula::overlap}};

struct Options {
  explicit Options(CLI::App& command) : out(command, "folder for validation.csv, or a file name") {
    command.add_option("CONFIG", paths,
                       "configurations to look at (default: the built-in list of cases)");
    command.add_option("--set", assignments, "section.key=value: override a key in every case")
        ->allow_extra_args(false);
    command
        .add_option("--level", level,
                    "quick: 13 cases, about 2 core-seconds a simulation; full: also the designed "
                    "grid, 20 core-seconds")
        ->check(CLI::IsMember(levels))
        ->capture_default_str();
    command
        .add_option(
            "--formula", formula,
            "sharp; or without-noise, overlap: formulas known to fail, to see that it shows")
        ->check(CLI::IsMember(formulas))
        ->capture_default_str();
    command.add_flag("--json", json, "print one JSON object");
  }
  OutputPlace out;
  std::vector<std::string> paths, assignments;
  std::string level = "quick", formula = "sharp";
  bool json = false;
};

std::vector<ValidationCase> cases_of(const Options& options) {
  const std::vector<Override> overrides(options.assignments.begin(), options.assignments.end());
  std::vector<ValidationCase> cases;
  if (options.paths.empty()) cases = validation_cases(levels.at(options.level), overrides);
  for (const std::string& path : options.paths) {
    ValidationCase item{path, read_config(path, overrides)};
    if (item.config.start) {
      throw ConfigError(item.config.origins.at("family.initial_overlaps") +
                        ": family.initial_overlaps is not allowed with annealvi validate: its "
                        "probabilities are over the random start");
    }
    cases.push_back(std::move(item));
  }
  for (const ValidationCase& item : cases) refuse_mixture(item.config, "annealvi validate");
  return cases;
}

std::string text_report(const Validation& validation) {
  std::string text = fmt::format("{:<18} {:<34} {:>11} {:>11} {:>9} {:>7} {:>8}  {}\n", "claim",
                                 "case", "P first", "P second", "std.err", "z", "runs", "verdict");
  const auto cell = [](fmt::format_string<double&> format, double value) {
    return std::isfinite(value) ? fmt::format(format, value) : std::string("-");
  };
  for (const Comparison& row : validation.comparisons) {
    text += fmt::format("{:<18} {:<34} {:>11} {:>11} {:>9} {:>7} {:>8}  {}\n",
                        claim_text(row.claim), row.name, cell("{:.5g}", row.first),
                        cell("{:.5g}", row.second), cell("{:.2g}", row.standard_error),
                        cell("{:.2f}", row.z), row.runs, verdict_text(row.verdict));
  }
  return text + "\n" + validation.conclusion() + "\n";
}

int run(const Options& options) {
  const std::vector<ValidationCase> cases = cases_of(options);
  const bool to_file = options.out.given();
  const std::filesystem::path file =
      options.out.base("validation", {".csv"}, {".csv"}, options.paths).string() + ".csv";
  if (to_file) ensure_writable_folder_of(file.string());

  ProgressBar bar("validating", "%");
  const auto start = std::chrono::steady_clock::now();
  const Validation validation =
      validate(cases, {.level = levels.at(options.level),
                       .formula = formulas.at(options.formula),
                       .threads = cases.front().config.threads,
                       .progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); },
                       .interrupted = watch_interruption()});
  bar.finish();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const Config& provenance = cases.front().config;
  if (to_file) {
    write_atomically(
        file, table_text(validation_table(validation, "annealvi validate --level " + options.level),
                         provenance));
    say("wrote " + file.string());
  }
  write_data(options.json ? validation_json(provenance, validation, seconds)
                          : text_report(validation));
  for (const Comparison& row : validation.comparisons) {
    if (row.verdict == Verdict::failed)
      say(fmt::format("{}, {}: {}", claim_text(row.claim), row.name, row.note));
  }
  if (validation.interrupted) return ExitCode::interrupted;
  if (validation.disagreement()) return ExitCode::disagreement;
  return validation.numerical_failure() ? ExitCode::numerical_failure : ExitCode::done;
}

}  // namespace

void add_validate(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "validate", "formula against flow, stochastic equation, reduced and full SGD");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
