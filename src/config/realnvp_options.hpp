// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "config/options.hpp"

#include <vector>

namespace annealvi::config {

/// Section [realnvp] of the option table.
[[nodiscard]] std::vector<Option> realnvp_options();

}  // namespace annealvi::config
