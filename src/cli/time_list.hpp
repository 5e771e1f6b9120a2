// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The grammar of --times.
#pragma once

#include <string>
#include <vector>

namespace annealvi::cli {

/// "t1,t2,...", increasing, or "from:to:count[:log]", all within [0, end_time]; `end` stands for
/// the end time. Throws ConfigError, which begins with `origin`, where and what key.
[[nodiscard]] std::vector<double> parse_times(const std::string& text, const std::string& origin,
                                              double end_time);

}  // namespace annealvi::cli
