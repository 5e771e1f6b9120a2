// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What has to be known about a text before the TOML library reads it, and after it refused it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace annealvi::config {

struct TextProblem {
  std::size_t line;  ///< from 1
  std::string reason;
};

/// Another encoding than UTF-8.
[[nodiscard]] std::optional<TextProblem> encoding_problem(std::string_view text);

/// The same, or a line end or control character that TOML does not know, or a character that it has
/// in strings and comments only: the library reads beyond its tables at such a character (3.3).
[[nodiscard]] std::optional<TextProblem> text_problem(std::string_view text);

/// Numbers outside strings as TOML wants them: 0.02 for .02, 2.0 for 2., 7 for 007.
[[nodiscard]] std::string with_full_numbers(std::string_view text);

/// "; write 0.02 in place of .02" when that is what is wrong in the line, counted from 1.
[[nodiscard]] std::string number_advice(std::string_view text, std::size_t line);

}  // namespace annealvi::config
