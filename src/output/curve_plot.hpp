// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot script of a curve: what is drawn where.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

#include <string>

namespace annealvi {

/// A complete script that reads NAME.csv and draws NAME.svg and NAME.png.
[[nodiscard]] std::string curve_script(const CollapseCurve& curve, const Config& config,
                                       const std::string& name);

}  // namespace annealvi
