// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The gnuplot script of one trajectory of a mixture.
#pragma once

#include "annealvi/output/table.hpp"

#include <span>
#include <string>

namespace annealvi {

/// A complete script that reads NAME.csv and draws NAME.svg and NAME.png. Left: the means, against
/// time for modes on one axis, else in the plane of their first two axes. Right, against time:
/// weights and sigma when they are trained, temperature, objective.
[[nodiscard]] std::string mixture_script(std::span<const MixtureRow> rows,
                                         const MixtureProblem& problem, const Config& config,
                                         const std::string& name);

}  // namespace annealvi
