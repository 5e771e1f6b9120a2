// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace annealvi::config {

/// "1 component", "2 components"; `plural` where it is not the word with an s.
[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view word,
                                         std::string_view plural = {}) {
  const std::string many = plural.empty() ? std::string(word) + "s" : std::string(plural);
  return fmt::format("{} {}", count, count == 1 ? std::string(word) : many);
}

}  // namespace annealvi::config
