// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The two polynomials of the error function, four powers at a time; inlined into vector clones.
#pragma once

#include <cstddef>

#include "numerics/vector_clones.hpp"

namespace annealvi::detail {

/// sum_k (row_k of coefficients) q^(4 k), and the four lanes with 1, q, q^2, q^3.
template <std::size_t rows>
[[nodiscard]] ANNEALVI_ALWAYS_INLINE double polynomial(const double (&coefficients)[rows][4],
                                                       double q) {
  const double q2 = q * q;
  const Vector4 step = broadcast(q2 * q2);
  Vector4 sum = load(coefficients[rows - 1]);
  for (std::size_t k = rows - 1; k-- > 0;) sum = sum * step + load(coefficients[k]);
  return (sum[0] + q * sum[1]) + q2 * (sum[2] + q * sum[3]);
}

/// exp(t^2) erfc(t) for t >= 0, relative error a few eps: (1 + 2 t) times it is a polynomial in
/// q = (t - 3)/(t + 3).
[[nodiscard]] ANNEALVI_ALWAYS_INLINE double scaled_erfc(double t) {
  alignas(32) static constexpr double coefficients[6][4] = {
      {1.2530080582697296, -0.1356211061245812, -0.04756229435341897, 0.12964515870276264},
      {-0.11927366341681594, 0.06830802734392144, -0.023770514890662273, 0.002529391816799663},
      {0.0018886900908332905, -0.0007798322772742547, -0.00010515828085467254,
       0.00012509937435915822},
      {4.944031214882928e-06, -2.0100627664406107e-05, -7.186149396303622e-07,
       3.472520280065519e-06},
      {3.3649033965298255e-07, -6.167709493550964e-07, -1.2038713923616526e-07,
       1.0195717375790894e-07},
      {2.7779061599708634e-08, -1.3361953304404018e-08, -3.169592039553522e-09,
       9.948820947537195e-10},
  };
  const double inverse = 1 / ((t + 3) * (1 + 2 * t));
  return polynomial(coefficients, (t - 3) * (1 + 2 * t) * inverse) * ((t + 3) * inverse);
}

/// Up to here erf is its series, and 1 - erf loses nothing.
inline constexpr double small_erf_argument = 0.84;

/// erf(t)/t - 1, |t| <= small_erf_argument: the series up to t^30.
struct ErfSeries {
  alignas(32) double coefficients[4][4] = {};

  constexpr ErfSeries() {
    double factor = 1.1283791670955126;  // 2/sqrt(pi)/n!, alternating
    for (int n = 0; n < 16; ++n) {
      coefficients[n / 4][n % 4] = factor / (2 * n + 1);
      factor /= -(n + 1);
    }
    coefficients[0][0] = 0.12837916709551257;
  }
};
inline constexpr ErfSeries erf_series;

/// erf t, |t| <= small_erf_argument
[[nodiscard]] ANNEALVI_ALWAYS_INLINE double small_erf(double t) {
  return t + t * polynomial(erf_series.coefficients, t * t);
}

}  // namespace annealvi::detail
