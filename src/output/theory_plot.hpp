// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot scripts of theory tables.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/output/table.hpp"

#include <string>

namespace annealvi {

/// Complete scripts that read NAME.csv, the table given, and draw NAME.svg and NAME.png.
[[nodiscard]] std::string finite_size_script(const Table& table, const Config& config,
                                             const std::string& name);
[[nodiscard]] std::string bifurcation_script(const Table& table, const Config& config,
                                             const std::string& name);

}  // namespace annealvi
