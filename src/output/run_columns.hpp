// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the tables of a curve and of a phase diagram say about simulated runs.
#pragma once

#include "annealvi/output/table.hpp"

namespace annealvi {

inline const Column runs_column{"runs", "number of simulated runs, 0 for theory"};
inline const Column collapsed_column{
    "collapsed", "runs that have lost a mode at t_end: of two components both are on the other"};
inline const Column recovered_column{"recovered", "runs that cover every mode at t_end"};
inline const Column undecided_column{"undecided", "runs that were neither, not part of P"};
inline const Column status_column{
    "status",
    "done; not_converged: error above the wanted one; undecided: no run was decided; unfinished: T "
    "is "
    "not near 1 at t_end; outside_validity: not covered by the theory of gradient noise; "
    "no_outcome: "
    "all runs stay on the saddle; not_available: no theory; missing: not computed; failed"};
inline const Column failed_column{"failed", "runs that could not be computed, not part of P"};

}  // namespace annealvi
