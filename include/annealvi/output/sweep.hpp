// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Results of `annealvi sweep`.
#pragma once

#include "annealvi/experiments/parameter_sweep.hpp"
#include "annealvi/output/table.hpp"

#include <filesystem>
#include <string>

namespace annealvi {

/// Version of the columns and keys of sweeps, in table and JSON.
inline constexpr int sweep_format_version = 1;

/// A row for each method at each point: the keys by their full names, then method, probability,
/// lower, upper, error, runs, collapsed, recovered, undecided, failed, end_time, seed, status,
/// note.
[[nodiscard]] Table sweep_table(const ParameterSweep& sweep, const Config& config);

/// Keys version, config, format_version, keys, points, status. No timing: the text is a function of
/// configuration and seed.
[[nodiscard]] std::string sweep_json(const ParameterSweep& sweep, const Config& config);

/// Writes BASE.csv and BASE.json; returns their names. Throws UnsavedResult.
std::vector<std::filesystem::path> write_sweep(const ParameterSweep& sweep, const Config& config,
                                               const std::filesystem::path& base);

}  // namespace annealvi
