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

/// A character of UTF-8, or one byte that is none.
struct Character {
  std::string_view bytes;
  std::uint32_t code = 0;
  bool valid = false;
};

/// The first character of `text`, which is not empty.
[[nodiscard]] Character first_character(std::string_view text);

/// A key or a value as part of a message.
[[nodiscard]] inline std::string shown_text(std::string_view text, std::size_t longest = 80) {
  return printable(text, longest);
}

}  // namespace annealvi::config
