// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Records as bytes: the same on every machine, every bit of a double kept.
#pragma once

#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace annealvi {

class ByteWriter {
 public:
  /// A small number in few bytes: seven bits a byte, the lowest first.
  void count(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<unsigned char>(value | 0x80));
    byte(static_cast<unsigned char>(value));
  }
  void number(double value) {
    auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, bits >>= 8) byte(static_cast<unsigned char>(bits));
  }
  void text(std::string_view value) {
    count(value.size());
    bytes_ += value;
  }
  void byte(unsigned char value) { bytes_ += static_cast<char>(value); }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads what a ByteWriter wrote, in the same order. Throws std::runtime_error where the bytes end
/// too early.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t count() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t part = byte();
      value |= (part & 0x7f) << shift;
      if (part < 0x80) return value;
    }
    throw std::runtime_error("a record has a number that is too long");
  }
  [[nodiscard]] double number() {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 8; ++i) bits |= std::uint64_t{byte()} << (8 * i);
    return std::bit_cast<double>(bits);
  }
  [[nodiscard]] std::string text() {
    const std::uint64_t size = count();
    return std::string(taken(size));
  }
  [[nodiscard]] unsigned char byte() { return static_cast<unsigned char>(taken(1).front()); }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view taken(std::uint64_t size) {
    if (size > rest_.size()) throw std::runtime_error("a record ends too early");
    const std::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return part;
  }

  std::string_view rest_;
};

}  // namespace annealvi
