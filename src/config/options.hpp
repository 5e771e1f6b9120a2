// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The option table: every key of the configuration, once.
#pragma once

#include "annealvi/config/config.hpp"
#include "config/value.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi::config {

/// A configuration being filled: what takes more than one key is joined at the end.
struct Draft {
  Config config;
  std::string note;  ///< what `set` changed: goes on after "section.key = value"; empty: nothing
  std::optional<std::vector<double>> weights;  ///< of the components; empty: equal
  std::optional<std::array<double, 2>> overlaps;
  std::optional<std::array<double, 3>> gram;
};

struct Option {
  std::string section, key;
  std::string allowed;  ///< "a number > 0"
  std::string unit;     ///< empty: none
  std::string meaning;
  std::string example;  ///< what `annealvi config` shows, commented out, for a key without default
  bool whole = false;   ///< its values are whole numbers
  bool words = false;   ///< a text: what the command line gives is not read as a number or a date
  /// Stores the value. Returns nothing when it is accepted, else how the sentence "section.key =
  /// value ..." goes on.
  std::function<std::optional<std::string>(Draft&, const Value&)> set;
  /// Empty for a key that is not set and has no default.
  std::function<std::optional<Value>(const Config&)> get;

  [[nodiscard]] std::string name() const { return section + "." + key; }
};

/// Sections together, in the order in which they are printed.
[[nodiscard]] const std::vector<Option>& option_table();

[[nodiscard]] const Option* find_option(std::string_view section, std::string_view key);

/// Why there is no such key or section, with the nearest name: goes on after "section.key = value".
[[nodiscard]] std::string explain_unknown(const std::string& section, const std::string& key);

/// "; did you mean sgd.step?" for a key without its section, if one is near.
[[nodiscard]] std::string suggested_key(const std::string& key);

/// The candidate nearest in spelling, if one is near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

}  // namespace annealvi::config
