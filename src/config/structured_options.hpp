// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Rows of the option table whose value is an array.
#pragma once

#include "config/options.hpp"

namespace annealvi::config {

[[nodiscard]] Option initial_overlaps();
[[nodiscard]] Option initial_gram();
[[nodiscard]] Option design_range();

}  // namespace annealvi::config
