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

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command) : out(command, "folder for validation.csv, or a file name") {
    command.add_option("CONFIG", paths,
                       "configurations to look at (default: the built-in list of cases)");
    command.add_option("--set", assignments, "section.key=value: override a key in every case")
        ->allow_extra_args(false);
    level_option = command.add_option(
        "--level", level,
        "quick: 13 cases, about 2 core-seconds a simulation; full: also the designed grid, 20 "
        "core-seconds (sets validate.level)");
    formula_option = command.add_option(
        "--formula", formula,
        "sharp; or without-noise, overlap: formulas known to fail, to see that it shows (sets "
        "validate.formula)");
    command.add_flag("--json", json, "print one JSON object");
  }
  OutputPlace out;
  std::vector<std::string> paths, assignments;
  std::string level, formula;
  CLI::Option *level_option, *formula_option;
  bool json = false;

  [[nodiscard]] std::vector<Override> overrides() const {
    std::vector<Override> all(assignments.begin(), assignments.end());
    if (level_option->count() > 0) all.emplace_back("validate.level=" + level, "--level");
    if (formula_option->count() > 0) all.emplace_back("validate.formula=" + formula, "--formula");
    return all;
  }
};

/// The cases that the file at `path` holds: those of a table of ours, or the configuration itself.
std::vector<ValidationCase> cases_in(const std::string& path,
                                     const std::vector<Override>& overrides) {
  Config config = read_config(path, overrides);
  for (const std::string& note : config.notes) say(note);
  if (config.validate.cases.empty()) return {{path, config}};
  std::vector<ValidationCase> cases;
  for (const std::vector<std::string>& texts : config.validate.cases) {
    std::vector<Override> settings;
    for (std::size_t i = 1; i < texts.size(); ++i)
      settings.emplace_back(texts[i], config.origin("validate.cases"));
    settings.insert(settings.end(), overrides.begin(), overrides.end());
    cases.push_back({texts[0], default_config(settings)});
    cases.back().config.validate = config.validate;
  }
  return cases;
}

/// The configuration of the first case, with all of them in it: what the head of a table holds.
Config with_cases(const std::vector<ValidationCase>& cases) {
  Config config = cases.front().config;
  config.validate.cases.clear();
  const std::vector<ConfigEntry> standard = entries(Config{});
  for (const ValidationCase& item : cases) {
    std::vector<std::string> texts{item.name};
    const std::vector<ConfigEntry> own = entries(item.config);
    for (std::size_t i = 0; i < own.size(); ++i) {
      const bool differs = own[i].json != standard[i].json && own[i].section != "validate";
      if (differs) texts.push_back(own[i].section + "." + own[i].key + "=" + own[i].json);
    }
    config.validate.cases.push_back(std::move(texts));
  }
  return config;
}

/// From the configuration, and without file names: the same job writes the same bytes.
std::string command_text(const ValidateSettings& asked) {
  return std::string("annealvi validate --level ") +
         (asked.level == ValidationLevel::quick ? "quick" : "full") +
         (asked.formula == Formula::sharp     ? ""
          : asked.formula == Formula::overlap ? " --formula overlap"
                                              : " --formula without-noise");
}

std::vector<ValidationCase> cases_of(const Options& options) {
  const std::vector<Override> overrides = options.overrides();
  std::vector<ValidationCase> cases;
  if (options.paths.empty())
    cases = validation_cases(default_config(overrides).validate.level, overrides);
  for (const std::string& path : options.paths) {
    for (ValidationCase& item : cases_in(path, overrides)) cases.push_back(std::move(item));
  }
  for (const ValidationCase& item : cases) {
    check_validation(item);
  }
  return cases;
}

std::string text_report(const Validation& validation) {
  std::string text = fmt::format("{:<18} {:<34} {:>11} {:>11} {:>9} {:>7} {:>8}  {}\n", "claim",
                                 "case", "P first", "P second", "std.err", "z", "runs", "verdict");
  const auto cell = [](fmt::format_string<double&> format, std::optional<double> value) {
    return value && std::isfinite(*value) ? fmt::format(format, *value) : std::string("-");
  };
  for (const Comparison& row : validation.comparisons) {
    text += fmt::format("{:<18} {:<34} {:>11} {:>11} {:>9} {:>7} {:>8}  {}\n",
                        claim_text(row.claim), row.name, cell("{:.5g}", row.first),
                        cell("{:.5g}", row.second), cell("{:.2g}", row.standard_error),
                        cell("{:.2f}", row.z), row.runs, verdict_text(row.verdict));
  }
  return text + "\n" + validation.conclusion() + "\n";
}

/// Cases whose annealing is not finished at the end time: agreement there is about that time.
void report_unfinished(const Validation& validation) {
  std::set<std::string> told;
  for (const Comparison& row : validation.comparisons) {
    if (row.status == AnswerStatus::unfinished && told.insert(row.name).second)
      say(fmt::format("{}: {}", row.name, row.note));
  }
}

int run(const Options& options) {
  const std::vector<ValidationCase> cases = cases_of(options);
  const Config provenance = with_cases(cases);
  const bool to_file = options.out.given();
  const std::filesystem::path file =
      options.out.base("validation", {".csv"}, {".csv"}, options.paths).string() + ".csv";
  if (to_file) ensure_writable_folder_of(file.string());

  ProgressBar bar("validating", "%");
  const auto start = std::chrono::steady_clock::now();
  const Validation validation =
      validate(cases, {.level = provenance.validate.level,
                       .formula = provenance.validate.formula,
                       .threads = provenance.threads,
                       .progress = [&bar](double fraction) { bar.update(100.0 * fraction, 100.0); },
                       .interrupted = watch_interruption()});
  bar.finish();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (to_file) {
    write_atomically(
        file,
        table_text(validation_table(validation, command_text(provenance.validate)), provenance));
    say("wrote " + file.string());
  }
  write_data(options.json ? validation_json(provenance, validation, seconds)
                          : text_report(validation));
  for (const Comparison& row : validation.comparisons) {
    if (row.verdict == Verdict::failed)
      say(fmt::format("{}, {}: {}", claim_text(row.claim), row.name, row.note));
  }
  report_unfinished(validation);
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
