// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/job_options.hpp"

#include "annealvi/experiments/collapse_curve.hpp"
#include "cli/messages.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace annealvi::cli {
namespace {

/// With a wanted half width the number of runs follows from it; this only ends hopeless jobs.
constexpr const char* most_runs = "100000000";

constexpr const char* half_width_option = "--half-width";

/// For the key 0 means to do all runs; whoever writes the option wants an interval.
void check_half_width(const std::string& value) {
  const auto number = config::number_in(value);
  if (number && *number == 0.0) {
    throw ConfigError(
        fmt::format("{}: simulation.half_width = {} is not allowed: a number > 0 and < 0.5",
                    half_width_option, value));
  }
}

}  // namespace

JobOptions::JobOptions(CLI::App& command, bool config_required) : command_(command) {
  path_option_ = command.add_option(
      "CONFIG", path_, "configuration (TOML), or a result file whose header holds one");
  path_option_->required(config_required);
  command
      .add_option("--set", assignments_,
                  "section.key=value: override a key, any number of times (keys: annealvi config)")
      ->allow_extra_args(false);
}

CLI::Option* JobOptions::add_shorthand(const std::string& option, const std::string& key,
                                       const std::string& description) {
  shorthands_.push_back(std::make_unique<Shorthand>(Shorthand{option, key, {}, nullptr}));
  Shorthand& shorthand = *shorthands_.back();
  shorthand.declared =
      command_.add_option(option, shorthand.value, description + " (sets " + key + ")");
  return shorthand.declared;
}

void JobOptions::add_run_count() {
  add_shorthand("--runs", "simulation.runs", "number of runs");
  add_shorthand(half_width_option, "simulation.half_width",
                "instead of --runs: run until the interval of P is this narrow to either side")
      ->excludes("--runs");
}

bool JobOptions::has_overrides() const {
  return !assignments_.empty() ||
         std::any_of(shorthands_.begin(), shorthands_.end(),
                     [](const auto& shorthand) { return shorthand->declared->count() > 0; });
}

void JobOptions::refuse(const std::vector<std::string>& options, const std::string& reason) const {
  for (const auto& shorthand : shorthands_) {
    const bool listed =
        std::find(options.begin(), options.end(), shorthand->option) != options.end();
    if (listed && shorthand->declared->count() > 0) {
      throw ConfigError(
          fmt::format("{} = {} has no effect: {}", shorthand->option, shorthand->value, reason));
    }
  }
}

void JobOptions::refuse_runs(const Config& config, const std::string& key,
                             const std::string& methods) const {
  const auto chosen = parse_methods(methods);
  if (std::none_of(chosen.begin(), chosen.end(), [](const MethodChoice& choice) {
        return engine_of(choice.method).has_value();
      })) {
    refuse({"--runs", half_width_option},
           fmt::format("{} = \"{}\" simulates nothing", config.origin(key), methods));
  }
}

Config JobOptions::config(const std::vector<Override>& more) const {
  if (has_path() && path_.empty()) {
    throw ConfigError("CONFIG = \"\" is not allowed: the name of a configuration file");
  }
  std::vector<Override> overrides;
  std::copy(assignments_.begin(), assignments_.end(), std::back_inserter(overrides));
  for (const auto& shorthand : shorthands_) {
    if (shorthand->declared->count() == 0) {
      continue;
    }
    overrides.emplace_back(shorthand->key + "=" + shorthand->value, shorthand->option);
    if (shorthand->option == half_width_option) {
      check_half_width(shorthand->value);
      overrides.emplace_back(std::string("simulation.runs=") + most_runs, shorthand->option);
    }
  }
  overrides.insert(overrides.end(), more.begin(), more.end());
  Config config = has_path() ? read_config(path_, overrides) : default_config(overrides);
  for (const std::string& note : config.notes) say(note);
  return config;
}

}  // namespace annealvi::cli
