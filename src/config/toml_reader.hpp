// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sole user of the TOML library: text in, settings with their place out.
#pragma once

#include "config/value.hpp"

#include <string>
#include <vector>

namespace annealvi::config {

/// One key that somebody set.
struct Setting {
  std::string section;  ///< empty for a key outside every section
  std::string key;      ///< empty for a section without keys; the key "" is spelled ""
  Value value;
  std::string origin;  ///< "file:line", or the command-line option
};

/// The settings of a file in the order of its lines. A file of ours whose header holds the
/// configuration in lines `#: ...` is read from these lines only. Throws ConfigError when the file
/// cannot be read or is not TOML.
[[nodiscard]] std::vector<Setting> read_toml_file(const std::string& path);

/// The same for text; `name` is what errors call it.
[[nodiscard]] std::vector<Setting> parse_toml(const std::string& text, const std::string& name);

/// A value as written after "key = ", numbers also without the digits that TOML wants (.02);
/// anything that is not TOML and does not start like a string, an array or a table counts as a bare
/// word, that is a string. Throws ConfigError, which begins with `place`: "origin: section.key".
[[nodiscard]] Value parse_value(const std::string& text, const std::string& place);

}  // namespace annealvi::config
