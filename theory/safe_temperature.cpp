// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/collapsed_pair.hpp"
#include "annealvi/theory/critical_temperature.hpp"

#include <cmath>

namespace annealvi {

std::optional<double> safe_temperature(const Problem& problem) {
  if (problem.family.weights[0] != problem.family.weights[1]) return std::nullopt;
  // The heavier mode keeps a collapsed pair up to the higher temperature: look at it as the mode at +R.
  Problem heavier = problem;
  if (heavier.target.weight < 0.5) heavier.target.weight = 1.0 - heavier.target.weight;
  const auto fold = pair_fold(heavier);
  if (!fold || fold->log_temperature < 0.0) return std::nullopt;
  return std::exp(fold->log_temperature);
}

}  // namespace annealvi
