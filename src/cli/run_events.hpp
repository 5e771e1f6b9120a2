// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What happened in a run, in words: for `annealvi trajectory`.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <string>
#include <vector>

namespace annealvi::cli {

/// When T passed T_c and T_f, when the overlaps reached the level of the decision rule, and the
/// outcome. Engine flow: located by the integrator; SGD: at the output times of `run`.
[[nodiscard]] std::vector<std::string> run_events(const RunSetup& setup, std::uint64_t number,
                                                  const Run& run);

}  // namespace annealvi::cli
