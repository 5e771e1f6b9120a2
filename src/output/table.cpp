// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/table.hpp"

#include "annealvi/config/sweep.hpp"
#include "annealvi/version.hpp"
#include "config/table_head.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace annealvi {
namespace {

// A line break inside would end the comment and turn the rest into data.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

void append_comment(std::string& text, const std::string& line) {
  text += "# " + one_line(line) + '\n';
}

void append_configuration(std::string& text, const std::string& toml) {
  std::size_t begin = 0;
  while (begin < toml.size()) {
    const std::size_t end = std::min(toml.find('\n', begin), toml.size());
    text += config::embedded_mark;
    text += ' ' + toml.substr(begin, end - begin) + '\n';
    begin = end + 1;
  }
}

std::string quoted_when_needed(const std::string& cell) {
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : one_line(cell)) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string body_text(const Table& table) {
  std::string text;
  const auto append_line = [&](std::size_t count, const auto& cell) {
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) text += ',';
      text += quoted_when_needed(cell(i));
    }
    text += '\n';
  };
  append_line(table.columns.size(), [&](std::size_t i) { return table.columns[i].name; });
  for (const auto& row : table.rows) {
    if (row.size() != table.columns.size()) {
      throw std::invalid_argument("table_text: a row has " + std::to_string(row.size()) +
                                  " cells, but there are " + std::to_string(table.columns.size()) +
                                  " columns");
    }
    append_line(row.size(), [&](std::size_t i) { return row[i]; });
  }
  return text;
}

}  // namespace

std::string number_text(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string number_text(std::optional<double> value) {
  return value ? number_text(*value) : std::string();
}

std::string number_text(std::uint64_t value) {
  return std::to_string(value);
}

std::string table_head(const Table& table, const Config& config) {
  std::string text;
  text += config::table_mark;
  text += std::string(version) + '\n';
  if (!table.command.empty()) append_comment(text, "command: " + table.command);
  if (table.drawn) append_comment(text, "picture: " + std::string(picture_command));
  for (const std::string& remark : table.remarks) append_comment(text, remark);
  append_comment(text, "seed: " + std::to_string(config.seed));
  append_comment(text, "configuration (the lines after '#:'; this file can be given back as one):");
  append_configuration(text, to_toml(config));
  text += config::end_of_configuration;
  text += '\n';
  for (const Column& column : table.columns) {
    append_comment(text, "  " + column.name + ": " + column.meaning);
  }
  return text;
}

std::string table_text(const Table& table, const Config& config) {
  return table_head(table, config) + body_text(table);
}

void append_columns(std::vector<Column>& columns, const TrajectoryBand& band) {
  constexpr std::array<std::string_view, 3> meanings{
      "|m1 + m2| (of more means: of all)", "|m1 - m2| (of more means: the largest)",
      "squared distance of the means orthogonal to the modes (the largest)"};
  for (std::size_t s = 0; s < meanings.size(); ++s) {
    const std::string name = engine_name(band.engine) + "_" + std::string(band_statistics[s]);
    const std::string of = " of " + std::string(meanings[s]) + " over " +
                           std::to_string(band.runs) + " runs of engine " +
                           engine_name(band.engine);
    columns.push_back({name + "_mean", "mean" + of});
    columns.push_back({name + "_sd", "standard deviation" + of});
    columns.push_back({name + "_low", "5 % quantile" + of});
    columns.push_back({name + "_high", "95 % quantile" + of});
  }
}

void append_cells(std::vector<std::string>& cells, const TrajectoryBand& band, std::size_t time) {
  for (const BandPoint& point : band.points.at(time))
    for (const double value : {point.mean, point.deviation, point.low, point.high})
      cells.push_back(number_text(value));
}

Table trajectory_table(std::string command, std::span<const TrajectoryRow> rows,
                       std::span<const TrajectoryBand> bands) {
  Table table{
      .command = std::move(command), .remarks = {}, .columns = {}, .rows = {}, .drawn = true};
  table.columns = {
      {"time", "time t of the flow; a step of SGD takes eta"},
      {"temperature", "temperature T(t) of the annealed target"},
      {"m1", "overlap e.mu_1 of the first mean with the mode axis, in widths of a mode"},
      {"m2", "overlap e.mu_2 of the second mean"},
      {"q11", "squared length of the part of mu_1 orthogonal to e"},
      {"q12", "inner product of the parts of mu_1 and mu_2 orthogonal to e"},
      {"q22", "squared length of the part of mu_2 orthogonal to e"},
      {"w1", "weight of the first component"},
      {"w2", "weight of the second component"},
      {"sigma", "standard deviation of the components"},
      {"objective", "F = KL(q || p_t) in nats, times T under the free-energy objective"}};
  for (const TrajectoryBand& band : bands) append_columns(table.columns, band);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TrajectoryRow& row = rows[i];
    std::vector<std::string> cells;
    for (const double value :
         {row.time, row.temperature, row.state.overlap[0], row.state.overlap[1], row.state.q11,
          row.state.q12, row.state.q22, row.weights[0], row.weights[1], row.sigma, row.objective}) {
      cells.push_back(number_text(value));
    }
    for (const TrajectoryBand& band : bands) append_cells(cells, band, i);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace annealvi
