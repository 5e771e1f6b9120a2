// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The work of annealvi probability, for the program and the Python package.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/output/json.hpp"

#include <atomic>
#include <functional>

namespace annealvi::cli {

/// Throws ConfigError for what has no random start, over which `what` is.
void check_random_start(const Config& config, const std::string& what);

/// What the theory says about `config`, and probability.runs runs of the flow; `progress` hears of
/// these. Throws ConfigError.
[[nodiscard]] ProbabilityReport probability_report(
    const Config& config, const std::atomic<bool>* interruption,
    const std::function<void(double finished, double total)>& progress = {});

}  // namespace annealvi::cli
