// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/flow_trajectory.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "numerics/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace annealvi {
namespace {

constexpr double smallest_square = 1e-300;  // keeps 0/0 out of a ratio of overlaps

/// What is integrated: (m_1, m_2, Q), or for tiny starts with equal weights (S, D, Q): a target
/// with b != 0 pulls both means away by far more than they differ, and m_1 - m_2 would be lost in
/// rounding.
class Coordinates {
 public:
  Coordinates(const Problem& problem, const SummaryState& start, const Tolerances& tolerances) {
    // Below, the absolute tolerance is no longer small against the start; it then follows the
    // start, that of Q, which is of second order, with the start of Q.
    constexpr double ordinary = 1e-6;
    const double mean = std::max(std::abs(start.overlap[0]), std::abs(start.overlap[1]));
    const double gram = std::max(start.q11, start.q22);
    const bool tiny_mean = mean > 0.0 && mean < ordinary;
    const bool tiny_gram = gram > 0.0 && gram < ordinary * ordinary;
    if (!tiny_mean && !tiny_gram) return;
    const auto& weights = problem.family.weights;
    sum_and_difference_ = tiny_mean && weights[0] == weights[1];
    const double of_mean = tolerances.absolute * (tiny_mean ? mean : 1.0);
    const double of_gram = tolerances.absolute * (tiny_gram ? gram : 1.0);
    absolute = {of_mean, of_mean, of_gram, of_gram, of_gram};
  }

  std::vector<double> absolute;  ///< tolerances; empty: as usual

  [[nodiscard]] bool sum_and_difference() const { return sum_and_difference_; }

  [[nodiscard]] std::array<double, 5> vector_of(const SummaryState& state) const {
    const auto& [m1, m2] = state.overlap;
    if (sum_and_difference_) return {m1 + m2, m1 - m2, state.q11, state.q12, state.q22};
    return {m1, m2, state.q11, state.q12, state.q22};
  }
  [[nodiscard]] SummaryState state_of(std::span<const double> x) const {
    SummaryState state{.overlap = {x[0], x[1]}, .q11 = x[2], .q12 = x[3], .q22 = x[4]};
    if (sum_and_difference_) state.overlap = {0.5 * (x[0] + x[1]), 0.5 * (x[0] - x[1])};
    return state;
  }

 private:
  bool sum_and_difference_ = false;
};

double level_value(const Problem& problem, const FlowEvent& event, double time,
                   const SummaryState& state) {
  const auto& m = state.overlap;
  switch (event.kind) {
    case FlowEvent::Kind::temperature_reaches:
      return problem.annealing.schedule.temperature(time) - event.level;
    case FlowEvent::Kind::opposite_signs:
      return -m[0] * m[1] / (m[0] * m[0] + m[1] * m[1] + smallest_square) - event.level;
    case FlowEvent::Kind::separation_reaches:
      return state.squared_distance() - event.level;
    case FlowEvent::Kind::overlap_reaches:
      break;
  }
  return std::abs(m.at(static_cast<std::size_t>(event.component))) - event.level;
}

}  // namespace

FlowTrajectory integrate_flow(const Problem& problem, const SummaryState& start, double end_time,
                              std::span<const double> times, const Tolerances& tolerances,
                              std::span<const FlowEvent> events,
                              const std::function<bool(double time)>& stop) {
  FlowTrajectory trajectory;
  const Coordinates coordinates(problem, start, tolerances);
  OdeOptions options{.tolerances = tolerances,
                     .absolute = coordinates.absolute,
                     .kinks = problem.annealing.schedule.kinks(),
                     .output_times = {times.begin(), times.end()}};
  options.output = [&](double t, std::span<const double> x) {
    trajectory.points.push_back({t, coordinates.state_of(x)});
  };
  for (const FlowEvent& event : events) {
    const auto value = [&problem, &coordinates, event](double t, std::span<const double> x) {
      return level_value(problem, event, t, coordinates.state_of(x));
    };
    options.events.push_back(
        {.value = value, .terminal = event.terminal, .resolution = event.resolution});
  }

  if (stop) options.stop_when = [&](double t, std::span<const double>) { return stop(t); };

  const OdeSystem system = [&](double t, std::span<const double> x, std::span<double> derivative) {
    const Coefficients coefficients = coefficients_at(problem, t);
    const SummaryState state = coordinates.state_of(x);
    const SummaryState rate =
        summary_flow(coefficients, problem.family, problem.target.separation, state);
    const GramRate growth = step_size_drift(problem, coefficients, state);
    if (coordinates.sum_and_difference()) {
      // Each with its own relative accuracy: where D is of order one and S tiny, m_1 + m_2 is not.
      const double distance = std::max(0.0, state.q11 - 2.0 * state.q12 + state.q22);
      const SumDifferenceRates rates =
          sum_difference_flow(problem, coefficients, x[0], std::abs(x[1]), distance);
      derivative[0] = rates.sum;
      derivative[1] = x[1] * rates.log_difference;
    } else {
      derivative[0] = rate.overlap[0];
      derivative[1] = rate.overlap[1];
    }
    derivative[2] = rate.q11 + growth.q11;
    derivative[3] = rate.q12 + growth.q12;
    derivative[4] = rate.q22 + growth.q22;
  };
  const std::array<double, 5> x0 = coordinates.vector_of(start);
  trajectory.ode = solve_ode(system, x0, 0.0, end_time, options);
  trajectory.final_state = coordinates.state_of(trajectory.ode.state);
  // Messages about the run speak of overlaps.
  trajectory.ode.state = {trajectory.final_state.overlap[0], trajectory.final_state.overlap[1],
                          trajectory.final_state.q11, trajectory.final_state.q12,
                          trajectory.final_state.q22};
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
      math::log1p(2.0 * scale * scale * (problem.target.dimension - 1.0) / variance) / H;
  // A narrow bridge held hot has H > 1: the symmetric point attracts, and nothing leaves it.
  const double slowest = std::clamp(std::abs(growth), 1e-6 * H, H);
  const double leave = growth > 0.0 ? math::log1p(R / scale) / std::max(growth, slowest) : 0.0;
  constexpr double relaxation_times = 50.0;  // e^-50: nothing left to decide unless a fold is near
  const double relax = relaxation_times / slowest;
  // (F1) carries a factor w_k, and the rates above are those of w = 1/2.
  const double pace =
      2.0 * std::min(problem.family.weights[0], problem.family.weights[1]) * c.speed;
  return schedule.settling_time(1e-3 * final_temperature) + (shrink + leave + relax) / pace;
}

}  // namespace annealvi
