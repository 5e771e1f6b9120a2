// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Four doubles at a time in plain C++, compiled twice (AVX2 and baseline) and chosen when the
// program loads, so the library needs no -march flag. Lanes are added in a fixed order and the
// build forbids contraction to FMA: both clones return the same bits.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(ANNEALVI_NO_VECTOR_CLONES)
#define ANNEALVI_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define ANNEALVI_VECTOR_CLONES
#endif

/// Helpers of a cloned function must become part of the clone, or they stay at the baseline.
#define ANNEALVI_ALWAYS_INLINE __attribute__((always_inline)) inline

namespace annealvi::detail {

using Vector4 = double __attribute__((vector_size(32)));

[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 broadcast(double x) {
  return Vector4{x, x, x, x};
}

[[nodiscard]] ANNEALVI_ALWAYS_INLINE Vector4 load(const double* p) {
  Vector4 lanes;
  __builtin_memcpy(&lanes, p, sizeof lanes);
  return lanes;
}
ANNEALVI_ALWAYS_INLINE void store(double* p, Vector4 lanes) {
  __builtin_memcpy(p, &lanes, sizeof lanes);
}

[[nodiscard]] ANNEALVI_ALWAYS_INLINE double sum_of_lanes(Vector4 x) {
  return (x[0] + x[2]) + (x[1] + x[3]);
}

}  // namespace annealvi::detail
