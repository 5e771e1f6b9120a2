// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// "Did you mean": the nearest known name for a mistyped one, or for a word of the field.
#include "config/characters.hpp"
#include "config/options.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace annealvi::config {
namespace {

/// Levenshtein distance, letter case and the choice between '-' and '_' ignored.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  const auto folded = [](char character) {
    return character == '_'
               ? '-'
               : static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  };
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (folded(left[i]) == folded(right[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_word = 100;  // ours are shorter, and the comparison takes long
  if (word.size() > longest_word) return std::nullopt;
  // About one typing error in three letters; beyond that a suggestion is only confusing.
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string> best;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

namespace {

/// Names that the field has for our keys, the likeliest key first.
struct OtherWord {
  std::string_view word;
  std::vector<std::string_view> keys;
  std::string_view remark = {};
};
const std::vector<OtherWord>& other_words() {
  constexpr std::string_view inverse = " (T = 1/beta)";
  static const std::vector<OtherWord> words{
      {"learning_rate", {"sgd.step", "realnvp.learning_rate"}},
      {"lr", {"sgd.step", "realnvp.learning_rate"}},
      {"eta", {"sgd.step", "realnvp.learning_rate"}},
      {"step_size", {"sgd.step", "realnvp.learning_rate", "simulation.sde_step"}},
      {"dt", {"simulation.sde_step", "realnvp.time_per_step"}},
      {"batch_size", {"sgd.batch", "realnvp.batch"}},
      {"minibatch", {"sgd.batch", "realnvp.batch"}},
      {"samples", {"sgd.batch", "realnvp.evaluation_samples"}},
      {"n_samples", {"sgd.batch", "realnvp.evaluation_samples"}},
      {"steps", {"simulation.until", "realnvp.steps"}},
      {"n_steps", {"simulation.until", "realnvp.steps"}},
      {"max_iter", {"simulation.until", "realnvp.steps"}},
      {"iterations", {"simulation.until", "realnvp.steps"}},
      {"epochs", {"simulation.until", "realnvp.steps"}},
      {"end_time", {"simulation.until", "design.time"}},
      {"t_end", {"simulation.until", "design.time"}},
      {"duration", {"simulation.until", "design.time"}},
      {"beta", {"annealing.initial_temperature"}, inverse},
      {"inverse_temperature", {"annealing.initial_temperature"}, inverse},
      {"betas", {"annealing.table"}, inverse},
      {"temperature", {"annealing.initial_temperature", "table.temperature"}},
      {"t0", {"annealing.initial_temperature"}},
      {"temperatures", {"annealing.table", "table.temperature"}},
      {"ladder", {"annealing.table"}},
      {"kappa", {"annealing.rate"}},
      {"cooling_rate", {"annealing.rate"}},
      {"gamma", {"family.variance_rate", "annealing.rate"}},
      {"loss", {"annealing.objective"}},
      {"width", {"family.initial_scale", "realnvp.width"}},
      {"sigma", {"family.initial_sigma"}},
      {"std", {"family.initial_sigma"}},
      {"scale", {"family.initial_scale", "realnvp.initial_scale"}},
      {"init_scale", {"family.initial_scale", "realnvp.initial_scale"}},
      {"covariance", {"family.variance"}},
      {"n_components", {"family.components"}},
      {"num_components", {"family.components"}},
      {"k", {"family.components"}},
      {"n_modes", {"target.modes"}},
      {"dim", {"target.dimension"}},
      {"d", {"target.dimension"}},
      {"n_dim", {"target.dimension"}},
      {"r", {"target.separation"}},
      {"distance", {"target.separation"}},
      {"pi", {"target.weight", "target.mode_weights"}},
      {"weights", {"family.weights", "target.mode_weights"}},
      {"n_runs", {"simulation.runs", "realnvp.runs"}},
      {"trials", {"simulation.runs", "realnvp.runs"}},
      {"random_state", {"simulation.seed"}},
      {"n_jobs", {"simulation.threads"}},
      {"workers", {"simulation.threads"}},
      {"rtol", {"numerics.relative_tolerance"}},
      {"atol", {"numerics.absolute_tolerance"}},
      {"layers", {"realnvp.couplings", "realnvp.depth"}},
      {"hidden_layers", {"realnvp.depth"}},
      {"hidden_units", {"realnvp.width"}}};
  return words;
}

/// The key that the field calls `key`, with a remark; in `section` alone unless that is empty.
std::optional<std::string> by_other_word(const std::string& section, const std::string& key) {
  const auto word = std::ranges::find_if(other_words(), [&](const OtherWord& other) {
    return other.word.size() == key.size() && edit_distance(other.word, key) == 0;
  });
  if (word == other_words().end()) return std::nullopt;
  for (const std::string_view name : word->keys) {
    if (section.empty() || name.starts_with(section + ".")) {
      return std::string(name) + std::string(word->remark);
    }
  }
  return std::nullopt;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

}  // namespace

std::string explain_unknown(const std::string& section, const std::string& key) {
  std::vector<std::string> sections, keys_here, names_of_key, names;
  for (const Option& option : option_table()) {
    if (sections.empty() || sections.back() != option.section) {
      sections.push_back(option.section);
    }
    if (option.section == section) {
      keys_here.push_back(option.key);
    }
    if (option.key == key) {
      names_of_key.push_back(option.name());
    }
    names.push_back(option.name());
  }
  const auto suggestion = [](const std::optional<std::string>& name) {
    return name ? "; did you mean " + *name + "?" : std::string();
  };
  // In the section itself first: by its other names, then by spelling.
  std::optional<std::string> meant;
  if (!keys_here.empty()) {
    meant = by_other_word(section, key);
    if (const auto near = meant ? std::nullopt : nearest(key, keys_here)) {
      meant = section + "." + *near;
    }
  }
  if (!meant && !names_of_key.empty()) meant = names_of_key.front();
  if (!meant) meant = by_other_word("", key);
  if (!keys_here.empty()) {
    return "is not allowed: [" + section + "] has no such key" + suggestion(meant) +
           " (keys: " + joined(keys_here) + ")";
  }
  if (!meant) meant = nearest(section + "." + key, names);
  if (!meant && !section.empty()) {
    const auto near_section = nearest(section, sections);
    meant = near_section ? std::optional("[" + *near_section + "]") : std::nullopt;
  }
  return (section.empty() ? "is not allowed outside a section"
                          : "is not allowed: there is no section [" + shown_text(section) + "]") +
         suggestion(meant) + " (sections: " + joined(sections) + ")";
}

}  // namespace annealvi::config
