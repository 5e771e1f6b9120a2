// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A value as a function of the target: "5/d".
#pragma once

#include <string_view>

namespace annealvi::config {

/// The value of `text` at dimension `d` and half distance `R`. Grammar: numbers, d, R, + - * /,
/// sqrt(...), parentheses; * and / before + and -, from left to right. In IEEE arithmetic, so that
/// it is the same everywhere. Throws GrammarError, with the place of a mistake, also when the value
/// is not finite.
[[nodiscard]] double value_of_expression(std::string_view text, double d, double R);

inline constexpr std::string_view expression_grammar =
    "an expression of numbers, d, R, + - * /, sqrt and parentheses";

}  // namespace annealvi::config
