// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A run of the flow (F3)-(F4), with the step-size drift (N4), output times and named events:
// theory/flow.md.
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <functional>
#include <span>
#include <vector>

namespace annealvi {

struct FlowPoint {
  double time;
  SummaryState state;
};

struct FlowTrajectory {
  std::vector<FlowPoint> points;  ///< at the requested times
  SummaryState final_state;       ///< at end_time, or where the integration failed
  OdeResult ode;                  ///< status, time reached, step counts, event hits
};

/// Watched levels; a hit's index in `ode.hits` is the position in this list.
struct FlowEvent {
  enum class Kind { overlap_reaches, temperature_reaches, opposite_signs, separation_reaches } kind;
  int component = 0;        ///< overlap_reaches: 0 or 1
  double level = 0.0;       ///< of |m_k|, T, -m_1 m_2/(m_1^2 + m_2^2), |mu_1 - mu_2|^2
  bool terminal = false;    ///< the run ends there
  double resolution = 0.0;  ///< of the time, relative to the step; 0: the relative tolerance
};

/// Integrates from `start` at t = 0 to end_time > 0, with (N4) when problem.noise.step > 0. `times`
/// sorted within [0, end_time]. `stop` is asked after every step of the integrator; true ends it
/// there, with OdeStatus::stopped_by_condition.
[[nodiscard]] FlowTrajectory integrate_flow(const Problem& problem, const SummaryState& start,
                                            double end_time, std::span<const double> times,
                                            const Tolerances& tolerances,
                                            std::span<const FlowEvent> events = {},
                                            const std::function<bool(double time)>& stop = {});

/// The end time meant by "auto": T within 1e-3 of its final value, then long enough for the slowest
/// start to leave the symmetric point and for runs near the saddle to be decided.
[[nodiscard]] double automatic_end_time(const Problem& problem);

}  // namespace annealvi
