// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Tables of results: comma-separated values under a head of `#` lines that says where they come
// from. The configuration in the head (`#: ` lines) is TOML, so a table is itself a configuration.
// No dates and no timings: a table is bit for bit a function of command, configuration and seed.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/experiments/trajectory_band.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi {

/// Shortest decimal form that reads back as the same double; empty for NaN and infinities, which a
/// table never shows.
[[nodiscard]] std::string number_text(double value);
/// The same, empty when there is no value.
[[nodiscard]] std::string number_text(std::optional<double> value);
[[nodiscard]] std::string number_text(std::uint64_t value);

struct Column {
  std::string name;     ///< as in the header line
  std::string meaning;  ///< meaning and unit, one line
};

struct Table {
  std::string command;               ///< the command line; empty: not said
  std::vector<std::string> remarks;  ///< further head lines, without `#`
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< cells as text; quoted when they hold , or "
  bool drawn = false;                          ///< has pictures: the head says how to make them
};

/// Makes the pictures of a table again, as a line of its head.
inline constexpr std::string_view picture_command = "python3 -I -m annealvi.plot TABLE.csv";

/// The head: version, command, remarks, the configuration of `config`, seed, columns. Every line
/// starts with `#`; plot data files use the same head as tables.
[[nodiscard]] std::string table_head(const Table& table, const Config& config);

/// The whole file: head, line of column names, rows. Throws std::invalid_argument when a row has
/// another number of cells than there are columns.
[[nodiscard]] std::string table_text(const Table& table, const Config& config);

/// One line of `annealvi trajectory`. Nothing is computed here: weights, sigma and objective come
/// from `coefficients_at` and `objective`.
struct TrajectoryRow {
  double time, temperature;
  SummaryState state;
  std::array<double, 2> weights;
  double sigma;
  double objective;  ///< F, log Z_t included
};

/// The same of a mixture. Objective and its error are those of `mixture_rates`.
struct MixtureRow {
  MixturePoint point;
  double objective, objective_error;
  std::size_t covered;  ///< number of modes covered
};

/// Columns time,temperature,m1,m2,q11,q12,q22,w1,w2,sigma,objective of one run; after them, for
/// each band (its points at the times of the rows), ENGINE_STATISTIC_mean, _sd, _low, _high.
[[nodiscard]] Table trajectory_table(std::string command, std::span<const TrajectoryRow> rows,
                                     std::span<const TrajectoryBand> bands = {});

/// Columns time, temperature, m{k} (modes on one axis) or m{k}_{axis}, q{k}{l} (k <= l; q{k}_{l}
/// for K > 9), w{k}, sigma, objective, objective_error, covered; k, l and axis from 1. Bands
/// likewise.
[[nodiscard]] Table mixture_table(std::string command, const MixtureProblem& problem,
                                  std::span<const MixtureRow> rows,
                                  std::span<const TrajectoryBand> bands = {});

/// The columns of a band, and its cells of one time.
void append_columns(std::vector<Column>& columns, const TrajectoryBand& band);
void append_cells(std::vector<std::string>& cells, const TrajectoryBand& band, std::size_t time);

}  // namespace annealvi
