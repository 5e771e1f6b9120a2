// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/points_file.hpp"

#include "annealvi/config/config.hpp"
#include "config/characters.hpp"
#include "config/options.hpp"
#include "config/value.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace annealvi::config {
namespace {

std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      if (quoted && line.substr(i + 1, 1) == "\"") {
        cells.back() += line[i++];
      } else {
        quoted = !quoted;
      }
    } else if (c == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) cell = trimmed(cell);
  return cells;
}

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
  constexpr std::size_t most_bytes = 1 << 28;
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    throw ConfigError(fmt::format("--points = {} is not allowed: there is no such file", file));
  if (std::filesystem::file_size(file, error) > most_bytes)
    throw ConfigError(fmt::format("--points = {} is not allowed: it is larger than 256 MB", file));
  std::ifstream stream(file, std::ios::binary);
  std::vector<std::vector<std::string>> rows;
  char separator = ',';
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
    if (number == 1 && line.starts_with(utf8_mark)) line.erase(0, utf8_mark.size());
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with('#') || trimmed(line).empty()) continue;
    const std::string place = fmt::format("{}:{}", file, number);
    if (rows.empty()) {
      const auto found = line.find_first_of(",;\t");
      if (found != std::string::npos) separator = line[found];
    }
    rows.push_back(cells_of(line, separator));
    if (rows.size() == 1) check_keys(rows.front(), place);
    if (rows.back().size() != rows.front().size())
      throw ConfigError(fmt::format("{}: {} cells, and there are {} columns", place,
                                    rows.back().size(), rows.front().size()));
    for (const std::string& cell : rows.back())
      if (cell.empty()) throw ConfigError(place + ": a cell is empty");
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
