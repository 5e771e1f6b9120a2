// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Hashes of texts, the same on every machine. Sole user of xxHash.
#pragma once

#include <cstdint>
#include <string_view>

namespace annealvi {

/// XXH3, 64 bits.
[[nodiscard]] std::uint64_t short_hash(std::string_view text);

}  // namespace annealvi
