// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Designs with a probability that is an analytic function of the schedule.
#pragma once

#include "annealvi/experiments/design.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace annealvi::test {

inline ProbabilityFunction of(std::function<double(const Schedule&)> probability,
                              double relative_error = 0.0) {
  return [probability, relative_error](const MixtureProblem& problem, double, double) {
    SharpProbability sharp;
    sharp.probability = probability(problem.annealing.schedule);
    sharp.error = relative_error * sharp.probability;
    sharp.log10_probability = std::log10(sharp.probability);
    return sharp;
  };
}

inline Config config_with(const std::vector<Override>& overrides) {
  return default_config(overrides);
}

inline DesignResult designed(const Config& config,
                             std::function<double(const Schedule&)> probability,
                             double relative_error = 0.0) {
  return design(config,
                {.probability = of(std::move(probability), relative_error), .progress = {}});
}

}  // namespace annealvi::test
