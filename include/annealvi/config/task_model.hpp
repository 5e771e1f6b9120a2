// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What of a configuration decides a value: the key of stores (annealvi/jobs/store.hpp).
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"

#include <cstdint>
#include <string>

namespace annealvi {

/// The keys on which the answer of `method` depends, as TOML: those that are not at their default,
/// in the order of the option table, with simulation.until as a number. Threads, runs, confidence,
/// axes and names of files are not among them, nor what the method does not look at (the seed of
/// a formula, the batch without steps). Throws ConfigError like Config::end_time.
[[nodiscard]] std::string task_model(const Config& config, Method method);

/// The configuration with these keys, for a method (annealvi store --verify). Throws ConfigError.
[[nodiscard]] Config config_of_task(const std::string& model, const std::string& method);

/// Seed of a point of a sweep: simulation.seed when simulation.seeds is "shared"; else a hash of
/// it and of what decides P at the point, the same in every sweep that has this point.
[[nodiscard]] std::uint64_t point_seed(const Config& config);

}  // namespace annealvi
