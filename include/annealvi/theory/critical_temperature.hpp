// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Critical temperature T_c (L5), theory/critical_temperature.md, and safe temperature T_f (L6),
// theory/safe_temperature.md.
#pragma once

#include "annealvi/model/mixture.hpp"
#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

/// R_1: below it there is no T_c >= 1 (L5).
inline constexpr double critical_separation = 1.46083396037316511;

/// T_c where lambda_S = 0 (L5), relative error 1e-12; empty when there is none >= 1 (R < R_1,
/// power + fixed variance, pi != 1/2 or unequal component weights).
[[nodiscard]] std::optional<double> critical_temperature(const Problem& problem);

/// The same of two components on two opposite modes; empty for any other model and for a trained
/// variance. Trained weights move at second order only about m_1 = m_2 = 0: T_c is that of fixed
/// ones.
[[nodiscard]] std::optional<double> critical_temperature(const MixtureProblem& model);

/// T_c in the limit R -> infinity (table of theory/critical_temperature.md); relative error of
/// order 1/R^2 (bridge), 1/R^4 (else). Empty where there is no T_c at large R.
[[nodiscard]] std::optional<double> far_critical_temperature(const Problem& problem);

/// R_c: at pi = 1/2 no collapsed state exists below it at any T >= 1 (L6). Relative error 1e-9.
inline constexpr double collapsed_separation = 2.25960757;

enum class SafeTemperatureStatus {
  found,
  none,     ///< no collapsed state exists at any T >= 1 (R < R_c)
  no_fold,  ///< pi near 0 or 1: heated, the collapsed pair turns into a recovered one without a
            ///< jump, and back on cooling: no start is safe
  not_followed,  ///< numerical failure: the fold was lost on the way
  not_defined    ///< unequal component weights, anything trained, other numbers of modes
};

struct SafeTemperature {
  SafeTemperatureStatus status;
  std::optional<double> value;  ///< set when found
};

/// "found", "none", "no fold", "not followed", "not defined": as in tables and JSON.
[[nodiscard]] const char* status_name(SafeTemperatureStatus status);

/// T_f, the fold of the split pair on one mode (L6): a collapsed state exists only below it.
/// Relative error 1e-8. For pi != 1/2 the larger of the two modes' folds.
[[nodiscard]] SafeTemperature safe_temperature(const Problem& problem);

/// The same of two components on two opposite modes. not_defined for any other model, for a trained
/// variance, and for trained weights: a collapsed pair whose weights adapt has no fold (section
/// Lifetime of theory/mixture.md).
[[nodiscard]] SafeTemperature safe_temperature(const MixtureProblem& model);

/// T_f in the limit R -> infinity, proportional to R^2, for matched variance on the paths power
/// (relative error of order 1/R^4) and component (exact); empty otherwise.
[[nodiscard]] std::optional<double> far_safe_temperature(const Problem& problem);

}  // namespace annealvi
