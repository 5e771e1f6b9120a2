// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi table: the theory as tables.
#include "annealvi/output/files.hpp"
#include "annealvi/output/json.hpp"
#include "annealvi/output/plot.hpp"
#include "annealvi/output/theory_table.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/job_options.hpp"
#include "cli/messages.hpp"
#include "cli/output_place.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace annealvi::cli {
namespace {

/// A list option. With a key its values are those of the key; without, plain numbers.
struct ListOption {
  const char *name, *key, *description;
};
constexpr std::array<ListOption, 7> list_options{
    {{"--separation", "target.separation", "R"},
     {"--temperature", "annealing.initial_temperature", "T, held fixed"},
     {"--dimension", "target.dimension", "d"},
     {"--path", "annealing.path", "annealing paths"},
     {"--variance", "family.variance", "variances of the family"},
     {"--mean", "", "m of expectations"},
     {"--deviation", "", "a of expectations"}}};

/// A table: the options that choose its rows, slowest first, with what they are by default. Paths and
/// variances that do not choose rows choose the one problem of all rows.
struct Kind {
  const char* name;
  std::vector<std::pair<const char*, const char*>> axes;
  TablePicture picture = TablePicture::none;
  bool without_problem = false;  ///< the rows do not depend on any configuration
};
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"expectations",
       {{"--mean", "0,0.5,1,2,5,10,100"}, {"--deviation", "0,0.1,0.5,1,2,5,10,100,1000"}},
       TablePicture::none,
       true},
      {"rates",
       {{"--separation", "1,1.5,2,2.5,3,4,5,6,8,10,15,20,30"},
        {"--temperature", "1,1.5,2,3,5,10,20,50,100"}}},
      {"critical",
       {{"--path", "power,component,bridge"},
        {"--variance", "matched,fixed"},
        {"--separation", "1,1.4,1.5,2,2.2,2.3,2.5,3,4,5,6,8,10,15,20,30"}}},
      {"separatrix",
       {{"--separation", "2.2,2.3,2.5,3,3.5,4,5,6,8,10,15,20,30"},
        {"--temperature", "1,1.5,2,3,5,10,20,50,100"}}},
      {"finite-size",
       {{"--separation", "3"}, {"--temperature", "1"}, {"--dimension", "10:1e12:23:log"}},
       TablePicture::finite_size},
      {"bifurcation", {{"--separation", "5"}, {"--temperature", ""}}, TablePicture::bifurcation}};
  return all;
}

struct Options {
  explicit Options(CLI::App& command)
      : name_option(command.add_option("NAME", name,
                                       "expectations, rates, critical, separatrix, finite-size or "
                                       "bifurcation")),
        job(command, false) {
    name_option->required();
    for (const ListOption& option : list_options) {
      declared[option.name] = command.add_option(
          option.name, lists[option.name],
          std::string(option.description) + ": v1,v2,... or from:to:count[:log]");
    }
    out = command.add_option("--out", place,
                             "folder for NAME.csv, or a file name (default: standard output)");
    command.add_flag("--plot", plot,
                     "finite-size, bifurcation: also draw .svg and .png; needs --out")
        ->needs(out);
    command.add_flag("--json", json, "print one JSON object in place of the table")->excludes(out);
  }
  std::string name;  // declared before CONFIG: the first word after `table`
  CLI::Option* name_option;
  JobOptions job;
  std::map<std::string, std::string> lists;
  std::map<std::string, CLI::Option*> declared;
  std::string place;
  CLI::Option* out;
  bool plot = false, json = false;

  [[nodiscard]] bool given(const std::string& option) const {
    return declared.at(option)->count() > 0;
  }
};

const Kind& kind_of(const Options& options) {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds()) {
    if (options.name == kind.name) return kind;
    names.emplace_back(kind.name);
  }
  throw ConfigError(fmt::format("there is no table \"{}\": NAME is one of {}", options.name,
                                fmt::join(names, ", ")));
}

/// The values of a list option, checked later one by one against the key.
Sweep sweep_of(const ListOption& option, const std::string& text) {
  try {
    return parse_sweep(std::string(option.key) + "=" + text);
  } catch (const ConfigError& error) {
    throw ConfigError(fmt::format("{} = {}: {}", option.name, text, error.what()));
  }
}

std::vector<double> numbers_of(const std::string& option, const std::string& text, double lowest) {
  constexpr std::size_t most_values = 10'000;
  constexpr double largest = 1e100;  // what the expectations take
  try {
    return config::values_in(text, most_values, [lowest](const std::string& word) {
      const double value = config::required_number(word);
      if (value < lowest || value > largest)
        throw config::GrammarError(word + " is outside the range");
      return value;
    });
  } catch (const config::GrammarError& error) {
    throw ConfigError(fmt::format(
        "{} = {} is not allowed: {}; v1,v2,... or from:to:count[:log] from {} to {} is needed",
        option, text.empty() ? "\"\"" : text, error.what(), lowest, largest));
  }
}

/// What was asked for, ready to be computed.
struct Job {
  const Kind& kind;
  Config config;
  std::map<std::string, std::string> lists;  ///< of the axes; empty text: no values
  std::string command;

  [[nodiscard]] std::vector<TableAxis> axes(bool with_temperature = true) const {
    std::vector<TableAxis> all;
    for (const auto& [name, unused] : kind.axes) {
      if (!with_temperature && std::string_view(name) == "--temperature") continue;
      const auto option = std::find_if(list_options.begin(), list_options.end(),
                                       [n = name](const ListOption& o) {
                                         return std::string_view(o.name) == n;
                                       });
      all.push_back({name, sweep_of(*option, lists.at(name))});
    }
    return all;
  }
  [[nodiscard]] std::vector<Config> grid() const { return table_grid(config, axes()); }
};

Job job_of(const Options& options) {
  const Kind& kind = kind_of(options);
  Job job{kind, options.job.config(), {}, std::string("annealvi table ") + kind.name};
  for (const auto& [name, standard] : kind.axes)
    job.lists[name] = options.given(name) ? options.lists.at(name) : standard;
  for (const ListOption& option : list_options) {
    if (!options.given(option.name)) continue;
    const std::string& text = options.lists.at(option.name);
    job.command += fmt::format(" {} {}", option.name, text);
    if (job.lists.contains(option.name)) continue;
    const std::string_view key = option.key;
    const bool chooses_problem = key == "annealing.path" || key == "family.variance";
    if (!chooses_problem || kind.without_problem) {
      throw ConfigError(
          fmt::format("{} is not allowed with table {}: no row depends on it", option.name,
                      kind.name));
    }
    job.config = with_override(job.config, option.key, text, option.name);
  }
  return job;
}

struct Answer {
  Table table;
  std::vector<std::string> failures;
  bool interrupted = false;
};

Answer separatrix_answer(const Job& job) {
  const auto rows = separatrix_rows(job.grid());
  Answer answer{separatrix_table(rows), {}};
  for (const SeparatrixRow& row : rows) {
    if (row.separatrix.status != PowerLawStatus::not_followed) continue;
    answer.failures.push_back(fmt::format("R = {}, T = {}: {}", row.separation, row.temperature,
                                          row.separatrix.message));
  }
  return answer;
}

Answer critical_answer(const Job& job) {
  const auto rows = critical_rows(job.grid());
  Answer answer{critical_table(rows), {}};
  for (const CriticalRow& row : rows) {
    if (row.safe.status != SafeTemperatureStatus::not_followed) continue;
    answer.failures.push_back(fmt::format("R = {}, path {}, variance {}: the fold of T_f could not "
                                          "be followed",
                                          row.separation, row.path, row.variance));
  }
  return answer;
}

Answer finite_size_answer(const Job& job) {
  const FiniteSize result = finite_size(job.grid(), watch_interruption());
  Answer answer{finite_size_table(result), {}, result.interrupted};
  for (const FiniteSizeRow& row : result.rows) {
    for (const SharpProbability& sharp : {row.exact, row.without_distance}) {
      if (sharp.status == SharpStatus::failed)
        answer.failures.push_back(fmt::format("d = {}: {}", row.dimension, sharp.message));
    }
  }
  return answer;
}

Answer bifurcation_answer(const Job& job) {
  std::vector<double> temperatures;
  if (!job.lists.at("--temperature").empty()) {
    for (const Config& point : job.grid())
      temperatures.push_back(point.problem.annealing.schedule.initial_temperature);
    std::sort(temperatures.begin(), temperatures.end());
    temperatures.erase(std::unique(temperatures.begin(), temperatures.end()), temperatures.end());
  }
  const Bifurcation result = bifurcation(table_grid(job.config, job.axes(false)), temperatures);
  return {bifurcation_table(result), result.failures};
}

Answer computed(const Job& job) {
  const std::string_view name = job.kind.name;
  if (name == "expectations") {
    const auto list = [&job](const std::string& option, double lowest) {
      return numbers_of(option, job.lists.at(option), lowest);
    };
    const auto means = list("--mean", -1e100), deviations = list("--deviation", 0.0);
    return {expectation_table(expectation_rows(means, deviations)), {}};
  }
  if (name == "rates") return {rate_table(rate_rows(job.grid())), {}};
  if (name == "critical") return critical_answer(job);
  if (name == "separatrix") return separatrix_answer(job);
  if (name == "finite-size") return finite_size_answer(job);
  return bifurcation_answer(job);
}

/// A picture shows one line of rows.
void check_picture(const Options& options, const Job& job) {
  if (!options.plot) return;
  if (job.kind.picture == TablePicture::none) {
    throw ConfigError(fmt::format("--plot is not allowed with table {}: finite-size and "
                                  "bifurcation have a picture",
                                  job.kind.name));
  }
  for (const TableAxis& axis : job.axes(job.kind.picture == TablePicture::finite_size)) {
    if (axis.sweep.key != "target.dimension" && axis.sweep.values.size() > 1) {
      throw ConfigError(fmt::format("{} = {} is not allowed with --plot: the picture shows one value",
                                    axis.origin, job.lists.at(axis.origin)));
    }
  }
}

int run(const Options& options) {
  const Job job = job_of(options);
  check_picture(options, job);
  const bool to_files = options.out->count() > 0;
  const std::vector<std::string> endings =
      options.plot ? std::vector<std::string>{".csv", ".gnuplot", ".svg", ".png"}
                   : std::vector<std::string>{".csv"};
  const std::filesystem::path base =
      to_files ? result_base(options.place, job.kind.name, endings) : std::filesystem::path();
  if (to_files) ensure_writable_folder_of(base.string() + ".csv");

  Answer answer = computed(job);
  answer.table.command = job.command;
  SavedFiles saved;
  if (to_files) {
    const bool drawn = options.plot && !answer.table.rows.empty();
    saved = write_table(answer.table, job.config, base,
                        drawn ? job.kind.picture : TablePicture::none);
  } else {
    write_data(options.json ? table_json(job.config, answer.table)
                            : table_text(answer.table, job.config));
  }
  for (const auto& file : saved.files) say("wrote " + file.string());
  for (const std::string& failure : answer.failures) say(failure);
  if (!saved.plot_failure.empty()) say(saved.plot_failure);
  if (answer.interrupted) {
    say(fmt::format("interrupted; {} finished rows are saved", answer.table.rows.size()));
    return ExitCode::interrupted;
  }
  return answer.failures.empty() && saved.plot_failure.empty() ? ExitCode::done
                                                               : ExitCode::numerical_failure;
}

}  // namespace

void add_table(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "table", "theory tables: expectations, rates, temperatures, separatrix, scaling with d");
  const auto options = std::make_shared<Options>(*command);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
