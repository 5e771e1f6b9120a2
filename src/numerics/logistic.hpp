// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Four exponentials, logistic functions or logarithms at a time, in plain arithmetic: the same bits
// in every clone.
#pragma once

#include "numerics/vector_clones.hpp"

#include <cstdint>
#include <numbers>

namespace annealvi::detail {

/// exp(x), relative error < 4e-16, with x taken into [-700, 700] first; NaN gives an arbitrary
/// finite value.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 clamped_exp(Vector4 x) {
  using Bits = std::int64_t __attribute__((vector_size(32)));
  x = x < 700.0 ? x : broadcast(700.0);
  x = x > -700.0 ? x : broadcast(-700.0);
  // x = n log 2 + r, |r| <= log(2)/2. Adding 1.5 * 2^52 rounds to a whole number and leaves it in
  // the low bits. The first part of log 2 has 21 trailing zeros: n times it is exact.
  const Vector4 shifted = x * 0x1.71547652b82fep0 + 0x1.8p52;
  const Vector4 n = shifted - 0x1.8p52;
  const Vector4 r = (x - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33;
  // Taylor to r^13: remainder below 5e-18
  const Vector4 r2 = r * r, r4 = r2 * r2;
  const Vector4 p0 = (1.0 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
  const Vector4 p4 = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
  const Vector4 p8 =
      (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
  const Vector4 p12 = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const Vector4 polynomial = p0 + r4 * (p4 + r4 * (p8 + r4 * p12));
  Bits bits;
  __builtin_memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  Vector4 power_of_two;
  __builtin_memcpy(&power_of_two, &bits, sizeof bits);
  return polynomial * power_of_two;
}

/// 1/(1 + e^-x), relative error < 1e-15 for x > -700 and 1e-304 below; 1 - logistic(x) =
/// logistic(-x).
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 logistic(Vector4 x) {
  return 1.0 / (1.0 + clamped_exp(-x));
}

/// log(1 + t) for t >= 0, relative error a few eps: 1 + t = 2^k f with f near 1, and
/// log f = 2 artanh((f - 1)/(f + 1)).
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 log_one_plus(Vector4 t) {
  using Bits = std::uint64_t __attribute__((vector_size(32)));
  const std::uint64_t one = 0x3ff0000000000000U, root_half = 0x3fe6a09e667f3bcdU;
  const std::uint64_t two_to_52 = 0x4330000000000000U, mantissa = 0x000fffffffffffffU;
  const Vector4 y = 1.0 + t;
  const Vector4 lost = (y < 2.0) ? (t < 1.0 ? t - (y - 1.0) : 1.0 - (y - t)) : broadcast(0);
  const Bits shifted = reinterpret_cast<Bits>(y) + (one - root_half);
  const auto f = reinterpret_cast<Vector4>((shifted & mantissa) + root_half);
  const Vector4 k = reinterpret_cast<Vector4>((shifted >> 52) | two_to_52) - (0x1p52 + 1023);
  const Vector4 s = (f - 1.0) / (f + 1.0), z = s * s;
  Vector4 series = broadcast(1.0 / 21);
  for (int n = 19; n >= 3; n -= 2) series = series * z + 1.0 / n;
  return (2.0 * (s * z * series + s) + lost) + k * std::numbers::ln2;
}

}  // namespace annealvi::detail
