// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/schedule_points.hpp"

#include "config/characters.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace annealvi::config {

SchedulePoints read_schedule_points(const std::string& path) {
  constexpr std::size_t most_points = 1'000'000, longest_line = 10'000;
  SchedulePoints result;
  const auto refuse = [&](const std::string& reason) {
    return SchedulePoints{{}, fmt::format("{} {}", shown_text(path), reason)};
  };
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path, ignored)) return refuse("cannot be read");
  std::size_t number = 0;
  bool head = true;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.size() > longest_line || result.points.size() == most_points)
      return refuse("is no table of at most a million short lines");
    if (line.ends_with('\r')) line.pop_back();
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    const auto cells = split(line, ',');
    const auto time = number_in(cells[0]);
    const auto temperature = cells.size() > 1 ? number_in(cells[1]) : std::nullopt;
    if (time && temperature) {
      result.points.emplace_back(*time, *temperature);
    } else if (!head || time || temperature) {
      return refuse(fmt::format("has no two numbers in line {}: {}", number, shown_text(line)));
    }
    head = false;
  }
  if (result.points.empty()) return refuse("has no rows");
  return result;
}

}  // namespace annealvi::config
