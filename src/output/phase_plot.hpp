// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot script of a phase diagram: what is drawn where.
#pragma once

#include "output/phase_lines.hpp"

#include <string>
#include <vector>

namespace annealvi {

/// A complete script that reads NAME.csv and NAME-lines.csv and draws NAME.svg and NAME.png.
[[nodiscard]] std::string phase_script(const PhaseDiagram& diagram,
                                       const std::vector<PhaseLine>& lines, const Config& config,
                                       const std::string& name);

}  // namespace annealvi
