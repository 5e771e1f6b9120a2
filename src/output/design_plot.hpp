// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Table and gnuplot script of a design.
#pragma once

#include "annealvi/experiments/design.hpp"
#include "annealvi/output/table.hpp"

#include <string>

namespace annealvi {

/// What the first schedule is called: recommended, or the best within reach.
[[nodiscard]] std::string first_name(const DesignResult& result);

/// Columns kind,name,time,temperature,rate,probability,log10_probability,note.
[[nodiscard]] Table design_table(const DesignResult& result, const Config& config,
                                 const std::string& command);

/// A complete script that reads NAME.csv and draws NAME.svg and NAME.png: T(t) of the schedules
/// beside P against the budget. Needs a schedule.
[[nodiscard]] std::string design_script(const DesignResult& result, const Config& config,
                                        const std::string& name);

}  // namespace annealvi
