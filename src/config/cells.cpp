// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/cells.hpp"

#include "config/value_range.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
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

}  // namespace

char separator_in(std::string_view line) {
  const auto place = line.find_first_of(",;\t");
  return place == std::string_view::npos ? ',' : line[place];
}

CellFile read_cells(const std::string& path) {
  constexpr std::uintmax_t most_bytes = 1 << 28;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return {{}, "there is no such file"};
  if (std::filesystem::file_size(path, error) > most_bytes) return {{}, "it is above 256 MB"};
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return {{}, "it cannot be read"};
  CellFile file;
  char separator = ',';
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (number == 1 && line.starts_with(utf8_mark)) line.erase(0, utf8_mark.size());
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with('#') || trimmed(line).empty()) continue;
    if (file.lines.empty()) separator = separator_in(line);
    file.lines.push_back({number, cells_of(line, separator)});
  }
  return file;
}

}  // namespace annealvi::config
