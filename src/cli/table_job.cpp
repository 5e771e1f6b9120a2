// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/table_job.hpp"

#include "config/characters.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace annealvi::cli {
namespace {

const std::vector<TableKind>& table_kinds() {
  static const std::vector<TableKind> all{
      {"expectations",
       {{"--mean", "0,0.5,1,2,5,10,100"}, {"--deviation", "0,0.1,0.5,1,2,5,10,100,1000"}},
       false,
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
       true},
      {"bifurcation", {{"--separation", "5"}, {"--temperature", ""}}, true}};
  return all;
}

const TableOption& option_named(std::string_view name) {
  return *std::ranges::find(table_options, name, &TableOption::name);
}

/// The values of a list option, checked later one by one against the key.
Sweep sweep_of(const TableOption& option, const std::string& origin, const std::string& text) {
  try {
    return parse_sweep(std::string(option.values) + "=" + text);
  } catch (const ConfigError& error) {
    throw ConfigError(
        fmt::format("{} = {}: {}", origin, annealvi::config::shown_text(text), error.what()));
  }
}

}  // namespace

const TableKind& table_kind(const std::string& name) {
  std::vector<std::string_view> names;
  for (const TableKind& kind : table_kinds()) {
    if (name == kind.name) return kind;
    names.emplace_back(kind.name);
  }
  throw ConfigError(
      fmt::format("there is no table \"{}\": NAME is one of {}", name, fmt::join(names, ", ")));
}

std::vector<TableAxis> TableJob::axes(bool with_temperature) const {
  std::vector<TableAxis> all;
  for (const auto& [name, unused] : kind.axes) {
    if (!with_temperature && std::string_view(name) == "--temperature") continue;
    const TableOption& option = option_named(name);
    const std::string origin = config.origin(option.key());
    all.push_back({origin, sweep_of(option, origin, lists.at(name))});
  }
  return all;
}

std::vector<double> TableJob::numbers(const std::string& option, double lowest) const {
  constexpr std::size_t most_values = 10'000;
  constexpr double largest = 1e100;  // what the expectations take
  const std::string& text = lists.at(option);
  const auto number = [lowest](const std::string& word) {
    const double value = annealvi::config::required_number(word);
    if (value < lowest || value > largest)
      throw annealvi::config::GrammarError(word + " is outside the range");
    return value;
  };
  try {
    return annealvi::config::values_in(text, most_values, number);
  } catch (const annealvi::config::GrammarError& error) {
    throw ConfigError(fmt::format(
        "{} = {} is not allowed: {}; v1,v2,... or from:to:count[:log] from {} to {} is needed",
        config.origin(option_named(option).key()), text.empty() ? "\"\"" : text, error.what(),
        lowest, largest));
  }
}

TableJob table_job(const TableKind& kind, Config config) {
  TableJob job{kind, std::move(config), {}, std::string("annealvi table ") + kind.name};
  for (const auto& [name, standard] : kind.axes) {
    const std::string& given = job.config.table.*option_named(name).list;
    job.lists[name] = given.empty() ? standard : given;
  }
  for (const TableOption& option : table_options) {
    const std::string text = job.config.table.*option.list;
    const std::string key = option.key(), origin = job.config.origin(key);
    if (text.empty()) continue;
    const std::string_view values = option.values;
    const bool chooses_rows = job.lists.contains(option.name);
    const bool chooses_problem = !chooses_rows && !kind.without_problem &&
                                 (values == "annealing.path" || values == "family.variance");
    if (!chooses_rows && !chooses_problem) {
      if (job.config.origins.at(key) != option.name) continue;
      throw ConfigError(fmt::format("{} is not allowed with table {}: no row depends on it",
                                    option.name, kind.name));
    }
    job.command += fmt::format(" {} {}", option.name, text);
    if (chooses_problem) job.config = with_override(job.config, option.values, text, origin);
  }
  if (!kind.without_problem) refuse_mixture(job.config, std::string("annealvi table ") + kind.name);
  return job;
}

}  // namespace annealvi::cli
