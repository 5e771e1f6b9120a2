// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/numerics/random.hpp"
#include "simulation/engines.hpp"
#include "simulation/flow_progress.hpp"

#include <array>
#include <cmath>

namespace annealvi {

SummaryState draw_start(const Problem& problem, std::uint64_t seed, std::uint64_t number) {
  const double scale = problem.initial_scale();
  const double d = problem.target.dimension;
  RandomKey key{.seed = seed, .stream = RandomStream::flow_start, .run = number};

  std::array<double, 3> normal;
  fill_normal(key, normal);
  SummaryState state;
  state.overlap = {scale * normal[0], scale * normal[1]};
  if (d < 2.0) return state;  // nothing is orthogonal to e

  // Bartlett: Q = sigma0^2 L L^T with L lower triangular. In d = 2 the second diagonal entry is
  // chi(0) = 0, and Q has rank one as it must.
  key.lane = 1;
  const double l11_squared = chi_squared(key, d - 1.0);
  key.lane = 2;
  const double l22_squared = chi_squared(key, d - 2.0);
  const double l21 = normal[2];
  const double variance = scale * scale;
  state.q11 = variance * l11_squared;
  state.q12 = variance * std::sqrt(l11_squared) * l21;
  state.q22 = variance * (l21 * l21 + l22_squared);
  return state;
}

std::optional<Run> simulate_flow(const RunSetup& setup, std::uint64_t number,
                                 std::span<const double> times, const StopRequest& stop) {
  if (stop(0.0)) return std::nullopt;
  const SummaryState start =
      setup.start ? *setup.start : draw_start(setup.problem, setup.seed, number);
  const FlowProgress progress(setup, times);
  bool stopped = false;
  std::uint64_t steps = 0;
  const FlowTrajectory trajectory = integrate_flow(setup.problem, start, setup.end_time, times,
                                                   setup.tolerances, {}, [&](double time) {
                                                     stopped = stop(progress.share(++steps, time));
                                                     return stopped || progress.is_over(time);
                                                   });
  if (stopped) return std::nullopt;

  Run run;
  run.final_state = trajectory.final_state;
  run.steps = trajectory.ode.steps;
  for (const FlowPoint& point : trajectory.points) {
    run.points.push_back(
        {point.time, setup.problem.annealing.schedule.temperature(point.time), point.state});
  }
  if (trajectory.ode.failed()) {
    run.failure = describe(trajectory.ode);
  } else if (trajectory.ode.time == setup.end_time) {
    run.outcome = outcome_at_end(setup, run.final_state);
    constexpr std::array<double, 2> saddle{};
    run.stays_on_saddle = start.overlap == saddle && run.final_state.overlap == saddle;
  }
  return run;
}

}  // namespace annealvi
