// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Points of a sweep from a file: --points FILE.csv.
#pragma once

#include <string>
#include <vector>

namespace annealvi::config {

/// Names of keys, then rows of values, all of one length (config/cells.hpp). Throws ConfigError
/// with file and line.
[[nodiscard]] std::vector<std::vector<std::string>> read_points(const std::string& file);

/// The same as an assignment: sweep.points = [["key", ...], ["value", ...], ...].
[[nodiscard]] std::string points_assignment(const std::vector<std::vector<std::string>>& rows);

}  // namespace annealvi::config
