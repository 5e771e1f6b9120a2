// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A run of the flow under a schedule that watches: log T is one more state variable, and T = 1 an
// event: theory/gates.md.
#pragma once

#include "annealvi/dynamics/gate.hpp"
#include "annealvi/integrate/solve_ode.hpp"

#include <functional>
#include <optional>

namespace annealvi {

/// How long a run lasts: T must be at 1 by `stall`, and the run goes on for `settle` after that,
/// but not beyond `end`.
struct GateTimes {
  double stall, settle, end;
};

struct GateFlow {
  std::optional<double> annealing_time;  ///< when T reached 1; empty: not by `stall`
  double time = 0.0;                     ///< reached
  double temperature = 1.0;              ///< there
  SummaryState state;                    ///< there
  std::uint64_t steps = 0;
  std::string failure;   ///< empty, or what failed, at which time and state
  bool stopped = false;  ///< by `stop`
};

/// Integrates from `start` at t = 0 and T = T0. `stop` is asked after every step of the integrator.
/// The absolute tolerance of means and Gram matrix is relative to the start where that is below 1.
[[nodiscard]] GateFlow integrate_gate_flow(const Problem& problem, double threshold,
                                           const SummaryState& start, const GateTimes& times,
                                           const Tolerances& tolerances,
                                           const std::function<bool(double time)>& stop = {});

}  // namespace annealvi
