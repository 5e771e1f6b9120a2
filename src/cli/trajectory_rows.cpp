// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/trajectory_rows.hpp"

#include "annealvi/config/sweep.hpp"
#include "annealvi/dynamics/gradient_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi::cli {

std::string trajectory_command(const TrajectorySettings& asked) {
  return fmt::format("annealvi trajectory --run {}", asked.run) +
         (asked.times == TrajectorySettings{}.times ? "" : " --times " + asked.times) +
         (asked.runs == 0 ? "" : fmt::format(" --runs {}", asked.runs)) +
         (asked.compare ? " --compare " + engine_name(*asked.compare) : "");
}

std::vector<TrajectoryRow> trajectory_rows(const Problem& problem, const Run& run) {
  std::vector<TrajectoryRow> rows;
  for (const TrajectoryPoint& point : run.points) {
    const Coefficients coefficients = coefficients_at(problem, point.time);
    rows.push_back({.time = point.time,
                    .temperature = point.temperature,
                    .state = point.state,
                    .weights = problem.family.weights,
                    .sigma = coefficients.sigma,
                    .objective = objective(problem, coefficients, point.state)});
  }
  return rows;
}

std::vector<MixtureRow> mixture_rows(const RunSetup& setup, const Run& run) {
  const MixtureProblem& problem = *setup.mixture;
  std::vector<MixtureRow> rows;
  for (const MixturePoint& point : run.mixture_points) {
    const MixtureRates rates = mixture_rates(problem, mixture_coefficients_at(problem, point.time),
                                             point.state, setup.span);
    rows.push_back(
        {.point = point,
         .objective = rates.objective,
         .objective_error = rates.objective_error,
         .covered = coverage_of(problem.modes, point.state, setup.coverage).covered_count()});
  }
  return rows;
}

std::vector<double> distinct_steps(std::vector<double> times, const RunSetup& setup) {
  if (!uses_gradient_noise(setup.engine)) return times;
  const double sgd_step = setup.problem.noise.step;
  const double step = setup.engine == Engine::sde ? setup.sde.step.value_or(sgd_step) : sgd_step;
  const auto same = [step](double a, double b) {
    return std::round(a / step) == std::round(b / step);
  };
  times.erase(std::unique(times.begin(), times.end(), same), times.end());
  return times;
}

}  // namespace annealvi::cli
