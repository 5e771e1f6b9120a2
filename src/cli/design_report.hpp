// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The answer of `annealvi design` in words.
#pragma once

#include "annealvi/output/json.hpp"

#include <string>
#include <vector>

namespace annealvi::cli {

/// What the search found and what limits it, a sentence each.
[[nodiscard]] std::vector<std::string> design_messages(const Config& config,
                                                       const DesignResult& result);

/// "0.01 +- 1e-07"
[[nodiscard]] std::string probability_text(const SharpProbability& sharp);

/// The recommended schedule and its P in one line. Needs a recommendation.
[[nodiscard]] std::string short_answer(const DesignResult& result);

/// The recommended configuration under the report as comments: valid TOML, ready to run.
[[nodiscard]] std::string ready_to_run(const Config& config, const DesignReport& report);

}  // namespace annealvi::cli
