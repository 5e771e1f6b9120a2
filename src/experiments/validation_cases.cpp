// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The built-in cases of `annealvi validate`. Each one differs from the first in what its name says.
#include "annealvi/experiments/validation.hpp"
#include "experiments/validation_grid.hpp"

namespace annealvi {
namespace {

struct NamedSettings {
  const char* name;
  std::vector<const char*> settings;
};

const std::vector<NamedSettings>& quick_cases() {
  static const std::vector<NamedSettings> cases{
      {"reference", {}},
      {"total estimator", {"sgd.estimator=total"}},
      {"total estimator, batch 4", {"sgd.estimator=total", "sgd.batch=4"}},
      {"small step", {"sgd.step=0.002"}},
      {"component path", {"annealing.path=component", "annealing.initial_temperature=2.5"}},
      {"bridge path", {"annealing.path=bridge", "annealing.initial_temperature=3"}},
      {"free energy",
       {"annealing.objective=free-energy", "annealing.initial_temperature=2", "sgd.step=0.005"}},
      {"fixed variance", {"family.variance=fixed", "annealing.initial_temperature=2"}},
      {"linear schedule", {"annealing.schedule=linear"}},
      {"five dimensions", {"target.dimension=5"}},
      {"a million dimensions", {"target.dimension=1000000"}},
      {"far modes", {"target.separation=6", "annealing.initial_temperature=8", "sgd.step=0.004"}},
      {"unequal modes", {"target.weight=0.52"}},
  };
  return cases;
}

constexpr const char* reference_settings[] = {
    "target.separation=3", "target.dimension=100", "annealing.initial_temperature=5",
    "annealing.rate=0.2",  "sgd.step=0.01",        "numerics.probability_error=1e-5"};

ValidationCase build(const std::string& name, const std::vector<std::string>& settings,
                     const std::vector<Override>& overrides) {
  std::vector<Override> all(settings.begin(), settings.end());
  all.insert(all.end(), overrides.begin(), overrides.end());
  return {name, default_config(all)};
}

}  // namespace

void check_validation(const ValidationCase& item) {
  const Config& config = item.config;
  if (config.start) {
    throw ConfigError(config.origin("family.initial_overlaps") +
                      " is not allowed with annealvi validate: its probabilities are over the "
                      "random start");
  }
  if (const std::string certain = certain_collapse(config.model()); !certain.empty())
    refuse_value(config, config.mixture_key().value(), "annealvi validate", certain);
}

std::vector<ValidationCase> validation_cases(ValidationLevel level,
                                             const std::vector<Override>& overrides) {
  std::vector<ValidationCase> cases;
  for (const NamedSettings& item : quick_cases()) {
    std::vector<std::string> settings(std::begin(reference_settings), std::end(reference_settings));
    settings.insert(settings.end(), item.settings.begin(), item.settings.end());
    cases.push_back(build(item.name, settings, overrides));
  }
  if (level == ValidationLevel::quick) return cases;
  for (const auto& grid : {validation_grid(), validation_models()}) {
    for (ValidationPoint point : grid) {
      point.settings.emplace_back("numerics.probability_error=1e-5");
      cases.push_back(build(point.name, point.settings, overrides));
    }
  }
  return cases;
}

}  // namespace annealvi
