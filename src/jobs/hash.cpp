// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "jobs/hash.hpp"

#include "annealvi/jobs/store.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <string>

namespace annealvi {

std::uint64_t short_hash(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

std::string task_hash(const TaskIdentity& task) {
  const std::string text = "annealvi task\nnumerics " + std::to_string(task.numerics_version) +
                           "\nmethod " + task.method + "\n" + task.model;
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
  std::string hash;
  for (const unsigned char byte : canonical.digest) hash += static_cast<char>(byte);
  return hash;
}

std::string hexadecimal(const std::string& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += {digits[byte >> 4], digits[byte & 15U]};
  }
  return text;
}

}  // namespace annealvi
