// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The head of a table of results, in which a whole configuration lies. It is
//
//   # annealvi 0.1.0        the first line: the name and a version, nothing else
//   # ...                   command, the command of the pictures, remarks, seed
//   #: separation = 3.0     the configuration: TOML, a line after each "#:"
//   # columns:              ends the configuration
//   #   name: meaning       a line a column
//   name,...                the first line without #: the head was whole
//
// Without one of the last three a file was cut, and the configuration may be, too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace annealvi::config {

inline constexpr std::string_view table_mark = "# annealvi ";  ///< then the version
inline constexpr std::string_view embedded_mark = "#:";
inline constexpr std::string_view end_of_configuration = "# columns:";

/// Whether `text` begins with the first line of a table. No other comment of anybody looks so.
[[nodiscard]] bool begins_as_table(std::string_view text);

/// The configuration in the head of a table, every other line blank so that line numbers hold;
/// empty for a text that is no table. Throws ConfigError, which begins with `name`, for a table
/// that ends within its head.
[[nodiscard]] std::optional<std::string> configuration_in_table(const std::string& text,
                                                                const std::string& name);

}  // namespace annealvi::config
