// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs under a schedule that watches, for every engine of the pair: theory/gates.md.
#include "annealvi/dynamics/gate_flow.hpp"
#include "numerics/elementary.hpp"
#include "simulation/engines.hpp"
#include "simulation/pair_steppers.hpp"
#include "simulation/stepped_run.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

Outcome outcome_of(const RunSetup& setup, const SummaryState& state, double temperature) {
  return classify(state.overlap, setup.problem.target.separation, temperature - 1.0,
                  setup.decision);
}

std::optional<Run> simulate_gate_flow(const RunSetup& setup, std::uint64_t number,
                                      const StopRequest& stop) {
  if (stop(0.0)) return std::nullopt;
  const SummaryState start =
      setup.start ? *setup.start : draw_start(setup.problem, setup.seed, number);
  const GateFlow flow = integrate_gate_flow(
      setup.problem, setup.gate_threshold, start,
      {.stall = setup.stall_time, .settle = setup.settle_time, .end = setup.end_time},
      setup.tolerances, [&](double time) { return stop(time / setup.end_time); });
  if (flow.stopped) return std::nullopt;
  Run run;
  run.final_state = flow.state;
  run.steps = flow.steps;
  run.failure = flow.failure;
  if (!run.failure.empty()) return run;
  run.annealing_time = flow.annealing_time;
  if (run.annealing_time) {
    run.outcome = outcome_of(setup, flow.state, flow.temperature);
    run.stays_on_saddle =
        start.overlap == std::array<double, 2>{} && flow.state.overlap == std::array<double, 2>{};
  }
  return run;
}

/// Steps with T held in each: the stepper reads it from a constant schedule of its own problem.
template <class Stepper>
std::optional<Run> simulate_gate_steps(const std::string& engine, const RunSetup& setup,
                                       std::uint64_t number, const StopRequest& stop) {
  const Problem& watched = setup.problem;
  const Schedule& schedule = watched.annealing.schedule;
  const bool latches = schedule.kind == ScheduleKind::gate && schedule.gate == GateKind::separation;
  RunSetup held = setup;
  Schedule& constant = held.problem.annealing.schedule;
  constant = {.kind = ScheduleKind::constant, .initial_temperature = schedule.initial_temperature};
  Stepper stepper(held, number);
  const StepTimes clock(setup.end_time, stepper.step());
  const std::uint64_t stall_step = clock.nearest_step(setup.stall_time);
  const std::uint64_t settle_steps = step_count(setup.settle_time, clock.size);
  const double per_step = 1.0 / static_cast<double>(std::max<std::uint64_t>(1, clock.steps));

  Run run;
  run.final_state = stepper.statistics();
  double log_temperature = math::log(schedule.initial_temperature);
  bool open = false;
  std::uint64_t last = clock.steps;
  for (std::uint64_t n = 0;; ++n) {
    run.steps = n;
    if (log_temperature == 0.0 && !run.annealing_time) {
      run.annealing_time = clock.time_of(n);
      last = std::min(clock.steps, n + settle_steps);
    }
    if (n == last || (n >= stall_step && !run.annealing_time)) break;
    const double share = per_step * static_cast<double>(n);
    if (stop(share)) return std::nullopt;
    try {
      stepper.advance(n, run, [&] { return stop(share); });
    } catch (const Stopped&) {
      return std::nullopt;
    }
    const SummaryState after = stepper.statistics();
    const double time = clock.time_of(n);
    if (!in_range(after) || (n + 1 == last && stepper.unstable(time))) {
      run.failure =
          describe_divergence(engine, n, time, constant.initial_temperature,
                              describe_state(run.final_state), stepper.divergence_cause(time));
      return run;
    }
    run.final_state = after;
    if (log_temperature > 0.0) {
      const double rate = latches && open ? schedule.rate
                                          : cooling_rate(watched, setup.gate_threshold,
                                                         constant.initial_temperature, after);
      open = open || rate > 0.0;
      log_temperature = std::max(0.0, log_temperature - clock.size * rate);
      constant.initial_temperature = math::exp(log_temperature);
    }
  }
  if (run.annealing_time) run.outcome = outcome_of(setup, run.final_state, 1.0);
  return run;
}

}  // namespace

std::optional<Run> simulate_gate_run(const RunSetup& setup, std::uint64_t number,
                                     const StopRequest& stop) {
  switch (setup.engine) {
    case Engine::flow:
      return simulate_gate_flow(setup, number, stop);
    case Engine::full:
      return simulate_gate_steps<SgdStepper<FullSgd>>("full SGD", setup, number, stop);
    case Engine::reduced:
      return simulate_gate_steps<SgdStepper<ReducedSgd>>("reduced SGD", setup, number, stop);
    case Engine::sde:
      return simulate_gate_steps<SdeStepper>("the stochastic equation", setup, number, stop);
  }
  throw std::invalid_argument("simulate_run: unknown engine");
}

}  // namespace annealvi
