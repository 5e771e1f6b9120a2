// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/characters.hpp"

#include <fmt/format.h>

namespace annealvi::config {
namespace {

/// The code point of a character of `length` bytes.
char32_t code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  char32_t code = length == 1 ? byte(0) : byte(0) & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (byte(i) & 0x3fU);
  return code;
}

/// Control characters, and what a reader cannot see or what turns the text around.
bool needs_escape(char32_t code) {
  const auto within = [code](char32_t first, char32_t last) {
    return first <= code && code <= last;
  };
  return code < 0x20 || within(0x7f, 0xa0) || code == 0xad || within(0x200b, 0x200f) ||
         within(0x2028, 0x202f) || within(0x2060, 0x206f) || code == 0xfeff;
}

}  // namespace

std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  if (byte(0) < 0x80) return 1;
  const std::size_t length = byte(0) >> 5U == 0b110     ? 2
                             : byte(0) >> 4U == 0b1110  ? 3
                             : byte(0) >> 3U == 0b11110 ? 4
                                                        : 0;
  for (std::size_t i = 1; i < length; ++i)
    if (byte(i) >> 6U != 0b10) return 0;
  if (length == 0) return 0;
  const char32_t code = code_point(text, at, length);
  // Not the shortest form, half of a pair of UTF-16, or beyond Unicode.
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool allowed = code >= least[length] && code <= 0x10ffff && !(code >> 11U == 0x1b);
  return allowed ? length : 0;
}

std::string shown_text(std::string_view text, std::size_t longest) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    std::string next(text.substr(at, length));
    if (length == 0) {
      next = fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
    } else if (const char32_t code = code_point(text, at, length); needs_escape(code)) {
      next = fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    }
    if (result.size() + next.size() > longest) return result + "...";
    result += next;
    at += length == 0 ? 1 : length;
  }
  return result;
}

}  // namespace annealvi::config
