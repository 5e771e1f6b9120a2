// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/integrate/solve_ode.hpp"

namespace annealvi::detail {

/// Throws std::invalid_argument as solve_ode promises.
void check_arguments(std::span<const double> start, double t0, double t1,
                     const OdeOptions& options);

}  // namespace annealvi::detail
