// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/flow_trajectory.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

constexpr double smallest_square = 1e-300;  // keeps 0/0 out of a ratio of overlaps

SummaryState from_vector(std::span<const double> x) {
  return {.overlap = {x[0], x[1]}, .q11 = x[2], .q12 = x[3], .q22 = x[4]};
}

std::function<double(double, std::span<const double>)> level_function(const Problem& problem,
                                                                      const FlowEvent& event) {
  if (event.kind == FlowEvent::Kind::temperature_reaches)
    return [&problem, level = event.level](double t, std::span<const double>) {
      return problem.annealing.schedule.temperature(t) - level;
    };
  if (event.kind == FlowEvent::Kind::opposite_signs)
    return [level = event.level](double, std::span<const double> x) {
      return -x[0] * x[1] / (x[0] * x[0] + x[1] * x[1] + smallest_square) - level;
    };
  return [k = static_cast<std::size_t>(event.component), level = event.level](
             double, std::span<const double> x) { return std::abs(x[k]) - level; };
}

}  // namespace

FlowTrajectory integrate_flow(const Problem& problem, const SummaryState& start, double end_time,
                              std::span<const double> times, const Tolerances& tolerances,
                              std::span<const FlowEvent> events,
                              const std::function<bool(double time)>& stop) {
  FlowTrajectory trajectory;
  OdeOptions options{.tolerances = tolerances,
                     .kinks = problem.annealing.schedule.kinks(),
                     .output_times = {times.begin(), times.end()}};
  options.output = [&](double t, std::span<const double> x) {
    trajectory.points.push_back({t, from_vector(x)});
  };
  for (const FlowEvent& event : events)
    options.events.push_back({.value = level_function(problem, event),
                              .terminal = event.terminal,
                              .resolution = event.resolution});

  if (stop) options.stop_when = [&](double t, std::span<const double>) { return stop(t); };

  const OdeSystem system = [&](double t, std::span<const double> x, std::span<double> derivative) {
    const Coefficients coefficients = coefficients_at(problem, t);
    const SummaryState state = from_vector(x);
    const SummaryState rate =
        summary_flow(coefficients, problem.family, problem.target.separation, state);
    const GramRate growth = step_size_drift(problem, coefficients, state);
    derivative[0] = rate.overlap[0];
    derivative[1] = rate.overlap[1];
    derivative[2] = rate.q11 + growth.q11;
    derivative[3] = rate.q12 + growth.q12;
    derivative[4] = rate.q22 + growth.q22;
  };
  const double x0[] = {start.overlap[0], start.overlap[1], start.q11, start.q12, start.q22};
  trajectory.ode = solve_ode(system, x0, 0.0, end_time, options);
  trajectory.final_state = from_vector(trajectory.ode.state);
  return trajectory;
}

double automatic_end_time(const Problem& problem) {
  const Schedule& schedule = problem.annealing.schedule;
  const double final_temperature = schedule.final_temperature();
  const Coefficients c = coefficients_at_temperature(problem, final_temperature);
  const auto& [H, A, sharpness, b] = c.annealed;
  const double R = problem.target.separation;
  const double variance = c.sigma * c.sigma;

  // Growth of D about the symmetric point once the orthogonal part is gone (Omega = 1/(2 sigma^2)).
  const double growth =
      0.5 * (A * sharpness * R * R * expected_sech_squared(0.0, sharpness * R * c.sigma) +
             1.0 / variance - H);
  const double scale = problem.initial_scale();
  const double shrink =
      std::log1p(2.0 * scale * scale * (problem.target.dimension - 1.0) / variance) / H;
  // A narrow bridge held hot has H > 1: the symmetric point attracts, and nothing leaves it.
  const double slowest = std::clamp(std::abs(growth), 1e-6 * H, H);
  const double leave = growth > 0.0 ? std::log1p(R / scale) / std::max(growth, slowest) : 0.0;
  constexpr double relaxation_times = 50.0;  // e^-50: nothing left to decide unless a fold is near
  const double relax = relaxation_times / slowest;
  // (F1) carries a factor w_k, and the rates above are those of w = 1/2.
  const double pace =
      2.0 * std::min(problem.family.weights[0], problem.family.weights[1]) * c.speed;
  return schedule.settling_time(1e-3 * final_temperature) + (shrink + leave + relax) / pace;
}

}  // namespace annealvi
