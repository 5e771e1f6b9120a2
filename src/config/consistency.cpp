// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/consistency.hpp"

#include "config/counted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi::config {
namespace {

/// Engine full holds the means and gradients of every thread: for K components 2e8 coordinates are
/// some gigabytes each.
constexpr double most_full_coordinates = 2e8;

/// R sqrt(T) up to which the Gaussian expectations keep their accuracy (gaussian_expectation.hpp).
constexpr double largest_argument = 1e4;

std::optional<Contradiction> in_modes(const Config& config) {
  const MixtureSettings& mixture = config.mixture;
  if (mixture.is_pair()) {
    return mixture.mode_weights.empty()
               ? std::nullopt
               : std::optional(Contradiction{
                     "target", "mode_weights",
                     "only target.modes uses it; the pair of modes has target.weight"});
  }
  if (config.problem.target.weight != 0.5) {
    return Contradiction{"target", "weight",
                         "it is for the pair of modes; those of target.modes have "
                         "target.mode_weights"};
  }
  const ModeSet modes = config.model().modes;
  const std::size_t count = modes.positions.size();
  if (modes.weights.size() != count) {
    return Contradiction{"target", "mode_weights",
                         "target.modes has " + counted(count, "mode") + ", each needs a number"};
  }
  const double dimension = config.problem.target.dimension;
  if (static_cast<double>(modes.axes()) > dimension) {
    return Contradiction{"target", "modes",
                         fmt::format("modes along {} need at least this target.dimension, and here "
                                     "it is {}",
                                     counted(modes.axes(), "axis", "axes"), to_text(dimension))};
  }
  return std::nullopt;
}

std::optional<Contradiction> in_family(const Draft& draft) {
  const std::size_t components = draft.config.mixture.components;
  if (draft.weights && draft.weights->size() != components) {
    return Contradiction{
        "family", "weights",
        fmt::format("family.components = {} needs {}", components, counted(components, "number"))};
  }
  if (draft.config.mixture.initial_sigma &&
      draft.config.problem.family.variance != Variance::trained) {
    return Contradiction{"family", "initial_sigma",
                         "only family.variance = \"trained\" uses it: set that, or leave it out"};
  }
  if (draft.overlaps && (components != 2 || !draft.config.mixture.is_pair())) {
    return Contradiction{"family", "initial_overlaps",
                         "it is for two components on the pair of modes at +-R e"};
  }
  return std::nullopt;
}

/// Half the largest distance between two modes.
double half_extent(const Config& config) {
  if (config.mixture.is_pair()) return config.problem.target.separation;
  double largest = 0.0;
  const ModeSet modes = config.model().modes;
  for (std::size_t a = 0; a < modes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      largest = std::max(largest, modes.squared_distance(a, b));
    }
  }
  return 0.5 * std::sqrt(largest);
}

std::optional<Contradiction> in_stochastic_equation(const Config& config) {
  if (config.engine != Engine::sde || !config.is_mixture()) return std::nullopt;
  const MixtureSettings& mixture = config.mixture;
  if (!mixture.is_pair() || mixture.components != 2) {
    return Contradiction{"simulation", "engine",
                         "the stochastic equation is for two components on the pair of modes, and "
                         "here " +
                             config.mixture_key().value() +
                             " is set; engines flow, reduced and full do more"};
  }
  if (mixture.train_weights && !config.problem.noise.control_variate) {
    return Contradiction{"simulation", "engine",
                         "with trained weights the stochastic equation needs sgd.control_variate = "
                         "true; engines reduced and full do without"};
  }
  if (config.sde.scheme != SdeScheme::euler) {
    return Contradiction{"simulation", "sde_scheme",
                         "trained weights and a trained variance need \"euler\""};
  }
  return std::nullopt;
}

std::optional<Contradiction> in_engine(const Config& config) {
  if (!uses_gradient_noise(config.engine)) {
    return std::nullopt;
  }
  if (auto found = in_stochastic_equation(config)) return found;
  if (config.problem.noise.step == 0.0) {
    return Contradiction{
        "simulation", "engine",
        "the noise of stochastic gradient descent needs sgd.step > 0, which is 0.0"};
  }
  const double dimension = config.problem.target.dimension;
  const double least = config.is_mixture() ? 1.0 : least_reduced_dimension;
  if (config.engine == Engine::reduced &&
      !(dimension >= least && dimension <= largest_reduced_dimension)) {
    return Contradiction{
        "simulation", "engine",
        fmt::format("it needs target.dimension from {} to {}, and here it is {}{}", to_text(least),
                    to_text(largest_reduced_dimension), to_text(dimension),
                    dimension < least ? "; engine full takes smaller ones" : "")};
  }
  const auto components = static_cast<double>(config.mixture.components);
  if (config.engine == Engine::full && components * dimension > most_full_coordinates) {
    return Contradiction{
        "simulation", "engine",
        fmt::format("it keeps vectors of target.dimension = {} numbers in memory; at most {} with "
                    "this engine (engine reduced has no such limit)",
                    to_text(dimension), to_text(most_full_coordinates / components))};
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
  if (half_extent(config) * std::sqrt(hottest) > largest_argument) {
    return Contradiction{
        "annealing", uses_table ? "table" : "initial_temperature",
        fmt::format("{} times the square root of the highest "
                    "temperature must be <= {}",
                    config.mixture.is_pair() ? "target.separation"
                                             : "half the largest distance of two modes",
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
  // The later ones rely on what the earlier ones have checked.
  if (auto found = in_family(draft)) return found;
  if (auto found = in_modes(draft.config)) return found;
  for (auto found : {in_engine(draft.config), in_schedule(draft.config), in_start(draft)}) {
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<Value> draft_value(const Draft& draft, const Option& option) {
  if (option.key == "weights" && draft.weights) {
    Value::Array weights;
    for (const double weight : *draft.weights) weights.push_back({weight});
    return Value{std::move(weights)};
  }
  if (option.key == "initial_overlaps" && draft.overlaps) {
    return Value{Value::Array{{(*draft.overlaps)[0]}, {(*draft.overlaps)[1]}}};
  }
  if (option.key == "initial_gram" && draft.gram) {
    return Value{Value::Array{{(*draft.gram)[0]}, {(*draft.gram)[1]}, {(*draft.gram)[2]}}};
  }
  return option.get(draft.config);
}

}  // namespace annealvi::config
