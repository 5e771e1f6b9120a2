// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/experiments/parameter_sweep.hpp"

#include <filesystem>
#include <vector>

namespace annealvi::cli {

/// What is to be said about a sweep, on standard error. Its exit code.
[[nodiscard]] int report_sweep(const ParameterSweep& sweep,
                               const std::vector<std::filesystem::path>& files);

}  // namespace annealvi::cli
