// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot script of the mechanisms behind a curve.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

#include <string>

namespace annealvi {

/// A complete script that reads NAME.csv and draws NAME-mechanism.svg and .png: one panel a series
/// and method, the shares of runs that collapsed by mean alignment and by vanishing weight and that
/// were undecided stacked against the varied parameter.
[[nodiscard]] std::string mechanism_script(const CollapseCurve& curve, const Config& config,
                                           const std::string& name);

}  // namespace annealvi
