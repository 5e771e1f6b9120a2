// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The general model that a configuration describes.
#include "annealvi/config/config.hpp"
#include "config/characters.hpp"
#include "config/options.hpp"

namespace annealvi {

std::vector<double> Config::component_weights() const {
  const auto& [first, second] = problem.family.weights;
  return mixture.components == 2 ? std::vector{first, second} : mixture.weights;
}

std::optional<std::string> Config::mixture_key() const {
  if (!mixture.is_pair()) return "target.modes";
  if (mixture.components != 2) return "family.components";
  if (problem.family.variance == Variance::trained) return "family.variance";
  if (mixture.train_weights) return "family.train_weights";
  return std::nullopt;
}

MixtureProblem Config::model() const {
  MixtureProblem result = as_mixture(problem);
  if (mixture.shape) {
    result.modes =
        named_modes(mixture.shape->shape, mixture.shape->count, problem.target.separation);
  } else if (!mixture.is_pair()) {
    const std::size_t count = mixture.positions.size();
    result.modes = {mixture.positions, std::vector(count, 1.0 / static_cast<double>(count))};
  }
  if (!mixture.mode_weights.empty()) result.modes.weights = mixture.mode_weights;
  result.family = {.weights = component_weights(),
                   .train_weights = mixture.train_weights,
                   .weight_rate = mixture.weight_rate,
                   .variance = problem.family.variance,
                   .variance_rate = mixture.variance_rate,
                   .initial_sigma = mixture.initial_sigma,
                   .initial_scale = problem.family.initial_scale};
  return result;
}

CoverageRule Config::coverage() const {
  // Two fixed weights on the pair: a settled mean covers its mode whatever its weight, as signs
  // say.
  const bool by_means = mixture.is_pair() && mixture.components == 2 && !mixture.train_weights;
  return {.settled_share = decision.overlap_fraction,
          .weight_share = by_means ? 0.0 : mixture.coverage_share,
          .temperature_distance = decision.temperature_distance};
}

void refuse_value(const Config& config, const std::string& key, const std::string& what,
                  const std::string& reason) {
  const auto dot = key.find('.');
  const config::Option* option = config::find_option(key.substr(0, dot), key.substr(dot + 1));
  const auto value = option->get(config);
  throw ConfigError(config.origin(key) + " = " +
                    (value ? config::shown_text(to_text(*value)) : "(not set)") +
                    " is not allowed with " + what + ": " + reason);
}

void refuse_mixture(const Config& config, const std::string& what) {
  if (const auto key = config.mixture_key()) {
    const std::string certain = certain_collapse(config.model());
    // One of the two: together they are longer than a message may be.
    refuse_value(
        config, *key, what,
        !certain.empty()
            ? certain
            : "its formulas are for two components with fixed weights and an untrained variance "
              "on the pair of modes; annealvi probability knows more models");
  }
}

}  // namespace annealvi
