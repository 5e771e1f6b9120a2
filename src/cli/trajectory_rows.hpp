// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The rows of annealvi trajectory, for the program and the Python package.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/output/table.hpp"
#include "annealvi/simulation/run.hpp"

#include <string>
#include <vector>

namespace annealvi::cli {

/// From the configuration, and without file names: the same job writes the same bytes.
[[nodiscard]] std::string trajectory_command(const TrajectorySettings& asked);

/// Weights, sigma and objective added to the points of a run of the pair, or of a mixture.
[[nodiscard]] std::vector<TrajectoryRow> trajectory_rows(const Problem& problem, const Run& run);
[[nodiscard]] std::vector<MixtureRow> mixture_rows(const RunSetup& setup, const Run& run);

/// Output times between two steps of the engine show the nearest step: one row for each.
[[nodiscard]] std::vector<double> distinct_steps(std::vector<double> times, const RunSetup& setup);

}  // namespace annealvi::cli
