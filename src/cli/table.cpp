// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi table: the theory as tables.
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "cli/table_answer.hpp"

#include <fmt/format.h>

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
  // The other tables are done before anybody presses Ctrl-C, and would not hear it.
  const bool interruptible = options.name == "finite-size";
  ProgressBar time("table " + options.name, "%");
  TableAnswer answer = table_answer(job, interruptible ? watch_interruption() : nullptr);
  time.finish();
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
