// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "config/options.hpp"

#include <vector>

namespace annealvi::config {

/// Sections [probability], [trajectory], [table] and [validate]: what single commands are asked
/// for. A table of results names them when they are not at their default, so that it can be given
/// back.
[[nodiscard]] std::vector<Option> command_options();

}  // namespace annealvi::config
