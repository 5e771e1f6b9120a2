// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a phase diagram will compute, with every reason to refuse it, before anything is computed.
#pragma once

#include "annealvi/experiments/phase_diagram.hpp"

namespace annealvi {

/// Axes, methods and sites of `config`, these without temperatures; no points yet. Throws
/// ConfigError.
[[nodiscard]] PhaseDiagram planned_phase(const Config& config);

/// The configuration of one point of the grid.
[[nodiscard]] Config phase_config(const Config& config, const PhaseDiagram& diagram, GridIndex at);

/// Where a simulation is wanted, row by row.
[[nodiscard]] std::vector<GridIndex> simulated_places(const PhaseDiagram& diagram,
                                                      const MethodChoice& choice);

}  // namespace annealvi
