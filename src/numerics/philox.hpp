// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Random bits of Philox4x32-10 (Salmon et al., SC 2011), many blocks at a time.
#pragma once

#include "annealvi/numerics/random.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace annealvi {

/// Kinds of draws that must not share bits even under one RandomKey.
enum class DrawKind : std::uint32_t {
  normal_double = 1,
  normal_single = 2,
  chi_squared = 3,
  chi_squared_fill = 4,
  digital_shift = 5
};

/// Key of Philox and the three upper counter words; the lowest counter word numbers the blocks.
struct PhiloxSequence {
  std::array<std::uint32_t, 2> key;
  std::array<std::uint32_t, 3> counter;  ///< lane, step (low), step (high)
};

/// (seed, stream, run, kind) need 192 bits and the key has 64: they are hashed by Philox itself, so
/// neighbouring seeds and runs give unrelated keys, unlike sums or exclusive ors of them.
[[nodiscard]] PhiloxSequence philox_sequence(const RandomKey& key, DrawKind kind);

using PhiloxBlock = std::array<std::uint32_t, 4>;
[[nodiscard]] PhiloxBlock philox_block(const PhiloxSequence& sequence, std::uint32_t index);

/// Blocks are handed out in groups of 8, word by word: word k of block 8 g + j of the sequence is
/// at 32 g + 8 k + j, which lets everything downstream work on 8 neighbouring values.
inline constexpr std::size_t philox_group_blocks = 8;
inline constexpr std::size_t philox_group_words = 4 * philox_group_blocks;

/// Groups first_group, first_group + 1, ... of `sequence`; words.size() is a multiple of 32.
void philox_groups(const PhiloxSequence& sequence, std::uint32_t first_group,
                   std::span<std::uint32_t> words);

/// The same through Random123's own function: any machine, and the oracle of the tests.
void philox_groups_portable(const PhiloxSequence& sequence, std::uint32_t first_group,
                            std::span<std::uint32_t> words);

}  // namespace annealvi
