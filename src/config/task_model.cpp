// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/config/task_model.hpp"

#include "config/options.hpp"
#include "config/overrides.hpp"
#include "jobs/hash.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace annealvi {
namespace {

using Names = std::set<std::string_view>;

constexpr std::array<std::string_view, 6> sections{"target", "family",     "annealing",
                                                   "sgd",    "simulation", "numerics"};

/// Keys of these sections that the answer of `method` does not depend on. A key that is not here
/// counts: a new one makes a new task until somebody says otherwise.
Names unused_keys(const Config& config, Method method) {
  const auto engine = engine_of(method);
  const bool noisy = engine && uses_gradient_noise(*engine);
  const Schedule& schedule = config.problem.annealing.schedule;
  const bool table = schedule.kind == ScheduleKind::table;
  Names unused{"simulation.runs",    "simulation.half_width", "simulation.confidence",
               "simulation.threads", "simulation.engine",     "simulation.seeds"};
  const auto drop = [&unused](bool when, std::initializer_list<std::string_view> keys) {
    if (when) unused.insert(keys);
  };
  drop(config.problem.noise.step == 0.0, {"sgd.batch", "sgd.estimator", "sgd.control_variate"});
  drop(schedule.kind != ScheduleKind::power, {"annealing.exponent"});
  drop(table || schedule.kind == ScheduleKind::constant, {"annealing.rate"});
  drop(table, {"annealing.initial_temperature"});
  drop(config.problem.annealing.path != AnnealingPath::bridge, {"annealing.bridge_scale"});
  drop(!config.mixture.train_weights, {"family.weight_rate"});
  drop(config.problem.family.variance != Variance::trained, {"family.variance_rate"});
  drop(method != Method::sde, {"simulation.sde_scheme", "simulation.sde_step"});
  drop(method != Method::sharp, {"numerics.probability_error"});
  drop(noisy, {"numerics.relative_tolerance", "numerics.absolute_tolerance"});
  if (config.is_mixture()) return unused;
  drop(true, {"simulation.coverage_share", "numerics.span_error", "numerics.span_nodes"});
  drop(!engine, {"simulation.seed", "simulation.decision_fraction"});
  drop(method == Method::overlap, {"simulation.decision_temperature"});
  return unused;
}

/// As TOML; `wanted` is asked for the whole name of a key.
template <class Wanted>
std::string text_of(const Config& config, const Wanted& wanted) {
  static const Config defaults;
  std::string text, section;
  const auto add = [&](const config::Option& option, const std::string& value) {
    if (option.section != section) text += "[" + (section = option.section) + "]\n";
    text += option.key + " = " + value + "\n";
  };
  for (const config::Option& option : config::option_table()) {
    if (std::find(sections.begin(), sections.end(), option.section) == sections.end()) continue;
    const std::string name = option.name();
    if (!wanted(name)) continue;
    if (name == "simulation.until") {
      add(option, config::to_text(config.end_time()));
      continue;
    }
    const auto value = option.get(config), standard = option.get(defaults);
    if (!value || value == standard) continue;
    // What is written as an expression is what it comes to.
    add(option, name == "sgd.step" ? config::to_text(config.problem.noise.step) : to_text(*value));
  }
  return text;
}

}  // namespace

std::string task_model(const Config& config, Method method) {
  const Names unused = unused_keys(config, method);
  return text_of(config, [&](const std::string& name) { return !unused.contains(name); });
}

Config config_of_task(const std::string& model, const std::string& method) {
  const Config config = config_from_toml(model, "the stored model");
  const std::optional<Method> known = method_named(method);
  const bool simulated = known && engine_of(*known);
  return simulated ? with_override(config, "simulation.engine", method, "the store") : config;
}

std::uint64_t point_seed(const Config& config) {
  if (config.seeds == SeedSharing::shared) return config.seed;
  const Names unused = unused_keys(config, Method::flow);
  const std::string text = text_of(config, [&](const std::string& name) {
    return name != "simulation.seed" && !unused.contains(name);
  });
  // Below 2^53: a seed that every program can write down exactly.
  return short_hash("seed " + std::to_string(config.seed) + "\n" + text) >> 11;
}

}  // namespace annealvi
