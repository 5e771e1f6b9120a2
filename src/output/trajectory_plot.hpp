// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot script of one trajectory.
#pragma once

#include "annealvi/output/table.hpp"

#include <span>
#include <string>

namespace annealvi {

/// A complete script that reads NAME.csv and draws NAME.svg and NAME.png.
[[nodiscard]] std::string trajectory_script(std::span<const TrajectoryRow> rows,
                                            const Config& config, const std::string& name);

}  // namespace annealvi
