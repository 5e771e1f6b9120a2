// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Tables of exp and log, worked out by the compiler with pairs of doubles (32 digits).
#pragma once

#include "numerics/compensated.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace annealvi::detail {

[[nodiscard]] constexpr Compensated sum_of(Compensated a, Compensated b) {
  const Compensated sum = difference_of(a.value, -b.value);
  const double rest = sum.rest + (a.rest + b.rest), value = sum.value + rest;
  return {value, rest - (value - sum.value)};
}
[[nodiscard]] constexpr Compensated product_of(Compensated a, Compensated b) {
  const Compensated product = product_of(a.value, b.value);
  const double rest = product.rest + (a.value * b.rest + a.rest * b.value);
  const double value = product.value + rest;
  return {value, rest - (value - product.value)};
}
/// A divisor without a rest.
[[nodiscard]] constexpr Compensated quotient_of(Compensated a, double b) {
  const double quotient = a.value / b;
  const Compensated product = product_of(quotient, b);
  const double rest = (((a.value - product.value) - product.rest) + a.rest) / b;
  const double value = quotient + rest;
  return {value, rest - (value - quotient)};
}

inline constexpr Compensated ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

/// Nearest multiple of 2^-42: a whole number below 2^10 times it is exact, and so is a sum of two.
[[nodiscard]] constexpr double upper_part(double x) {
  return (x + 0x1.8p10) - 0x1.8p10;
}

/// 2^(j/128) as the bits of the nearest double and its relative rest.
struct PowerTable {
  static constexpr int size = 128;
  struct Entry {
    std::uint64_t bits;
    double rest;
  };
  std::array<Entry, size> entries{};

  constexpr PowerTable() {
    const Compensated exponent{ln2.value / size, ln2.rest / size};
    Compensated root{1}, power{1};
    for (int n = 16; n >= 1; --n)  // exp(ln 2/128)
      root = sum_of({1}, quotient_of(product_of(root, exponent), n));
    for (Entry& entry : entries) {
      entry = {std::bit_cast<std::uint64_t>(power.value), power.rest / power.value};
      power = product_of(power, root);
    }
  }
};
inline constexpr PowerTable power_table;

/// For the 128 pieces [c, c + 2^-7 or 2^-8) of [0.6875, 1.375): a multiple of 1/512 near the
/// reciprocal, 1 on both sides of 1, and minus its logarithm in two parts, the upper one a multiple
/// of 2^-42.
struct LogarithmTable {
  static constexpr int size = 128;
  static constexpr std::uint64_t first = 0x3fe6000000000000;  // the bits of 0.6875
  struct Entry {
    double reciprocal, upper, lower;
  };
  std::array<Entry, size> entries{};

  constexpr LogarithmTable() {
    for (std::size_t j = 0; j < size; ++j) {
      const std::uint64_t bits = first + (std::uint64_t{j} << 45);
      const auto left = std::bit_cast<double>(bits);
      const auto right = std::bit_cast<double>(bits + (std::uint64_t{1} << 45));
      const bool at_one = left == 1 || right == 1;
      const auto nearest = static_cast<int>(1024 / (left + right) + 0.5);
      const double reciprocal = at_one ? 1 : nearest / 512.0;
      const Compensated logarithm = minus_log(reciprocal);
      const double upper = upper_part(logarithm.value);
      entries[j] = {reciprocal, upper, (logarithm.value - upper) + logarithm.rest};
    }
  }

 private:
  /// -log x = 2 artanh((1 - x)/(1 + x))
  static constexpr Compensated minus_log(double x) {
    const Compensated s = quotient_of({1 - x}, 1 + x), s2 = product_of(s, s);
    Compensated series{};
    for (int n = 45; n >= 1; n -= 2) series = sum_of(quotient_of({1}, n), product_of(s2, series));
    const Compensated half = product_of(s, series);
    return {2 * half.value, 2 * half.rest};
  }
};
inline constexpr LogarithmTable logarithm_table;

}  // namespace annealvi::detail

namespace annealvi::math {

/// log x to 1e-20 where it is of order 1; x > 0 and normal.
[[nodiscard]] detail::Compensated accurate_log(double x);

}  // namespace annealvi::math
