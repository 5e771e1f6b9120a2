// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Elementary functions in plain arithmetic: additions, multiplications, divisions and square roots
// of doubles, which every processor rounds alike. Those of the C library do not give the same bits
// everywhere: glibc has several versions of each and chooses by the processor. Whatever a result
// passes through calls these; the test `no_library_functions` forbids the others.
//
// The errors are bounds of what tests/oracle/elementary_oracle_test.cpp finds, in units in the last
// place (ulp). Where an argument or a value is below 2^-1022, it is rounded twice: up to 0.8 ulp of
// 2^-1074 instead of 0.53. NaN gives NaN.
#pragma once

#include <cmath>

namespace annealvi::math {

[[nodiscard]] double exp(double x);    ///< 0.53 ulp
[[nodiscard]] double exp2(double x);   ///< 0.53 ulp; exact for whole x
[[nodiscard]] double expm1(double x);  ///< 0.9 ulp
[[nodiscard]] double log(double x);    ///< 0.53 ulp
[[nodiscard]] double log1p(double x);  ///< 0.53 ulp
[[nodiscard]] double log2(double x);   ///< 0.53 ulp; exact for powers of 2
[[nodiscard]] double log10(double x);  ///< 0.53 ulp; exact for powers of 10
/// log(1 + x) - x without cancellation, relative error 1e-13.
[[nodiscard]] double log1pmx(double x);
/// 0.53 ulp, 0.7 beside x = 1, where y is large; a negative x with a whole y only.
[[nodiscard]] double pow(double x, double y);

[[nodiscard]] double sinh(double x);   ///< 2.5 ulp
[[nodiscard]] double cosh(double x);   ///< 1.5 ulp
[[nodiscard]] double tanh(double x);   ///< 2.5 ulp
[[nodiscard]] double asinh(double x);  ///< 2.5 ulp
[[nodiscard]] double atanh(double x);  ///< 2.5 ulp

/// sin and cos of pi x for any x: 1 ulp. An angle in radians would first need a reduction by an
/// irrational number; the angles here are all fractions of a turn.
[[nodiscard]] double sin_pi(double x);
[[nodiscard]] double cos_pi(double x);
[[nodiscard]] double atan(double x);  ///< 1.3 ulp
[[nodiscard]] double asin(double x);  ///< 3 ulp
[[nodiscard]] double acos(double x);  ///< 3 ulp

[[nodiscard]] double erf(double x);       ///< 1.5 ulp
[[nodiscard]] double erfc(double x);      ///< 8 ulp
[[nodiscard]] double erfc_inv(double p);  ///< 0 <= p <= 2: 4 ulp
/// log Gamma(x) for x > 0: absolute error 3e-15 (1 + |log Gamma(x)|).
[[nodiscard]] double lgamma(double x);

[[nodiscard]] inline double square(double x) {
  return x * x;
}
/// sqrt(x^2 + y^2) without overflow: 2 ulp
[[nodiscard]] double hypot(double x, double y);

}  // namespace annealvi::math
