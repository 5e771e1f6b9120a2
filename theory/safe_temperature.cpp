// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/theory/collapsed_pair.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "numerics/elementary.hpp"

#include <cmath>

namespace annealvi {

const char* status_name(SafeTemperatureStatus status) {
  switch (status) {
    case SafeTemperatureStatus::found:
      return "found";
    case SafeTemperatureStatus::none:
      return "none";
    case SafeTemperatureStatus::no_fold:
      return "no fold";
    case SafeTemperatureStatus::not_followed:
      return "not followed";
    case SafeTemperatureStatus::not_defined:
      return "not defined";
  }
  return "";
}

std::optional<double> far_safe_temperature(const Problem& problem) {
  if (!problem.symmetric() || problem.family.variance != Variance::matched) return std::nullopt;
  const double square = problem.target.separation * problem.target.separation;
  // The fold with tanh -> sign, R = T = 1: recomputed by critical_temperature_test.cpp.
  constexpr double far_fold = 0.217125031657;
  constexpr double component_fold = 1.0 / (collapsed_separation * collapsed_separation);
  if (problem.annealing.path == AnnealingPath::bridge) return std::nullopt;
  const double limit =
      square * (problem.annealing.path == AnnealingPath::power ? far_fold : component_fold);
  return limit >= 1.0 ? std::optional(limit) : std::nullopt;
}

SafeTemperature safe_temperature(const Problem& problem) {
  if (problem.family.weights[0] != problem.family.weights[1])
    return {SafeTemperatureStatus::not_defined, {}};
  if (problem.target.weight == 0.5 && problem.target.separation < collapsed_separation)
    return {SafeTemperatureStatus::none, {}};
  // The heavier mode keeps a collapsed pair up to the higher temperature: make it the one at +R.
  Problem heavier = problem;
  if (heavier.target.weight < 0.5) heavier.target.weight = 1.0 - heavier.target.weight;
  const auto [status, fold] = pair_fold(heavier);
  if (status == FoldStatus::not_followed) return {SafeTemperatureStatus::not_followed, {}};
  if (fold.log_temperature < 0.0) return {SafeTemperatureStatus::none, {}};
  if (status == FoldStatus::continuous) return {SafeTemperatureStatus::no_fold, {}};
  return {SafeTemperatureStatus::found, math::exp(fold.log_temperature)};
}

SafeTemperature safe_temperature(const MixtureProblem& model) {
  const auto pair = as_pair(model);
  if (!pair || pair->trained()) return {SafeTemperatureStatus::not_defined, {}};
  return safe_temperature(pair->problem);
}

}  // namespace annealvi
