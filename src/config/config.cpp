// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/config/config.hpp"

#include "config/characters.hpp"
#include "config/consistency.hpp"
#include "config/options.hpp"
#include "config/overrides.hpp"
#include "config/printable.hpp"
#include "config/sweep_options.hpp"
#include "config/toml_reader.hpp"
#include "config/toml_text.hpp"
#include "config/value_range.hpp"

#include <fmt/format.h>

#include <utility>

namespace annealvi {
namespace {

using config::Draft;
using config::Setting;
using config::trimmed;

/// Long tables are cut: an error stays one readable line.
std::string shown(const config::Value& value) {
  return config::shown_text(to_text(value));
}

std::string name_of(const Setting& setting) {
  const std::string section = config::shown_text(setting.section);
  const std::string key = config::shown_text(setting.key);
  return section.empty() ? key : key.empty() ? "[" + section + "]" : section + "." + key;
}

std::vector<double> equal_weights(std::size_t count) {
  return std::vector<double>(count, 1.0 / static_cast<double>(count));
}

/// Fills a configuration setting by setting, remembering where each came from.
class Loader {
 public:
  explicit Loader(const Config& start) {
    draft_.config = start;
    draft_.weights = start.component_weights();
    release_equal_weights();
    if (start.start) {
      draft_.overlaps = start.start->overlap;
      draft_.gram = {start.start->q11, start.start->q12, start.start->q22};
    }
  }

  void apply(const Setting& setting) {
    const config::Option* option = config::find_option(setting.section, setting.key);
    std::optional<std::string> problem;
    if (option == nullptr) {
      if (setting.key.empty() && is_section(setting.section)) {
        return;  // an empty section of ours
      }
      problem = config::explain_unknown(setting.section, setting.key);
    } else {
      problem = option->set(draft_, setting.value);
    }
    if (problem) {
      const std::string value = setting.key.empty() ? "" : " = " + shown(setting.value);
      throw ConfigError(
          fmt::format("{}: {}{} {}", setting.origin, name_of(setting), value, *problem));
    }
    draft_.config.origins[name_of(setting)] = setting.origin;
    if (!draft_.note.empty()) {
      draft_.config.notes.push_back(fmt::format("{}: {} = {} {}", setting.origin, name_of(setting),
                                                shown(setting.value), draft_.note));
      draft_.note.clear();
    }
  }

  /// Equal weights stay equal when the number of components is overridden.
  void release_equal_weights() {
    if (draft_.weights && *draft_.weights == equal_weights(draft_.config.mixture.components)) {
      draft_.weights.reset();
    }
  }

  /// The finished configuration; `origin` stands in for keys that nobody set.
  Config finish(const std::string& origin) {
    set_weights();
    if (const std::string wrong = config::evaluate_step(draft_.config); !wrong.empty()) {
      const auto from = draft_.config.origins.find("sgd.step");
      throw ConfigError(fmt::format("{}: sgd.step = \"{}\" is not allowed: {}",
                                    from == draft_.config.origins.end() ? origin : from->second,
                                    config::shown_text(draft_.config.step_expression), wrong));
    }
    if (const auto found = config::contradiction(draft_)) {
      const config::Option* option = config::find_option(found->section, found->key);
      const auto& origins = draft_.config.origins;
      const auto from = origins.find(option->name());
      const auto value = config::draft_value(draft_, *option);
      throw ConfigError(fmt::format("{}: {} = {} is not allowed: {}",
                                    from == origins.end() ? origin : from->second, option->name(),
                                    value ? shown(*value) : "(not set)", found->reason));
    }
    Config result = draft_.config;
    result.start.reset();
    if (draft_.overlaps && draft_.gram) {
      const auto& gram = *draft_.gram;
      result.start = SummaryState{*draft_.overlaps, gram[0], gram[1], gram[2]};
    }
    return result;
  }

 private:
  /// A wrong number of weights is left for `contradiction` to find.
  void set_weights() {
    Config& config = draft_.config;
    const std::size_t components = config.mixture.components;
    const std::vector<double> weights = draft_.weights.value_or(equal_weights(components));
    config.mixture.weights.clear();
    if (weights.size() != components) return;
    if (components == 2) {
      config.problem.family.weights = {weights[0], weights[1]};
    } else {
      config.problem.family.weights = Family{}.weights;
      config.mixture.weights = weights;
    }
  }

  static bool is_section(const std::string& section) {
    for (const config::Option& option : config::option_table()) {
      if (option.section == section) {
        return true;
      }
    }
    return false;
  }

  Draft draft_;
};

Setting parse_assignment(const Override& override) {
  const std::string& text = override.assignment;
  if (const auto problem = config::encoding_problem(text)) {
    throw ConfigError(fmt::format("{}: \"{}\" is not allowed: {}", override.origin,
                                  config::shown_text(text), problem->reason));
  }
  const auto equals = text.find('=');
  const auto dot = text.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals || dot == 0 ||
      dot + 1 == equals) {
    const std::string word = equals == std::string::npos ? "" : trimmed(text.substr(0, equals));
    throw ConfigError(fmt::format("{}: \"{}\" is not allowed: section.key=value is needed{}",
                                  override.origin, config::shown_text(text),
                                  word.empty() ? "" : config::suggested_key(word)));
  }
  const std::string section = trimmed(text.substr(0, dot));
  const std::string key = trimmed(text.substr(dot + 1, equals - dot - 1));
  const std::string right = trimmed(text.substr(equals + 1));
  const config::Option* option = config::find_option(section, key);
  const bool quoted = right.starts_with('"') || right.starts_with('\'') || right.starts_with('[');
  Setting setting{section, key, {right}, override.origin};
  if (option == nullptr || !option->words || quoted) {
    setting.value = config::parse_value(right, override.origin + ": " + name_of(setting));
  }
  return setting;
}

Config finished(Loader loader, const std::vector<Override>& overrides, const std::string& origin) {
  loader.release_equal_weights();
  for (const Override& override : overrides) loader.apply(parse_assignment(override));
  return loader.finish(origin);
}

}  // namespace

std::string Config::origin(const std::string& key) const {
  const auto found = origins.find(key);
  return (found == origins.end() ? "default" : found->second) + ": " + key;
}

Config read_config(const std::string& path, const std::vector<Override>& overrides) {
  Loader loader{Config{}};
  for (const Setting& setting : config::read_toml_file(path)) loader.apply(setting);
  return finished(std::move(loader), overrides, path);
}

Config config_from_toml(const std::string& text, const std::string& name) {
  Loader loader{Config{}};
  for (const Setting& setting : config::parse_toml(text, name)) loader.apply(setting);
  return finished(std::move(loader), {}, name);
}

Config default_config(const std::vector<Override>& overrides) {
  return finished(Loader{Config{}}, overrides, overrides.empty() ? "" : overrides.back().origin);
}

Config with_overrides(const Config& config, const std::vector<Override>& overrides) {
  if (overrides.empty()) return config;
  return finished(Loader{config}, overrides, overrides.back().origin);
}

Config with_override(const Config& config, const std::string& key, const std::string& value,
                     const std::string& origin) {
  return with_overrides(config, {Override(key + "=" + value, origin)});
}

std::vector<ConfigEntry> entries(const Config& config) {
  std::vector<ConfigEntry> result;
  for (const config::Option& option : config::option_table()) {
    const auto value = option.get(config);
    result.push_back({option.section, option.key, value ? to_text(*value) : "null"});
  }
  return result;
}

std::string to_toml(const Config& config) {
  std::string text, section;
  for (const config::Option& option : config::option_table()) {
    const auto value = option.get(config);
    if (!value) continue;
    if (option.section != section) {
      section = option.section;
      text += (text.empty() ? "[" : "\n[") + section + "]\n";
    }
    text += option.key + " = " + to_text(*value) + "\n";
  }
  return text;
}

std::string documented_defaults() {
  const Config defaults;
  std::string text =
      "# All keys of an annealvi configuration with their defaults. Numbers may be written with "
      "or\n"
      "# without a decimal point; --set section.key=value overrides a key from the command line.\n";
  std::string section;
  for (const config::Option& option : config::option_table()) {
    if (option.section != section) {
      section = option.section;
      text += "\n[" + section + "]\n";
    }
    const auto value = option.get(defaults);
    const std::string unit = option.unit.empty() ? "" : " [" + option.unit + "]";
    text += "# " + option.meaning + unit + "; " + option.allowed + "\n";
    text += value ? option.key + " = " + to_text(*value) + "\n"
                  : "# " + option.key + " = " + option.example + "\n";
  }
  return text;
}

}  // namespace annealvi
