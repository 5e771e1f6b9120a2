// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a phase diagram will compute, with every reason to refuse it, before anything is computed.
#pragma once

#include "annealvi/experiments/phase_diagram.hpp"
#include "experiments/point_plan.hpp"

#include <span>
#include <vector>

namespace annealvi {

/// Axes, methods and sites of `config`, these without temperatures; no points yet. Throws
/// ConfigError.
[[nodiscard]] PhaseDiagram planned_phase(const Config& config);

/// The configuration of one point of the grid.
[[nodiscard]] Config phase_config(const Config& config, const PhaseDiagram& diagram, GridIndex at);

/// Where a simulation is wanted, row by row.
[[nodiscard]] std::vector<GridIndex> simulated_places(const PhaseDiagram& diagram,
                                                      const MethodChoice& choice);

struct AskedPoint {
  GridIndex at;
  Method method;
};

/// Every simulation of the diagram.
[[nodiscard]] std::vector<AskedPoint> asked_simulations(const PhaseDiagram& diagram);

/// What is asked for, with the points that it is about.
struct PhaseRequests {
  std::vector<GridPoint> points;
  std::vector<PointRequest> all;

  PhaseRequests(const Config& config, const PhaseDiagram& diagram,
                std::span<const AskedPoint> asked);
};

/// Some hundreds of the points of a map are computed, the others interpolated: for forecasts.
inline constexpr double expected_map_points = 500.0;

}  // namespace annealvi
