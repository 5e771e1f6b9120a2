// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Rows of the option table under [annealing].
#pragma once

#include "config/options.hpp"

#include <vector>

namespace annealvi::config {

[[nodiscard]] std::vector<Option> annealing_options();

}  // namespace annealvi::config
