// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/gate_flow.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/gradient_noise.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace annealvi {
namespace {

using Stop = std::function<bool(double time)>;

/// Pieces of one run, each with a schedule that is known.
class Pieces {
 public:
  Pieces(const Problem& problem, const SummaryState& start, const Tolerances& tolerances,
         const Stop& stop)
      : problem_(problem), tolerances_(tolerances), stop_(stop) {
    flow_.state = start;
    flow_.temperature = problem.annealing.schedule.initial_temperature;
  }

  [[nodiscard]] GateFlow& flow() { return flow_; }
  [[nodiscard]] bool goes_on() const { return flow_.failure.empty() && !flow_.stopped; }

  /// Along `schedule`, whose t = 0 is now, for `duration`; true when an event ended it.
  bool along(const Schedule& schedule, double duration, std::span<const FlowEvent> events = {}) {
    if (!goes_on() || !(duration > 0.0)) return false;
    problem_.annealing.schedule = schedule;
    const FlowTrajectory piece =
        integrate_flow(problem_, flow_.state, duration, {}, tolerances_, events, [&](double time) {
          flow_.stopped = stop_ && stop_(flow_.time + time);
          return flow_.stopped;
        });
    if (piece.ode.failed()) flow_.failure = describe(piece.ode);
    flow_.time += piece.ode.time;
    flow_.state = piece.final_state;
    flow_.steps += piece.ode.steps;
    flow_.temperature = schedule.temperature(piece.ode.time);
    return piece.ode.status == OdeStatus::stopped_by_event;
  }

 private:
  Problem problem_;
  const Tolerances& tolerances_;
  const Stop& stop_;
  GateFlow flow_;
};

/// Held at T0 until the components are apart, then geometric.
void wait_for_separation(const Schedule& schedule, double threshold, double stall, Pieces& pieces) {
  GateFlow& flow = pieces.flow();
  const double T0 = schedule.initial_temperature;
  const FlowEvent opens{
      .kind = FlowEvent::Kind::separation_reaches, .level = threshold, .terminal = true};
  // The threshold is known to the caller in units of sigma^2 at T0.
  const bool opened =
      flow.state.squared_distance() > threshold ||
      pieces.along({.kind = ScheduleKind::constant, .initial_temperature = T0}, stall, {&opens, 1});
  if (!opened || !pieces.goes_on()) return;
  const double cooling = math::log(T0) / schedule.rate;
  const double left = stall - flow.time;
  if (cooling > 0.0)
    pieces.along(
        {.kind = ScheduleKind::geometric, .initial_temperature = T0, .rate = 1.0 / cooling},
        std::min(cooling, left));
  if (pieces.goes_on() && cooling <= left) {
    flow.annealing_time = flow.time;
    flow.temperature = 1.0;
  }
}

/// log T falls at the rate the state allows, until it is 0.
void follow_state(const Problem& problem, double threshold, double stall,
                  const Tolerances& tolerances, const Stop& stop, GateFlow& flow) {
  const auto state_of = [](std::span<const double> x) {
    return SummaryState{.overlap = {x[0], x[1]}, .q11 = x[2], .q12 = x[3], .q22 = x[4]};
  };
  const OdeSystem system = [&](double, std::span<const double> x, std::span<double> derivative) {
    const double temperature = math::exp(std::max(0.0, x[5]));
    const Coefficients c = coefficients_at_temperature(problem, temperature);
    const SummaryState state = state_of(x);
    const SummaryState rate = summary_flow(c, problem.family, problem.target.separation, state);
    const GramRate growth = step_size_drift(problem, c, state);
    derivative[0] = rate.overlap[0];
    derivative[1] = rate.overlap[1];
    derivative[2] = rate.q11 + growth.q11;
    derivative[3] = rate.q12 + growth.q12;
    derivative[4] = rate.q22 + growth.q22;
    derivative[5] = -cooling_rate(problem, threshold, temperature, state);
  };
  const SummaryState& start = flow.state;
  const std::array<double, 6> x0{start.overlap[0], start.overlap[1], start.q11,
                                 start.q12,        start.q22,        math::log(flow.temperature)};
  const double mean = std::max(std::abs(x0[0]), std::abs(x0[1])), gram = std::max(x0[2], x0[4]);
  const auto scaled = [&](double size) {
    return tolerances.absolute * (size > 0.0 ? std::min(size, 1.0) : 1.0);
  };
  OdeOptions options{.tolerances = tolerances,
                     .absolute = {scaled(mean), scaled(mean), scaled(gram), scaled(gram),
                                  scaled(gram), tolerances.absolute}};
  options.events.push_back({.value = [](double, std::span<const double> x) { return x[5]; },
                            .direction = -1,
                            .terminal = true});
  if (stop)
    options.stop_when = [&](double t, std::span<const double>) {
      flow.stopped = stop(t);
      return flow.stopped;
    };
  const OdeResult ode = solve_ode(system, x0, 0.0, stall, options);
  if (ode.failed()) flow.failure = describe(ode);
  flow.time = ode.time;
  flow.steps = ode.steps;
  flow.state = state_of(ode.state);
  flow.temperature = math::exp(std::max(0.0, ode.state[5]));
  if (ode.status == OdeStatus::stopped_by_event) {
    flow.annealing_time = ode.time;
    flow.temperature = 1.0;
  }
}

}  // namespace

GateFlow integrate_gate_flow(const Problem& problem, double threshold, const SummaryState& start,
                             const GateTimes& times, const Tolerances& tolerances,
                             const Stop& stop) {
  const Schedule& schedule = problem.annealing.schedule;
  Pieces pieces(problem, start, tolerances, stop);
  GateFlow& flow = pieces.flow();
  const double stall = std::min(times.stall, times.end);
  if (schedule.initial_temperature == 1.0) {
    flow.annealing_time = 0.0;
  } else if (schedule.kind == ScheduleKind::gate && schedule.gate == GateKind::separation) {
    const double sigma = coefficients_at_temperature(problem, schedule.initial_temperature).sigma;
    wait_for_separation(schedule, threshold * sigma * sigma, stall, pieces);
  } else {
    follow_state(problem, threshold, stall, tolerances, stop, flow);
  }
  if (flow.annealing_time)
    pieces.along({.kind = ScheduleKind::constant, .initial_temperature = 1.0},
                 std::min(times.settle, times.end - flow.time));
  return flow;
}

}  // namespace annealvi
