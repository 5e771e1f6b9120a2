// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "config/options.hpp"

#include <vector>

namespace annealvi::config {

/// Keys of [sweep].
[[nodiscard]] std::vector<Option> sweep_options();

/// sgd.step: a number, or an expression of d and R.
[[nodiscard]] Option step_option();
/// Gives sgd.step its value for the target of `config`. Why it has none; empty: it has.
[[nodiscard]] std::string evaluate_step(Config& config);

}  // namespace annealvi::config
