// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/printable.hpp"

#include "config/characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace annealvi::config {
namespace {

/// Control characters, and those that turn the direction of writing or are no character at all.
bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0xFEFF || (code & 0xFFFEU) == 0xFFFE;
}

/// The characters of `text` as they are shown.
std::vector<std::string> shown_characters(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const Character next = first_character(text);
    text.remove_prefix(next.bytes.size());
    if (next.valid && (next.code == '\n' || next.code == '\r' || next.code == '\t')) {
      all.emplace_back(" ");
    } else if (next.valid && !is_control(next.code)) {
      all.emplace_back(next.bytes);
    } else {
      for (const char byte : next.bytes) {
        for (const char c : fmt::format("\\x{:02X}", static_cast<unsigned char>(byte))) {
          all.emplace_back(1, c);
        }
      }
    }
  }
  return all;
}

}  // namespace

std::string printable(std::string_view text, std::size_t longest) {
  // Of a long text the ends are enough; a byte is at most four characters, a character four bytes.
  constexpr std::size_t bytes = 4;
  std::string ends;
  if (text.size() > 2 * bytes * longest) {
    ends = std::string(text.substr(0, bytes * longest));
    ends += text.substr(text.size() - bytes * longest);
    text = ends;
  }
  const std::vector<std::string> all = shown_characters(text);
  if (all.size() <= longest) return fmt::format("{}", fmt::join(all, ""));
  constexpr std::string_view gap = " ... ";
  const std::size_t kept = longest - gap.size();
  const auto head = static_cast<std::ptrdiff_t>(kept - kept / 3);
  const auto tail = static_cast<std::ptrdiff_t>(kept / 3);
  return fmt::format("{}{}{}", fmt::join(all.begin(), all.begin() + head, ""), gap,
                     fmt::join(all.end() - tail, all.end(), ""));
}

bool has_control_characters(std::string_view text) {
  while (!text.empty()) {
    const Character next = first_character(text);
    if (next.valid && is_control(next.code)) return true;
    text.remove_prefix(next.bytes.size());
  }
  return false;
}

}  // namespace annealvi::config
