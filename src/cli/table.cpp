// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi table: the theory as tables.
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "annealvi/output/theory_table.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/table_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace annealvi::cli {
namespace {

struct Options {
  explicit Options(CLI::App& command)
      : name_option(command.add_option("NAME", name,
                                       "expectations, rates, critical, separatrix, finite-size or "
                                       "bifurcation")),
        job(command, false),
        out(command, "folder for NAME.csv, or a file name (default: standard output)") {
    name_option->required();
    for (const TableOption& option : table_options) {
      job.add_shorthand(option.name, option.key(), option.description);
    }
    command
        .add_flag("--plot", plot, "finite-size, bifurcation: also draw .svg and .png; needs --out")
        ->needs(out.option());
    command.add_flag("--json", json, "print one JSON object in place of the table")
        ->excludes(out.option());
  }
  std::string name;  // declared before CONFIG: the first word after `table`
  CLI::Option* name_option;
  JobOptions job;
  OutputPlace out;
  bool plot = false, json = false;
};

struct Answer {
  Table table;
  std::vector<std::string> failures;
  std::vector<std::string> notes = {};  ///< answers that have no row
  bool interrupted = false;
};

Answer separatrix_answer(const TableJob& job) {
  const auto rows = separatrix_rows(job.grid());
  Answer answer{separatrix_table(rows), {}};
  for (const SeparatrixRow& row : rows) {
    if (row.separatrix.status != PowerLawStatus::not_followed) continue;
    answer.failures.push_back(
        fmt::format("R = {}, T = {}: {}", row.separation, row.temperature, row.separatrix.message));
  }
  return answer;
}

Answer critical_answer(const TableJob& job) {
  const auto rows = critical_rows(job.grid());
  Answer answer{critical_table(rows), {}};
  for (const CriticalRow& row : rows) {
    if (row.safe.status != SafeTemperatureStatus::not_followed) continue;
    answer.failures.push_back(
        fmt::format("R = {}, path {}, variance {}: the fold of T_f could not "
                    "be followed",
                    row.separation, row.path, row.variance));
  }
  return answer;
}

Answer finite_size_answer(const TableJob& job) {
  const FiniteSize result = finite_size(job.grid(), watch_interruption());
  Answer answer{finite_size_table(result), {}, {}, result.interrupted};
  for (const FiniteSizeRow& row : result.rows) {
    for (const SharpProbability& sharp : {row.exact, row.without_distance}) {
      if (sharp.status == SharpStatus::failed)
        answer.failures.push_back(fmt::format("d = {}: {}", row.dimension, sharp.message));
    }
  }
  return answer;
}

Answer bifurcation_answer(const TableJob& job) {
  std::vector<double> temperatures;
  if (!job.lists.at("--temperature").empty()) {
    for (const Config& point : job.grid())
      temperatures.push_back(point.problem.annealing.schedule.initial_temperature);
    std::sort(temperatures.begin(), temperatures.end());
    temperatures.erase(std::unique(temperatures.begin(), temperatures.end()), temperatures.end());
  }
  const Bifurcation result = bifurcation(table_grid(job.config, job.axes(false)), temperatures);
  return {bifurcation_table(result), result.failures, result.notes};
}

Answer computed(const TableJob& job) {
  const ProgressBar time(std::string("table ") + job.kind.name, "%");
  const std::string_view name = job.kind.name;
  if (name == "expectations") {
    const auto means = job.numbers("--mean", -1e100), deviations = job.numbers("--deviation", 0.0);
    return {expectation_table(expectation_rows(means, deviations)), {}};
  }
  if (name == "rates") return {rate_table(rate_rows(job.grid())), {}};
  if (name == "critical") return critical_answer(job);
  if (name == "separatrix") return separatrix_answer(job);
  if (name == "finite-size") return finite_size_answer(job);
  return bifurcation_answer(job);
}

/// A picture shows one line of rows.
void check_picture(const Options& options, const TableJob& job) {
  if (!options.plot || !job.kind.one_line) return;
  for (const TableAxis& axis : job.axes(job.kind.name == std::string_view("finite-size"))) {
    if (axis.sweep.key != "target.dimension" && axis.sweep.values.size() > 1) {
      throw ConfigError(
          fmt::format("{} = {} is not allowed with --plot: the picture shows one value",
                      axis.origin, fmt::join(axis.sweep.values, ",")));
    }
  }
}

int run(const Options& options) {
  const TableJob job = table_job(table_kind(options.name), options.job.config());
  check_picture(options, job);
  const bool to_files = options.out.given();
  const std::vector<std::string> endings = options.plot
                                               ? std::vector<std::string>{".csv", ".svg", ".png"}
                                               : std::vector<std::string>{".csv"};
  const std::filesystem::path base =
      options.out.base(job.kind.name, endings, endings, options.job.files());

  // Computing first: it takes seconds and checks the lists, so that a wrong one leaves no folder.
  Answer answer = computed(job);
  if (to_files) ensure_writable_folder_of(base.string() + ".csv");
  answer.table.command = job.command;
  SavedFiles saved;
  if (to_files) {
    saved = write_table(answer.table, job.config, base, options.plot && !answer.table.rows.empty());
  } else {
    write_data(options.json ? table_json(job.config, answer.table)
                            : table_text(answer.table, job.config));
  }
  for (const auto& file : saved.files) say("wrote " + file.string());
  for (const std::string& note : answer.notes) say(note);
  for (const std::string& failure : answer.failures) say(failure);
  if (!saved.plot_failure.empty()) say(saved.plot_failure);
  if (answer.interrupted) {
    say(fmt::format("interrupted; {} finished rows are saved", answer.table.rows.size()));
    return ExitCode::interrupted;
  }
  return code_of_end(!answer.failures.empty() || !saved.plot_failure.empty());
}

}  // namespace

void add_table(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "table", "theory tables: expectations, rates, temperatures, separatrix, scaling with d");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
