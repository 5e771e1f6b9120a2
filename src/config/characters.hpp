// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Characters of UTF-8, as far as reading and messages need them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace annealvi::config {

/// Bytes of the character that starts at `text[at]`; 0 when the bytes there are not UTF-8.
[[nodiscard]] std::size_t character_length(std::string_view text, std::size_t at);

/// `text` as part of a message of one line: control characters, invisible characters and bytes that
/// are not UTF-8 are escaped, and what is longer than `longest` bytes is cut between two
/// characters.
[[nodiscard]] std::string shown_text(std::string_view text, std::size_t longest = 80);

}  // namespace annealvi::config
