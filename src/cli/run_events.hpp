// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What happened in runs, in words.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi::cli {

/// When T passed T_c and T_f, when the overlaps reached the level of the decision rule, and the
/// outcome. Engine flow: located by the integrator; SGD: at the output times of `run`.
[[nodiscard]] std::vector<std::string> run_events(const RunSetup& setup, std::uint64_t number,
                                                  const Run& run);

/// "3 of 100 runs failed numerically and are CONSEQUENCE: ..."
[[nodiscard]] std::string failed_runs_text(std::uint64_t failed, std::uint64_t runs,
                                           std::string_view consequence,
                                           std::string_view first_failure);

}  // namespace annealvi::cli
