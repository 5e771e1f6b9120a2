// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/records_table.hpp"

#include <array>
#include <cmath>

namespace annealvi {
namespace {

/// As of the runs of mixtures: event times to a thousandth of the run.
constexpr std::size_t looks = 1000;

std::string outcome_text(const Run& run) {
  if (!run.failure.empty()) return "failed";
  switch (run.outcome) {
    case Outcome::collapsed:
      return "collapsed";
    case Outcome::recovered:
      return "recovered";
    case Outcome::undecided:
      return "undecided";
  }
  return {};
}

/// Whether the overlaps are those of a decided state with the signs of `end`.
bool decided_like(const SummaryState& state, const SummaryState& end, double least) {
  for (std::size_t k = 0; k < 2; ++k) {
    if (!(std::abs(state.overlap[k]) > least)) return false;
    if (std::signbit(state.overlap[k]) != std::signbit(end.overlap[k])) return false;
  }
  return true;
}

/// Since when all means have been beyond the limit of the decision, on the sides of the end.
std::string decision_time(const RunSetup& setup, const Run& run) {
  if (!run.failure.empty() || run.outcome == Outcome::undecided) return {};
  if (run.mixture_end) return run.mixture_end->loss ? number_text(run.mixture_end->loss->time) : "";
  const double least = setup.decision.overlap_fraction * setup.problem.target.separation;
  double time = setup.end_time;
  for (auto point = run.points.rbegin(); point != run.points.rend(); ++point) {
    if (!decided_like(point->state, run.final_state, least)) break;
    time = point->time;
  }
  return number_text(time);
}

const std::array<Column, 5> first_columns{{
    {"run", "number of the run: annealvi trajectory --run shows it"},
    {"outcome", "collapsed, recovered, undecided or failed"},
    {"mechanism", "of a collapsed run of a mixture: how its first mode was lost"},
    {"decided_at",
     "time, to a thousandth of t_end: since when every |m_k| has been beyond the limit of the "
     "decision on the side of the end; of mixtures: when the first lost mode was lost"},
    {"steps", "of the integration, or of SGD"},
}};

}  // namespace

std::vector<double> RunRecords::times() const {
  std::vector<double> all;
  if (setup_.mixture) return all;  // their runs tell by themselves
  for (std::size_t k = 0; k <= looks; ++k)
    all.push_back(setup_.end_time * static_cast<double>(k) / static_cast<double>(looks));
  return all;
}

void RunRecords::add(std::uint64_t number, const Run& run) {
  std::vector<std::string> row{number_text(number), outcome_text(run), "",
                               decision_time(setup_, run), number_text(run.steps)};
  if (run.mixture_end && run.mixture_end->loss)
    row[2] = std::string(mechanism_name(run.mixture_end->loss->mechanism));
  if (!setup_.mixture) {
    const SummaryState& state = run.final_state;
    for (const double value : {state.overlap[0], state.overlap[1], state.q11, state.q12, state.q22})
      row.push_back(number_text(value));
  } else {
    const std::size_t components = setup_.mixture->components();
    const std::size_t cells = components * setup_.mixture->modes.axes() +
                              components * (components + 1) / 2 + components + 1;
    if (run.mixture_end) {
      // As annealvi trajectory has it, without time and temperature.
      const MixtureRow last{.point = {setup_.end_time, 1.0, run.mixture_end->state}};
      const Table shown = mixture_table("", *setup_.mixture, std::array{last});
      row.insert(row.end(), shown.rows[0].begin() + 2,
                 shown.rows[0].begin() + 2 + static_cast<std::ptrdiff_t>(cells));
    } else {
      row.resize(row.size() + cells);
    }
  }
  row.push_back(run.failure);
  rows_.emplace(number, std::move(row));
}

Table RunRecords::table(std::uint64_t runs) const {
  Table table{.command = "annealvi simulate", .remarks = {}, .columns = {}, .rows = {}};
  table.columns.assign(first_columns.begin(), first_columns.end());
  const std::vector<Column> state = setup_.mixture ? mixture_table("", *setup_.mixture, {}).columns
                                                   : trajectory_table("", {}).columns;
  for (const Column& column : state) {
    const bool of_state =
        column.name.starts_with('m') || column.name.starts_with('q') ||
        (setup_.mixture && (column.name.starts_with('w') || column.name == "sigma"));
    if (of_state) table.columns.push_back(column);
  }
  table.columns.push_back({"failure", "what failed, at which time and state; empty: nothing"});
  for (const auto& [number, row] : rows_) {
    if (table.rows.size() == runs) break;
    table.rows.push_back(row);
  }
  return table;
}

}  // namespace annealvi
