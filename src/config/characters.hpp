// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Characters of UTF-8, as far as reading needs them.
#pragma once

#include "config/printable.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace annealvi::config {

/// Bytes of the character that starts at `text[at]`; 0 when the bytes there are not UTF-8.
[[nodiscard]] std::size_t character_length(std::string_view text, std::size_t at);

/// The code point of a character of `length` bytes.
[[nodiscard]] std::uint32_t code_point(std::string_view text, std::size_t at, std::size_t length);

/// A key or a value as part of a message.
[[nodiscard]] inline std::string shown_text(std::string_view text, std::size_t longest = 80) {
  return printable(text, longest);
}

}  // namespace annealvi::config
