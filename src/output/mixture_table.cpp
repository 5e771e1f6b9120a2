// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/table.hpp"
#include "numerics/elementary.hpp"

#include <fmt/format.h>

#include <cmath>

namespace annealvi {
namespace {

std::vector<Column> columns_of(std::size_t components, std::size_t axes) {
  std::vector<Column> columns{{"time", "time t of the flow; a step of SGD takes eta"},
                              {"temperature", "temperature T(t) of the annealed target"}};
  for (std::size_t k = 1; k <= components; ++k) {
    for (std::size_t axis = 1; axis <= axes; ++axis) {
      columns.push_back(
          {axes == 1 ? fmt::format("m{}", k) : fmt::format("m{}_{}", k, axis),
           fmt::format("coordinate of mean {} along axis {} of the modes, in widths of "
                       "a mode",
                       k, axis)});
    }
  }
  // From ten components on q111 could be two things.
  const auto* pair_name = components > 9 ? "q{}_{}" : "q{}{}";
  for (std::size_t k = 1; k <= components; ++k) {
    for (std::size_t l = k; l <= components; ++l) {
      columns.push_back({fmt::format(fmt::runtime(pair_name), k, l),
                         fmt::format("inner product of the parts of means {} and {} orthogonal to "
                                     "the axes of the modes",
                                     k, l)});
    }
  }
  for (std::size_t k = 1; k <= components; ++k) {
    columns.push_back({fmt::format("w{}", k), fmt::format("weight of component {}", k)});
  }
  for (Column column :
       {Column{"sigma", "standard deviation of the components"},
        Column{"objective", "F = KL(q || p_t) in nats, times T under the free-energy objective"},
        Column{"objective_error", "estimated error of F, 0 where rounding alone is left"},
        Column{"covered", "number of modes covered"}}) {
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace

Table mixture_table(std::string command, const MixtureProblem& problem,
                    std::span<const MixtureRow> rows, std::span<const TrajectoryBand> bands) {
  const std::size_t components = problem.components();
  Table table{.command = std::move(command),
              .remarks = {},
              .columns = columns_of(components, problem.modes.axes()),
              .rows = {},
              .drawn = true};
  for (const TrajectoryBand& band : bands) append_columns(table.columns, band);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const MixtureRow& row = rows[i];
    const MixtureState& state = row.point.state;
    std::vector<std::string> cells{number_text(row.point.time), number_text(row.point.temperature)};
    for (const double overlap : state.overlaps) cells.push_back(number_text(overlap));
    for (std::size_t k = 0; k < components; ++k) {
      for (std::size_t l = k; l < components; ++l) cells.push_back(number_text(state.inner(k, l)));
    }
    for (const double log_weight : state.log_weights) {
      cells.push_back(number_text(math::exp(log_weight)));
    }
    cells.push_back(number_text(math::exp(state.log_sigma)));
    cells.push_back(number_text(row.objective));
    cells.push_back(number_text(row.objective_error));
    cells.push_back(number_text(std::uint64_t{row.covered}));
    for (const TrajectoryBand& band : bands) append_cells(cells, band, i);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace annealvi
