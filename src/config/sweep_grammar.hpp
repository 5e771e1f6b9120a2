// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Checks of the sweeps and methods of [curve] and [phase] when a configuration is read.
#pragma once

#include <optional>
#include <string>

namespace annealvi::config {

/// What is wrong with the text, grammar included; empty when nothing is.
[[nodiscard]] std::optional<std::string> sweep_problem(const std::string& text);
/// The same for an axis, which must be a range.
[[nodiscard]] std::optional<std::string> axis_problem(const std::string& text);
[[nodiscard]] std::optional<std::string> methods_problem(const std::string& text);

}  // namespace annealvi::config
