// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The bands of annealvi trajectory and what is said of a run, for the program and the Python
// package.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/experiments/trajectory_band.hpp"
#include "annealvi/simulation/run.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace annealvi::cli {

/// What to run for the bands, in the order of columns: the flow, the engine, the one to compare;
/// empty without trajectory.runs. Throws ConfigError for keys that do not go together.
[[nodiscard]] std::vector<RunSetup> band_setups(const Config& config, const RunSetup& setup);

/// Empty when interrupted. Failed runs are left out.
[[nodiscard]] std::vector<TrajectoryBand> trajectory_bands(
    const std::vector<RunSetup>& setups, const Config& config, std::span<const double> times,
    const std::function<void(double finished, double total)>& progress,
    const std::atomic<bool>* interrupted);

/// Runs that failed, states that had to be mended: a sentence each.
[[nodiscard]] std::vector<std::string> band_messages(const std::vector<TrajectoryBand>& bands,
                                                     std::uint64_t runs);

/// Warnings and events of run `number`: a sentence each.
[[nodiscard]] std::vector<std::string> run_messages(const RunSetup& setup, std::uint64_t number,
                                                    const Run& run);

}  // namespace annealvi::cli
