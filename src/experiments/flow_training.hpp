// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The trainings of all points of a curve of flows.
#pragma once

#include "annealvi/experiments/flow_curve.hpp"

#include <optional>
#include <vector>

namespace annealvi {

/// By grid point and run number; nothing where an interrupt came first.
using FlowRuns = std::vector<std::vector<std::optional<FlowRun>>>;

/// Trains the runs of every configuration of the grid. Throws ConfigError for a checkpoint that is
/// damaged or of another configuration.
[[nodiscard]] FlowRuns train_flows(const std::vector<Config>& grid, const FlowCurveOptions& options,
                                   unsigned threads);

}  // namespace annealvi
