// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "numerics/philox.hpp"

#include <Random123/philox.h>

#include <bit>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define ANNEALVI_PHILOX_AVX2
#include <immintrin.h>
#endif

namespace annealvi {
namespace {

std::uint32_t low_word(std::uint64_t value) {
  return static_cast<std::uint32_t>(value);
}
std::uint32_t high_word(std::uint64_t value) {
  return static_cast<std::uint32_t>(value >> 32);
}

PhiloxBlock philox(const PhiloxBlock& counter, const std::array<std::uint32_t, 2>& key) {
  return std::bit_cast<PhiloxBlock>(philox4x32_R(philox4x32_rounds,
                                                 std::bit_cast<philox4x32_ctr_t>(counter),
                                                 std::bit_cast<philox4x32_key_t>(key)));
}

#ifdef ANNEALVI_PHILOX_AVX2

// Four 32-bit words, each in the low half of a 64-bit lane. The high halves may hold anything: the
// multiplication ignores them, and exclusive or does not carry.
using Words = std::uint64_t __attribute__((vector_size(32)));

// GCC has no vector-extension spelling of the 32 x 32 -> 64 bit multiplication, and its vectorised
// form of the scalar one spends most of its time in shuffles (2.0 against 0.6 ns per word).
__attribute__((target("avx2"))) inline Words multiply(Words a, Words b) {
  return reinterpret_cast<Words>(
      _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}

__attribute__((target("avx2"))) inline void store_interleaved(Words even, Words odd,
                                                              std::uint32_t* out) {
  const Words words = (even & 0xffffffffU) | (odd << 32);
  std::memcpy(out, &words, sizeof words);
}

// Two groups at a time: four independent chains of multiplications hide their latency.
constexpr std::size_t chains = 4;

__attribute__((target("avx2"))) void philox_group_pairs_avx2(const PhiloxSequence& sequence,
                                                             std::uint32_t first_group,
                                                             std::uint32_t* out,
                                                             std::size_t pairs) {
  Words keys[philox4x32_rounds][2];
  std::uint32_t key0 = sequence.key[0], key1 = sequence.key[1];
  for (auto& round_keys : keys) {
    round_keys[0] = Words{} + key0;
    round_keys[1] = Words{} + key1;
    key0 += PHILOX_W32_0;
    key1 += PHILOX_W32_1;
  }
  const Words multiplier0 = Words{} + PHILOX_M4x32_0, multiplier1 = Words{} + PHILOX_M4x32_1;

  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const std::uint64_t first_block = philox_group_blocks * (std::uint64_t{first_group} + 2 * pair);
    Words a[chains], b[chains], c[chains], d[chains];
    for (std::size_t i = 0; i < chains; ++i) {
      // Chains 0 and 1 hold the even and the odd blocks of the first group, 2 and 3 of the second.
      const std::uint64_t block = first_block + philox_group_blocks * (i / 2) + i % 2;
      a[i] = Words{block, block + 2, block + 4, block + 6};
      b[i] = Words{} + sequence.counter[0];
      c[i] = Words{} + sequence.counter[1];
      d[i] = Words{} + sequence.counter[2];
    }
#pragma GCC unroll 10
    for (const auto& [round_key0, round_key1] : keys) {
#pragma GCC unroll 4
      for (std::size_t i = 0; i < chains; ++i) {
        const Words product0 = multiply(a[i], multiplier0), product1 = multiply(c[i], multiplier1);
        a[i] = (product1 >> 32) ^ b[i] ^ round_key0;
        c[i] = (product0 >> 32) ^ d[i] ^ round_key1;
        b[i] = product1;
        d[i] = product0;
      }
    }
    for (std::size_t i = 0; i < chains; i += 2) {
      store_interleaved(a[i], a[i + 1], out);
      store_interleaved(b[i], b[i + 1], out + philox_group_blocks);
      store_interleaved(c[i], c[i + 1], out + 2 * philox_group_blocks);
      store_interleaved(d[i], d[i + 1], out + 3 * philox_group_blocks);
      out += philox_group_words;
    }
  }
}

#endif

}  // namespace

PhiloxSequence philox_sequence(const RandomKey& key, DrawKind kind) {
  const std::uint32_t purpose =
      (static_cast<std::uint32_t>(kind) << 16) | static_cast<std::uint32_t>(key.stream);
  const PhiloxBlock hash = philox({low_word(key.run), high_word(key.run), purpose, 0},
                                  {low_word(key.seed), high_word(key.seed)});
  return {{hash[0], hash[1]}, {key.lane, low_word(key.step), high_word(key.step)}};
}

PhiloxBlock philox_block(const PhiloxSequence& sequence, std::uint32_t index) {
  return philox({index, sequence.counter[0], sequence.counter[1], sequence.counter[2]},
                sequence.key);
}

void philox_groups_portable(const PhiloxSequence& sequence, std::uint32_t first_group,
                            std::span<std::uint32_t> words) {
  const std::size_t groups = words.size() / philox_group_words;
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t j = 0; j < philox_group_blocks; ++j) {
      const std::uint64_t block = philox_group_blocks * (std::uint64_t{first_group} + g) + j;
      const PhiloxBlock bits = philox_block(sequence, low_word(block));
      for (std::size_t k = 0; k < bits.size(); ++k) {
        words[philox_group_words * g + philox_group_blocks * k + j] = bits[k];
      }
    }
  }
}

void philox_groups(const PhiloxSequence& sequence, std::uint32_t first_group,
                   std::span<std::uint32_t> words) {
#ifdef ANNEALVI_PHILOX_AVX2
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) {
    const std::size_t pairs = words.size() / (2 * philox_group_words);
    philox_group_pairs_avx2(sequence, first_group, words.data(), pairs);
    first_group += static_cast<std::uint32_t>(2 * pairs);
    words = words.subspan(2 * pairs * philox_group_words);
    if (words.empty()) return;
    std::array<std::uint32_t, 2 * philox_group_words> last_pair;
    philox_group_pairs_avx2(sequence, first_group, last_pair.data(), 1);
    std::memcpy(words.data(), last_pair.data(), words.size_bytes());
    return;
  }
#endif
  philox_groups_portable(sequence, first_group, words);
}

}  // namespace annealvi
