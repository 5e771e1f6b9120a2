// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// "Did you mean": the nearest known name for a mistyped one.
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
  const auto list = [](const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
      text += (text.empty() ? "" : ", ") + word;
    }
    return text;
  };
  const auto suggestion = [](const std::optional<std::string>& name) {
    return name ? "; did you mean " + *name + "?" : std::string();
  };
  if (!keys_here.empty()) {
    std::optional<std::string> meant = nearest(key, keys_here);
    if (meant) {
      meant = section + "." + *meant;
    } else if (!names_of_key.empty()) {
      meant = names_of_key.front();
    }
    return "is not allowed: [" + section + "] has no such key" + suggestion(meant) +
           " (keys: " + list(keys_here) + ")";
  }
  std::optional<std::string> meant = nearest(section + "." + key, names);
  if (!names_of_key.empty()) {
    meant = names_of_key.front();
  } else if (!meant && !section.empty()) {
    const auto near_section = nearest(section, sections);
    meant = near_section ? std::optional("[" + *near_section + "]") : std::nullopt;
  }
  return (section.empty() ? "is not allowed outside a section"
                          : "is not allowed: there is no section [" + section + "]") +
         suggestion(meant) + " (sections: " + list(sections) + ")";
}

}  // namespace annealvi::config
