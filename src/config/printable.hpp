// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Text of other people in a message of ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace annealvi::config {

/// `text` as one line of at most `longest` characters (at least 8) that moves no cursor: letters of
/// UTF-8 stay, line breaks and tabs become spaces, every other control character and every byte
/// that is not UTF-8 becomes \xNN. What is too long loses its middle.
[[nodiscard]] std::string printable(std::string_view text, std::size_t longest);

/// Whether there are characters in `text` that `printable` replaces, other than bytes that are not
/// UTF-8 (a name in an older encoding has them).
[[nodiscard]] bool has_control_characters(std::string_view text);

}  // namespace annealvi::config
