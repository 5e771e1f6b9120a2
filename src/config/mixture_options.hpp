// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Rows of the option table about modes and components.
#pragma once

#include "config/options.hpp"

#include <vector>

namespace annealvi::config {

/// Keys of [target]: where the modes are and what they weigh.
[[nodiscard]] std::vector<Option> mode_options();

/// Keys of [family]: how many components, and what of them is trained besides the means.
[[nodiscard]] std::vector<Option> component_options();

}  // namespace annealvi::config
