// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/consistency.hpp"

#include <fmt/format.h>

#include <cmath>

namespace annealvi::config {
namespace {

/// Engine full holds the means and gradients of every thread: 1e8 dimensions are some gigabytes
/// each.
constexpr double largest_full_dimension = 1e8;

/// R sqrt(T) up to which the Gaussian expectations keep their accuracy (gaussian_expectation.hpp).
constexpr double largest_argument = 1e4;

std::optional<Contradiction> in_engine(const Config& config) {
  if (!uses_gradient_noise(config.engine)) {
    return std::nullopt;
  }
  if (config.problem.noise.step == 0.0) {
    return Contradiction{
        "simulation", "engine",
        "the noise of stochastic gradient descent needs sgd.step > 0, which is 0.0"};
  }
  const double dimension = config.problem.target.dimension;
  if (config.engine == Engine::reduced &&
      !(dimension >= least_reduced_dimension && dimension <= largest_reduced_dimension)) {
    return Contradiction{"simulation", "engine",
                         fmt::format("it needs target.dimension from {} to {}, and here it is {}{}",
                                     to_text(least_reduced_dimension),
                                     to_text(largest_reduced_dimension), to_text(dimension),
                                     dimension < least_reduced_dimension
                                         ? "; engine full takes smaller ones"
                                         : "")};
  }
  if (config.engine == Engine::full && dimension > largest_full_dimension) {
    return Contradiction{
        "simulation", "engine",
        fmt::format("it keeps vectors of target.dimension = {} numbers in memory; at most {} with "
                    "this engine (engine reduced has no such limit)",
                    to_text(dimension), to_text(largest_full_dimension))};
  }
  return std::nullopt;
}

std::optional<Contradiction> in_schedule(const Config& config) {
  const Schedule& schedule = config.problem.annealing.schedule;
  const bool uses_table = schedule.kind == ScheduleKind::table;
  if (uses_table && schedule.table.empty()) {
    return Contradiction{"annealing", "schedule",
                         "annealing.table has no rows: give [[t, T], ...]"};
  }
  if (!uses_table && !schedule.table.empty()) {
    return Contradiction{
        "annealing", "table",
        "only annealing.schedule = \"table\" uses it: set that, or leave it empty"};
  }
  const double hottest = schedule.highest_temperature();
  if (config.problem.target.separation * std::sqrt(hottest) > largest_argument) {
    return Contradiction{"annealing", uses_table ? "table" : "initial_temperature",
                         fmt::format("target.separation times the square root of the highest "
                                     "temperature must be <= {}",
                                     to_text(largest_argument))};
  }
  return std::nullopt;
}

std::optional<Contradiction> in_start(const Draft& draft) {
  if (draft.overlaps.has_value() != draft.gram.has_value()) {
    return draft.overlaps
               ? Contradiction{"family", "initial_overlaps", "family.initial_gram is needed too"}
               : Contradiction{"family", "initial_gram", "family.initial_overlaps is needed too"};
  }
  if (!draft.gram) {
    return std::nullopt;
  }
  // Orthogonal to e there are d - 1 directions: none for d = 1, one (Q of rank one) for d = 2.
  const auto& [q11, q12, q22] = *draft.gram;
  const double dimension = draft.config.problem.target.dimension;
  const double rank_slack = 1e-12 + 1e-9 * q11 * q22;
  if (dimension == 1.0 && (q11 > 0.0 || q22 > 0.0)) {
    return Contradiction{"family", "initial_gram",
                         "target.dimension = 1 leaves no orthogonal direction: all must be 0"};
  }
  if (dimension == 2.0 && q11 * q22 - q12 * q12 > rank_slack) {
    return Contradiction{"family", "initial_gram",
                         "target.dimension = 2 leaves one orthogonal direction: Q_12^2 = Q_11 Q_22 "
                         "is needed"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Contradiction> contradiction(const Draft& draft) {
  for (auto found : {in_engine(draft.config), in_schedule(draft.config), in_start(draft)}) {
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<Value> draft_value(const Draft& draft, const Option& option) {
  if (option.key == "initial_overlaps" && draft.overlaps) {
    return Value{Value::Array{{(*draft.overlaps)[0]}, {(*draft.overlaps)[1]}}};
  }
  if (option.key == "initial_gram" && draft.gram) {
    return Value{Value::Array{{(*draft.gram)[0]}, {(*draft.gram)[1]}, {(*draft.gram)[2]}}};
  }
  return option.get(draft.config);
}

}  // namespace annealvi::config
