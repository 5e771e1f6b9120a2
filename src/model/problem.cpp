// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/model/problem.hpp"

#include "annealvi/model/summary_state.hpp"

#include <cmath>
#include <stdexcept>

namespace annealvi {

double Problem::initial_scale() const {
  return family.initial_scale.value_or(1.0 / std::sqrt(target.dimension));
}

bool Problem::symmetric() const {
  return target.weight == 0.5 && family.weights[0] == family.weights[1];
}

Coefficients coefficients_at_temperature(const Problem& problem, double temperature) {
  if (problem.family.variance == Variance::trained) {
    throw std::invalid_argument(
        "Problem: a trained variance is not a function of the temperature; MixtureProblem has it");
  }
  const Annealing& annealing = problem.annealing;
  const AnnealedTarget annealed =
      annealed_target(problem.target, annealing.path, temperature, annealing.bridge_scale);
  return {.temperature = temperature,
          .annealed = annealed,
          .sigma = problem.family.variance == Variance::fixed ? 1.0
                                                              : 1.0 / std::sqrt(annealed.precision),
          .speed = annealing.objective == Objective::kl ? 1.0 : temperature};
}

Coefficients coefficients_at(const Problem& problem, double time) {
  return coefficients_at_temperature(problem, problem.annealing.schedule.temperature(time));
}

Outcome classify(const std::array<double, 2>& overlap, double separation, double temperature_excess,
                 const DecisionRule& rule) {
  const double level = rule.overlap_fraction * separation;
  // Written so that NaN anywhere means undecided.
  const bool decided = std::abs(overlap[0]) > level && std::abs(overlap[1]) > level &&
                       temperature_excess <= rule.temperature_distance;
  if (!decided) return Outcome::undecided;
  return (overlap[0] > 0.0) == (overlap[1] > 0.0) ? Outcome::collapsed : Outcome::recovered;
}

}  // namespace annealvi
