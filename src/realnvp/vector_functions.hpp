// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// exp, exp - 1 and tanh of 32 bytes of floats or doubles, by operations that every instruction set
// rounds alike. Relative error below 4 units in the last place where the result is normal.
#pragma once

#include "numerics/vector_clones.hpp"

#include <cstdint>
#include <cstring>

namespace annealvi::realnvp {

template <class Scalar>
struct Lanes;
template <>
struct Lanes<float> {
  using Vector = float __attribute__((vector_size(32)));
  using Bits = std::int32_t __attribute__((vector_size(32)));
  static constexpr int count = 8;
  static constexpr int mantissa_bits = 23;
  static constexpr std::int32_t one = 0x3f800000;
  static constexpr float rounder = 0x1.8p23f;  // adding it leaves a whole number in the low bits
  static constexpr float ln2_high = 0x1.62ep-1f, ln2_low = 0x1.0bfbe8p-15f;
  static constexpr float tanh_limit = 9.1f;  // beyond it tanh rounds to 1
  static constexpr float exp_limit = 86.0f;  // e^u stays normal
  static constexpr int terms = 7;            // 0.35^8/8! is half a unit of 0.35
};
template <>
struct Lanes<double> {
  using Vector = double __attribute__((vector_size(32)));
  using Bits = std::int64_t __attribute__((vector_size(32)));
  static constexpr int count = 4;
  static constexpr int mantissa_bits = 52;
  static constexpr std::int64_t one = 0x3ff0000000000000;
  static constexpr double rounder = 0x1.8p52;
  static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
  static constexpr double tanh_limit = 19.1;
  static constexpr double exp_limit = 700.0;
  static constexpr int terms = 14;
};

template <class Scalar>
using Vector = typename Lanes<Scalar>::Vector;

/// By way of memory: inside a clone the compiler makes one broadcast of it, while a vector written
/// out, or mixed with a scalar, is filled lane by lane.
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> splat(Scalar x) {
  Scalar copies[Lanes<Scalar>::count];
  for (Scalar& copy : copies) copy = x;
  Vector<Scalar> lanes;
  std::memcpy(&lanes, copies, sizeof lanes);
  return lanes;
}
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> load_lanes(const Scalar* from) {
  Vector<Scalar> lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}
template <class Scalar>
ANNEALVI_ALWAYS_INLINE void store_lanes(Scalar* to, Vector<Scalar> lanes) {
  std::memcpy(to, &lanes, sizeof lanes);
}
/// ((0 + 4) + (1 + 5)) + ((2 + 6) + (3 + 7)) of the lanes, by shuffles: the compiler takes single
/// lanes out one at a time.
[[nodiscard]] ANNEALVI_ALWAYS_INLINE float sum_lanes(Vector<float> x) {
  const auto halves =
      __builtin_shufflevector(x, x, 0, 1, 2, 3) + __builtin_shufflevector(x, x, 4, 5, 6, 7);
  const auto pairs = halves + __builtin_shufflevector(halves, halves, 1, 0, 3, 2);
  return pairs[0] + pairs[2];
}
/// (0 + 2) + (1 + 3) of the lanes
[[nodiscard]] ANNEALVI_ALWAYS_INLINE double sum_lanes(Vector<double> x) {
  const auto halves = __builtin_shufflevector(x, x, 0, 1) + __builtin_shufflevector(x, x, 2, 3);
  return halves[0] + halves[1];
}

/// x within [-limit, limit]; NaN stays NaN.
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> clamped(Vector<Scalar> x, Scalar limit) {
  const Vector<Scalar> high = splat(limit), low = splat(-limit);
  x = x > high ? high : x;
  return x < low ? low : x;
}

/// e^x = power (1 + rest), power a power of two; needs |x| <= exp_limit.
template <class Scalar>
struct SplitExponential {
  Vector<Scalar> power, rest;
};
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE SplitExponential<Scalar> split_exponential(Vector<Scalar> x) {
  using L = Lanes<Scalar>;
  constexpr auto log2_e = Scalar(1.44269504088896340736);
  const Vector<Scalar> rounder = splat(L::rounder), shifted = x * splat(log2_e) + rounder;
  const Vector<Scalar> whole = shifted - rounder;
  const Vector<Scalar> r = (x - whole * splat(L::ln2_high)) - whole * splat(L::ln2_low);
  Scalar inverse_factorial[L::terms + 1] = {Scalar(1)};
  for (int k = 1; k <= L::terms; ++k) {
    inverse_factorial[k] = inverse_factorial[k - 1] / Scalar(k);
  }
  Vector<Scalar> series = splat(inverse_factorial[L::terms]);
  for (int k = L::terms - 1; k >= 2; --k) series = series * r + splat(inverse_factorial[k]);
  using Bits = typename L::Bits;
  const Bits bits = (reinterpret_cast<Bits>(shifted) << L::mantissa_bits) + L::one;
  return {reinterpret_cast<Vector<Scalar>>(bits), r + r * r * series};
}

template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> exponential(Vector<Scalar> x) {
  const auto [power, rest] = split_exponential<Scalar>(clamped(x, Lanes<Scalar>::exp_limit));
  return power + power * rest;
}
/// Needs |x| <= exp_limit.
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> exponential_minus_one(Vector<Scalar> x) {
  const auto [power, rest] = split_exponential<Scalar>(x);
  return (power - splat(Scalar(1))) + power * rest;
}
template <class Scalar>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector<Scalar> hyperbolic_tangent(Vector<Scalar> x) {
  const Vector<Scalar> two = splat(Scalar(2));
  const Vector<Scalar> twice = two * clamped(x, Lanes<Scalar>::tanh_limit);
  const Vector<Scalar> e = exponential_minus_one<Scalar>(twice);
  return e / (e + two);
}

}  // namespace annealvi::realnvp
