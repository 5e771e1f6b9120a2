// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/characters.hpp"

namespace annealvi::config {

std::uint32_t code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[at + i]);
  };
  std::uint32_t code = length == 1 ? byte(0) : byte(0) & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (byte(i) & 0x3fU);
  return code;
}

std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80              ? 1
                             : lead >> 5U == 0b110U   ? 2
                             : lead >> 4U == 0b1110U  ? 3
                             : lead >> 3U == 0b11110U ? 4
                                                      : 0;
  for (std::size_t i = 1; i < length; ++i)
    if (byte(i) >> 6U != 0b10) return 0;
  if (length == 0) return 0;
  const std::uint32_t code = code_point(text, at, length);
  // Not the shortest form, half of a pair of UTF-16, or beyond Unicode.
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool allowed = code >= least[length] && code <= 0x10ffff && code >> 11U != 0x1b;
  return allowed ? length : 0;
}

}  // namespace annealvi::config
