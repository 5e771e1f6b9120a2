// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What annealvi realnvp reads from its configuration, for the program and the Python package.
#pragma once

#include "annealvi/config/config.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace annealvi::cli {

/// Steps of the training at which densities are drawn, of a job of one point. Throws ConfigError.
[[nodiscard]] std::vector<std::uint64_t> density_steps(const Config& config);

/// From the configuration, and without file names: the same job writes the same bytes.
[[nodiscard]] std::string realnvp_command(const RealNvpSettings& settings);

}  // namespace annealvi::cli
