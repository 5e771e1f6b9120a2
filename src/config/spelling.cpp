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

/// "exp" in "exponential", "temperature" in "initial_temperature".
bool is_part(std::string_view word, std::string_view candidate) {
  constexpr std::size_t shortest_begin = 3, shortest_end = 5;
  if (word.size() < shortest_begin || word.size() >= candidate.size()) return false;
  return edit_distance(word, candidate.substr(0, word.size())) == 0 ||
         (word.size() >= shortest_end &&
          edit_distance(word, candidate.substr(candidate.size() - word.size())) == 0);
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_word = 100;  // ours are shorter, and the comparison takes long
  if (word.size() > longest_word) return std::nullopt;
  // About one typing error in three letters, none in a single one; beyond that a suggestion is only
  // confusing.
  std::size_t best_distance = word.size() < 2 ? 1 : std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string> best;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  if (best) return best;
  const auto longer =
      std::find_if(candidates.begin(), candidates.end(),
                   [&](const std::string& candidate) { return is_part(word, candidate); });
  return longer == candidates.end() ? std::nullopt : std::optional(*longer);
}

namespace {

/// One spelling of words that differ in capitals, in '_' and '-', or in "num" for "n".
std::string plain(std::string_view word) {
  std::string letters;
  for (const char character : word) {
    if (character == '_' || character == '-') continue;
    letters += static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  }
  if (letters.starts_with("num")) letters.erase(1, 2);
  return letters;
}

/// Names that the field has for our keys, the likeliest key first.
struct OtherWord {
  std::string_view word;  ///< plain; with a section, when it has this meaning there only
  std::vector<std::string_view> keys;
  std::string_view remark = {};
};
const std::vector<OtherWord>& other_words() {
  constexpr std::string_view inverse = " (T = 1/beta)";
  constexpr std::string_view width = " (R in units of the width of the modes, which is 1)";
  static const std::vector<OtherWord> words{
      {"target.sigma", {"target.separation"}, width},
      {"target.std", {"target.separation"}, width},
      {"target.scale", {"target.separation"}, width},
      {"target.width", {"target.separation"}, width},
      {"target.variance", {"target.separation"}, width},
      {"learningrate", {"sgd.step", "realnvp.learning_rate"}},
      {"lr", {"sgd.step", "realnvp.learning_rate"}},
      {"eta", {"sgd.step", "realnvp.learning_rate"}},
      {"stepsize", {"sgd.step", "realnvp.learning_rate", "simulation.sde_step"}},
      {"dt", {"simulation.sde_step", "realnvp.time_per_step"}},
      {"batchsize", {"sgd.batch", "realnvp.batch"}},
      {"minibatch", {"sgd.batch", "realnvp.batch"}},
      {"samples", {"sgd.batch", "realnvp.evaluation_samples"}},
      {"nsamples", {"sgd.batch", "realnvp.evaluation_samples"}},
      {"mcsamples", {"sgd.batch", "realnvp.evaluation_samples"}},
      {"nparticles", {"sgd.batch", "realnvp.batch"}},
      {"steps", {"simulation.until", "realnvp.steps"}},
      {"nsteps", {"simulation.until", "realnvp.steps"}},
      {"niter", {"simulation.until", "realnvp.steps"}},
      {"maxiter", {"simulation.until", "realnvp.steps"}},
      {"maxsteps", {"simulation.until", "realnvp.steps"}},
      {"iterations", {"simulation.until", "realnvp.steps"}},
      {"niterations", {"simulation.until", "realnvp.steps"}},
      {"epochs", {"simulation.until", "realnvp.steps"}},
      {"nepochs", {"simulation.until", "realnvp.steps"}},
      {"endtime", {"simulation.until", "design.time"}},
      {"tend", {"simulation.until", "design.time"}},
      {"tmax", {"simulation.until", "design.time"}},
      {"duration", {"simulation.until", "design.time"}},
      {"beta", {"annealing.initial_temperature"}, inverse},
      {"beta0", {"annealing.initial_temperature"}, inverse},
      {"betamin", {"annealing.initial_temperature"}, inverse},
      {"inversetemperature", {"annealing.initial_temperature"}, inverse},
      {"betas", {"annealing.table"}, inverse},
      {"temperature", {"annealing.initial_temperature", "table.temperature"}},
      {"temp", {"annealing.initial_temperature", "table.temperature"}},
      {"t", {"annealing.initial_temperature", "table.temperature"}},
      {"t0", {"annealing.initial_temperature"}},
      {"starttemperature", {"annealing.initial_temperature"}},
      {"temperatures", {"annealing.table", "table.temperature"}},
      {"ladder", {"annealing.table"}},
      {"kappa", {"annealing.rate"}},
      {"coolingrate", {"annealing.rate"}},
      {"annealrate", {"annealing.rate"}},
      {"annealingrate", {"annealing.rate"}},
      {"tau", {"annealing.rate"}, " (a time tau is the rate 1/tau)"},
      {"gamma", {"family.variance_rate", "annealing.rate"}},
      {"scheduletype", {"annealing.schedule"}},
      {"annealing.type", {"annealing.schedule"}},
      {"annealing.kind", {"annealing.schedule"}},
      {"annealing.name", {"annealing.schedule"}},
      {"loss", {"annealing.objective"}},
      {"mu", {"family.initial_overlaps"}},
      {"means", {"family.initial_overlaps"}},
      {"width", {"family.initial_scale", "realnvp.width"}},
      {"sigma", {"family.initial_sigma"}},
      {"std", {"family.initial_sigma"}},
      {"sigma0", {"family.initial_scale"}},
      {"scale", {"family.initial_scale", "realnvp.initial_scale"}},
      {"initscale", {"family.initial_scale", "realnvp.initial_scale"}},
      {"covariance", {"family.variance"}},
      {"ncomponents", {"family.components"}},
      {"k", {"family.components"}},
      {"nmodes", {"target.modes"}},
      {"dim", {"target.dimension"}},
      {"d", {"target.dimension"}},
      {"ndim", {"target.dimension"}},
      {"ndims", {"target.dimension"}},
      {"r", {"target.separation"}},
      {"distance", {"target.separation"}},
      {"pi", {"target.weight", "target.mode_weights"}},
      {"weights", {"family.weights", "target.mode_weights"}},
      {"nruns", {"simulation.runs", "realnvp.runs"}},
      {"trials", {"simulation.runs", "realnvp.runs"}},
      {"ntrials", {"simulation.runs", "realnvp.runs"}},
      {"seeds", {"simulation.runs", "realnvp.runs"}},
      {"nseeds", {"simulation.runs", "realnvp.runs"}},
      {"randomstate", {"simulation.seed"}},
      {"randomseed", {"simulation.seed"}},
      {"rngseed", {"simulation.seed"}},
      {"njobs", {"simulation.threads"}},
      {"nthreads", {"simulation.threads"}},
      {"workers", {"simulation.threads"}},
      {"nworkers", {"simulation.threads"}},
      {"cores", {"simulation.threads"}},
      {"ncores", {"simulation.threads"}},
      {"rtol", {"numerics.relative_tolerance"}},
      {"atol", {"numerics.absolute_tolerance"}},
      {"layers", {"realnvp.couplings", "realnvp.depth"}},
      {"nlayers", {"realnvp.couplings", "realnvp.depth"}},
      {"blocks", {"realnvp.couplings"}},
      {"nblocks", {"realnvp.couplings"}},
      {"hiddenlayers", {"realnvp.depth"}},
      {"hidden", {"realnvp.width"}},
      {"hiddensize", {"realnvp.width"}},
      {"hiddendim", {"realnvp.width"}},
      {"hiddenunits", {"realnvp.width"}}};
  return words;
}

/// The key that the field calls `key`, with a remark: one of the same section first, or alone.
std::optional<std::string> by_other_word(const std::string& section, const std::string& key,
                                         bool this_section_only) {
  const std::string word = plain(key);
  const auto called = [&](const std::string& name) {
    const auto& words = other_words();
    return std::find_if(words.begin(), words.end(),
                        [&](const OtherWord& other) { return other.word == name; });
  };
  auto found = called(section + "." + word);
  if (found != other_words().end()) return std::string(found->keys[0]) + std::string(found->remark);
  found = called(word);
  if (found == other_words().end()) return std::nullopt;
  const auto here =
      std::find_if(found->keys.begin(), found->keys.end(),
                   [&](std::string_view name) { return name.starts_with(section + "."); });
  if (here == found->keys.end() && this_section_only) return std::nullopt;
  return std::string(here == found->keys.end() ? found->keys[0] : *here) +
         std::string(found->remark);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

}  // namespace

namespace {

/// What was meant by a key that does not exist.
std::optional<std::string> meant_key(const std::string& section, const std::string& key) {
  std::vector<std::string> keys, keys_here, names;
  for (const Option& option : option_table()) {
    keys.push_back(option.key);
    names.push_back(option.name());
    if (option.section == section) keys_here.push_back(option.key);
  }
  // In the section itself first: by its other names, then by spelling.
  if (auto meant = by_other_word(section, key, true)) return meant;
  if (const auto near = nearest(key, keys_here)) return section + "." + *near;
  if (auto meant = by_other_word(section, key, false)) return meant;
  const auto name_of = [&](const std::string& found) {
    return names[static_cast<std::size_t>(std::find(keys.begin(), keys.end(), found) -
                                          keys.begin())];
  };
  if (std::find(keys.begin(), keys.end(), key) != keys.end()) return name_of(key);
  if (!keys_here.empty()) return std::nullopt;
  if (!section.empty()) return nearest(section + "." + key, names);
  const auto near = nearest(key, keys);
  return near ? std::optional(name_of(*near)) : std::nullopt;
}

std::string question(const std::optional<std::string>& name) {
  return name ? "; did you mean " + *name + "?" : std::string();
}

}  // namespace

std::string suggested_key(const std::string& key) {
  return question(meant_key("", key));
}

std::string explain_unknown(const std::string& section, const std::string& key) {
  std::vector<std::string> sections, keys_here;
  for (const Option& option : option_table()) {
    if (sections.empty() || sections.back() != option.section) sections.push_back(option.section);
    if (option.section == section) keys_here.push_back(option.key);
  }
  std::optional<std::string> meant = meant_key(section, key);
  if (!keys_here.empty()) {
    return "is not allowed: [" + section + "] has no such key" + question(meant) +
           " (keys: " + joined(keys_here) + ")";
  }
  if (!meant && !section.empty()) {
    const auto near_section = nearest(section, sections);
    meant = near_section ? std::optional("[" + *near_section + "]") : std::nullopt;
  }
  return (section.empty() ? "is not allowed outside a section"
                          : "is not allowed: there is no section [" + shown_text(section) + "]") +
         question(meant) + " (sections: " + joined(sections) + ")";
}

}  // namespace annealvi::config
