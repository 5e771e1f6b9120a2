// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// How many runs a level of `annealvi validate` affords.
#pragma once

#include "annealvi/config/config.hpp"

#include <cstdint>

namespace annealvi {

/// Runs of `engine`, from configuration and level alone; 0: too few to say anything.
[[nodiscard]] std::uint64_t affordable_runs(const Config& config, Engine engine, double end_time,
                                            ValidationLevel level);

}  // namespace annealvi
