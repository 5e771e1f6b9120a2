// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/files.hpp"
#include "annealvi/output/sweep.hpp"
#include "output/run_columns.hpp"

#include <fmt/format.h>

namespace annealvi {

Table sweep_table(const ParameterSweep& sweep, const Config& config) {
  Table table{.command = "annealvi sweep",
              .remarks = {fmt::format("format_version: {}", sweep_format_version)},
              .columns = {},
              .rows = {}};
  if (sweep.points.size() < sweep.asked)
    table.remarks.push_back(
        fmt::format("incomplete: {} of {} points are here", sweep.points.size(), sweep.asked));
  table.remarks.emplace_back(
      config.seeds == SeedSharing::shared
          ? "points of one seed share their random numbers (simulation.seeds): differences between "
            "them are smaller than their intervals"
          : "every point has random numbers of its own (simulation.seeds)");
  for (const std::string& key : sweep.keys)
    table.columns.push_back({key, "value of this key; annealvi config tells its meaning and unit"});
  for (const Column& column :
       {Column{
            "method",
            "sharp (S4), overlap (L4), (K1), flow (runs of the flow), sde (runs of the stochastic "
            "equation), reduced and full (runs of SGD)"},
        Column{"probability",
               "collapse probability P; of runs: collapsed / (collapsed + recovered)"},
        Column{"lower",
               "P minus its error, or lower end of the Wilson interval (runs) at confidence " +
                   number_text(config.confidence)},
        Column{"upper", "likewise, upper end"},
        Column{"error", "half the distance from lower to upper"}, runs_column, collapsed_column,
        recovered_column, undecided_column, failed_column,
        Column{"end_time", "time t_end at which collapse is judged, part of the definition of P"},
        Column{"seed", "of the runs of this point"}, status_column,
        Column{"note", "what else is to be said"}})
    table.columns.push_back(column);
  for (const auto& [values, seed, point] : sweep.points) {
    const bool known = point.probability.has_value();
    std::vector<std::string> row = values;
    for (std::string cell :
         {method_name(point.method), number_text(point.probability),
          known ? number_text(point.lower) : std::string(),
          known ? number_text(point.upper) : std::string(),
          known ? number_text(0.5 * (point.upper - point.lower)) : std::string(),
          number_text(point.runs), number_text(point.collapsed), number_text(point.recovered),
          number_text(point.undecided), number_text(point.failed), number_text(point.end_time),
          number_text(seed), std::string(status_name(point.status)), point.note})
      row.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<std::filesystem::path> write_sweep(const ParameterSweep& sweep, const Config& config,
                                               const std::filesystem::path& base) {
  const std::filesystem::path table = base.string() + ".csv", json = base.string() + ".json";
  write_atomically(table, table_text(sweep_table(sweep, config), config));
  write_atomically(json, sweep_json(sweep, config));
  return {table, json};
}

}  // namespace annealvi
