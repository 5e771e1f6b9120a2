// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi probability for other models than the pair.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/theory/component_collapse.hpp"

namespace annealvi::cli {

/// The linear stage alone. Throws ConfigError where that theory does not hold.
[[nodiscard]] ComponentCollapseResult linear_stage_of_mixture(const Config& config);

/// What the linear stage says (component_collapse.hpp), as a report or as one JSON object. Returns
/// the exit code. Throws ConfigError where that theory does not hold.
[[nodiscard]] int probability_of_mixture(const Config& config, bool json);

}  // namespace annealvi::cli
