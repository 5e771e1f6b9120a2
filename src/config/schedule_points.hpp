// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Points (t, T) of a schedule in a file of people's own.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace annealvi::config {

using Points = std::vector<std::pair<double, double>>;

struct SchedulePoints {
  Points points;
  std::optional<std::string> problem;  ///< half a sentence: what is wrong, and where
};

/// The first two columns (config/cells.hpp); a first line of words is passed over, further columns
/// too: what `annealvi trajectory` writes can be read.
[[nodiscard]] SchedulePoints read_schedule_points(const std::string& path);

}  // namespace annealvi::config
