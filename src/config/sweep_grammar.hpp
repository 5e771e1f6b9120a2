// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Checks of curve.vary, curve.series and curve.methods when a configuration is read.
#pragma once

#include <optional>
#include <string>

namespace annealvi::config {

/// What is wrong with the text, grammar included; empty when nothing is.
[[nodiscard]] std::optional<std::string> sweep_problem(const std::string& text);
[[nodiscard]] std::optional<std::string> methods_problem(const std::string& text);

}  // namespace annealvi::config
