// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Which tables there are, and which options choose their rows.
#pragma once

#include "annealvi/experiments/theory_table.hpp"
#include "annealvi/output/plot.hpp"

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace annealvi::cli {

/// A list option, which sets the key of [table] of the same name. With a key `values` its values
/// are those of that key; without, plain numbers.
struct TableOption {
  const char *name, *values;
  std::string TableSettings::*list;
  const char* description;

  [[nodiscard]] std::string key() const { return std::string("table.") + (name + 2); }
};
inline constexpr std::array<TableOption, 7> table_options{
    {{"--separation", "target.separation", &TableSettings::separation,
      "R: v1,v2,... or from:to:count[:log]"},
     {"--temperature", "annealing.initial_temperature", &TableSettings::temperature,
      "T, held fixed: v1,v2,... or from:to:count[:log]"},
     {"--dimension", "target.dimension", &TableSettings::dimension,
      "d: v1,v2,... or from:to:count[:log]"},
     {"--path", "annealing.path", &TableSettings::path,
      "annealing paths: any of power,component,bridge"},
     {"--variance", "family.variance", &TableSettings::variance,
      "variances of the family: any of matched,fixed"},
     {"--mean", "", &TableSettings::mean, "m of expectations: v1,v2,... or from:to:count[:log]"},
     {"--deviation", "", &TableSettings::deviation,
      "a of expectations: v1,v2,... or from:to:count[:log]"}}};

/// A table: the options that choose its rows, slowest first, with what they are by default. Paths
/// and variances that do not choose rows choose the one problem of all rows.
struct TableKind {
  const char* name;
  std::vector<std::pair<const char*, const char*>> axes;
  bool one_line = false;         ///< its picture shows one value of what is no dimension
  bool without_problem = false;  ///< the rows do not depend on any configuration
};

/// Throws ConfigError when there is no table of this name.
[[nodiscard]] const TableKind& table_kind(const std::string& name);

/// What was asked for, ready to be computed.
struct TableJob {
  const TableKind& kind;
  Config config;
  std::map<std::string, std::string> lists;  ///< of the axes; empty text: no values
  std::string command;

  /// The axes whose values are those of a key; throws ConfigError for a text that is no list.
  [[nodiscard]] std::vector<TableAxis> axes(bool with_temperature = true) const;
  [[nodiscard]] std::vector<Config> grid() const { return table_grid(config, axes()); }
  /// The values of an axis of plain numbers, at least `lowest`. Throws ConfigError.
  [[nodiscard]] std::vector<double> numbers(const std::string& option, double lowest) const;
};

/// Throws ConfigError for an option on the command line that chooses no row; such a key of a file
/// is for another table.
[[nodiscard]] TableJob table_job(const TableKind& kind, Config config);

}  // namespace annealvi::cli
