// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Every header of the package, in the order of the data flow. Tables and pictures (output) are the
// program's.
#pragma once

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "annealvi/numerics/random.hpp"
#include "annealvi/model/annealed_target.hpp"
#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"
#include "annealvi/schedule/schedule.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/simulation/run.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/collapsed_pair.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/effective_start.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "annealvi/theory/power_law_separatrix.hpp"
#include "annealvi/theory/separatrix.hpp"
#include "annealvi/realnvp/flow_run.hpp"
#include "annealvi/realnvp/settings.hpp"
#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/experiments/design.hpp"
#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/experiments/phase_diagram.hpp"
#include "annealvi/experiments/refined_map.hpp"
#include "annealvi/experiments/theory_table.hpp"
#include "annealvi/experiments/trajectory_band.hpp"
#include "annealvi/experiments/validation.hpp"
#include "annealvi/version.hpp"
