// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/schedule_points.hpp"

#include "config/cells.hpp"
#include "config/characters.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

namespace annealvi::config {

SchedulePoints read_schedule_points(const std::string& path) {
  const auto refuse = [&](const std::string& reason) {
    return SchedulePoints{{}, fmt::format("{}: {}", shown_text(path), reason)};
  };
  const CellFile file = read_cells(path);
  if (!file.problem.empty()) return refuse(file.problem);
  SchedulePoints result;
  for (const CellLine& line : file.lines) {
    const auto time = number_in(line.cells[0]);
    const auto temperature = number_in(line.cells.size() > 1 ? line.cells[1] : "");
    const bool head = &line == &file.lines.front() && !time && !temperature;
    if (head) continue;
    if (!time || !temperature)
      return refuse(fmt::format("line {} does not begin with two numbers", line.number));
    result.points.emplace_back(*time, *temperature);
  }
  if (result.points.empty()) return refuse("it has no rows");
  return result;
}

}  // namespace annealvi::config
