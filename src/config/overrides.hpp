// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Several keys of a configuration at once.
#pragma once

#include "annealvi/config/config.hpp"

#include <string>
#include <vector>

namespace annealvi {

/// The same configuration with these keys set; they are checked against each other at the end only.
/// Throws ConfigError.
[[nodiscard]] Config with_overrides(const Config& config, const std::vector<Override>& overrides);

/// The configuration that `to_toml` wrote; `name` is what errors call the text. Throws ConfigError.
[[nodiscard]] Config config_from_toml(const std::string& text, const std::string& name);

}  // namespace annealvi
