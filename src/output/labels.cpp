// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/labels.hpp"

#include "output/gnuplot.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace annealvi::labels {
namespace {

struct Label {
  std::string_view key, symbol, words;
};

// Symbols in enhanced-text markup; keys whose value is a word have none.
constexpr std::array labels{
    Label{"target.separation", "{/:Italic R}", "half the mode distance"},
    Label{"target.weight", "π", "weight of the mode at +{/:Italic R}"},
    Label{"target.dimension", "{/:Italic d}", "dimension"},
    Label{"target.modes", "", "modes"},
    Label{"target.mode_weights", "", "masses of the modes"},
    Label{"family.components", "{/:Italic K}", "number of components"},
    Label{"family.weight_rate", "{/:Italic r_w}", "learning rate of the weights"},
    Label{"family.variance_rate", "γ", "learning rate of the variance"},
    Label{"family.initial_sigma", "σ(0)", "initial sigma"},
    Label{"family.variance", "", "family variance"},
    Label{"family.initial_scale", "σ_0", "initial scale of the means"},
    Label{"annealing.path", "", "annealing path"},
    Label{"annealing.objective", "", "objective"},
    Label{"annealing.schedule", "", "schedule"},
    Label{"annealing.initial_temperature", "{/:Italic T}_0", "initial temperature"},
    Label{"annealing.rate", "κ", "annealing rate"},
    Label{"annealing.exponent", "{/:Italic p}", "exponent of the schedule"},
    Label{"annealing.bridge_scale", "{/:Italic s}_0", "bridge scale"},
    Label{"sgd.step", "η", "step size"},
    Label{"sgd.batch", "{/:Italic B}", "batch size"},
    Label{"sgd.estimator", "", "gradient estimator"},
    Label{"simulation.until", "{/:Italic t}_{end}", "end time"}};

const Label* find(const std::string& key) {
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&](const Label& label) { return label.key == key; });
  return found == labels.end() ? nullptr : &*found;
}

// Value of a key as text, strings without their quotes.
std::string value_of(const std::vector<ConfigEntry>& all, const std::string& key) {
  for (const ConfigEntry& entry : all) {
    if (entry.section + "." + entry.key != key) continue;
    std::string text = entry.json;
    if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
  }
  return {};
}

// "path" of "annealing path": what follows a value, as in "power path".
std::string last_word(std::string_view words) {
  return std::string(words.substr(words.rfind(' ') + 1));
}

/// "R = 3, d = 100": the keys that are not in `left_out`.
std::string values(const Config& config, const std::vector<std::string>& keys,
                   const std::vector<std::string>& left_out) {
  const std::vector<ConfigEntry> all = entries(config);
  std::string text;
  for (const std::string& key : keys) {
    if (std::find(left_out.begin(), left_out.end(), key) != left_out.end()) continue;
    text += (text.empty() ? "" : ", ") + with_value(key, value_of(all, key));
  }
  return text;
}

}  // namespace

std::string words(const std::string& key) {
  const Label* label = find(key);
  return label == nullptr ? gnuplot::literal(key) : std::string(label->words);
}

std::string axis(const std::string& key) {
  const Label* label = find(key);
  if (label == nullptr || label->symbol.empty()) return words(key);
  return std::string(label->words) + " " + std::string(label->symbol);
}

std::string with_value(const std::string& key, const std::string& value) {
  const Label* label = find(key);
  if (label == nullptr) return gnuplot::literal(key + " = " + value);
  if (label->symbol.empty()) return gnuplot::literal(value) + " " + last_word(label->words);
  if (value == "1/sqrt(d)") return std::string(label->symbol) + " = 1/√{/:Italic d}";
  return std::string(label->symbol) + " = " + gnuplot::literal(value);
}

std::string model(const Config& config, const std::vector<std::string>& left_out) {
  std::vector<std::string> keys;
  if (config.mixture.shape) keys.emplace_back("target.modes");
  if (config.mixture.is_pair() || config.mixture.shape) keys.emplace_back("target.separation");
  if (config.problem.target.weight != 0.5) keys.emplace_back("target.weight");
  keys.insert(keys.end(), {"target.dimension", "family.initial_scale"});
  if (config.mixture.components != 2) keys.emplace_back("family.components");
  keys.emplace_back("family.variance");
  return values(config, keys, left_out) + (config.mixture.train_weights ? ", trained weights" : "");
}

std::string training(const Config& config, const std::vector<std::string>& left_out,
                     bool with_noise) {
  const ScheduleKind schedule = config.problem.annealing.schedule.kind;
  std::vector<std::string> keys{"annealing.path", "annealing.schedule"};
  if (schedule != ScheduleKind::table) keys.emplace_back("annealing.initial_temperature");
  if (schedule != ScheduleKind::table && schedule != ScheduleKind::constant) {
    keys.emplace_back("annealing.rate");
  }
  if (with_noise) keys.insert(keys.end(), {"sgd.step", "sgd.batch"});
  return values(config, keys, left_out);
}

std::string parameters(const Config& config, const std::vector<std::string>& left_out,
                       bool with_noise) {
  const std::string first = model(config, left_out),
                    second = training(config, left_out, with_noise);
  return first + (first.empty() || second.empty() ? "" : ", ") + second;
}

}  // namespace annealvi::labels
