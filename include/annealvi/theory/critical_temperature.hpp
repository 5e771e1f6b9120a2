// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Critical temperature T_c (L5) and safe temperature T_f (L6): theory/critical_temperature.md.
#pragma once

#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

/// R_1: below it there is no T_c >= 1 (L5).
inline constexpr double critical_separation = 1.46083396037316511;

/// T_c where lambda_S = 0 (L5), relative error 1e-12; empty when there is none >= 1 (R < R_1,
/// power + fixed variance, pi != 1/2 or unequal component weights).
[[nodiscard]] std::optional<double> critical_temperature(const Problem& problem);

/// T_f, the fold of the split pair on one mode (L6): a collapsed state exists only below it. Relative
/// error 1e-8. Empty when no collapsed state exists at any T >= 1 (R < R_c). For pi != 1/2 the larger
/// of the two modes' folds; empty for unequal component weights.
[[nodiscard]] std::optional<double> safe_temperature(const Problem& problem);

}  // namespace annealvi
