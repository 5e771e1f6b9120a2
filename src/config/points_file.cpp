// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/points_file.hpp"

#include "annealvi/config/config.hpp"
#include "config/cells.hpp"
#include "config/characters.hpp"
#include "config/options.hpp"
#include "config/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace annealvi::config {
namespace {

void check_keys(const std::vector<std::string>& keys, const std::string& place) {
  for (const std::string& key : keys) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    const std::string section = key.substr(0, dot);
    const std::string name = dot < key.size() ? key.substr(dot + 1) : "";
    if (find_option(section, name) != nullptr) continue;
    throw ConfigError(
        fmt::format("{}: the column \"{}\" is not allowed: each column is a key, section.key{}",
                    place, shown_text(key), suggested_key(name.empty() ? key : name)));
  }
}

}  // namespace

std::vector<std::vector<std::string>> read_points(const std::string& file) {
  auto [lines, problem] = read_cells(file);
  if (!problem.empty())
    throw ConfigError(fmt::format("--points = {} is not allowed: {}", file, problem));
  std::vector<std::vector<std::string>> rows;
  for (CellLine& line : lines) {
    const std::string place = fmt::format("{}:{}", file, line.number);
    if (rows.empty()) check_keys(line.cells, place);
    if (!rows.empty() && line.cells.size() != rows.front().size())
      throw ConfigError(fmt::format("{}: {} cells, and there are {} columns", place,
                                    line.cells.size(), rows.front().size()));
    for (const std::string& cell : line.cells)
      if (cell.empty()) throw ConfigError(place + ": a cell is empty");
    rows.push_back(std::move(line.cells));
  }
  if (rows.size() < 2)
    throw ConfigError(
        fmt::format("{}: a line of keys and at least one line of values are needed", file));
  return rows;
}

std::string points_assignment(const std::vector<std::vector<std::string>>& rows) {
  Value::Array all;
  for (const auto& row : rows) {
    Value::Array cells;
    for (const std::string& cell : row) cells.push_back({cell});
    all.push_back({std::move(cells)});
  }
  return "sweep.points=" + to_text(Value{std::move(all)});
}

}  // namespace annealvi::config
