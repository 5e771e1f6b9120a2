// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Circular functions, error functions, log Gamma.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <numbers>

#include "numerics/elementary.hpp"
#include "numerics/elementary_tables.hpp"
#include "numerics/error_function.hpp"

namespace annealvi::math {
namespace {

using detail::Compensated;

struct Circular {
  double sine, cosine;
  std::uint64_t quarter;  ///< turns of pi/2 to add; the two low bits count
};

/// sin and cos of pi times x minus the nearest multiple of 1/2.
Circular circular(double x) {
  if (!(std::abs(x) < 0x1p50)) x -= 2 * std::trunc(x / 2);  // exact; NaN of an infinite x
  const double shifted = 2 * x + 0x1.8p52, t = x - (shifted - 0x1.8p52) / 2;
  constexpr double pi_rest = 0x1.1a62633145c07p-53;
  const Compensated product = detail::product_of(std::numbers::pi, t);
  const double angle = product.value, rest = product.rest + pi_rest * t;
  const double z = angle * angle, z2 = z * z, z4 = z2 * z2;
  const double sine_series = (-1.0 / 6 + z * (1.0 / 120)) +
                             z2 * (-1.0 / 5040 + z * (1.0 / 362880)) +
                             z4 * ((-1.0 / 39916800 + z * (1.0 / 6227020800)) +
                                   z2 * (-1.0 / 1307674368000 + z * (1.0 / 355687428096000)));
  const double cosine_series =
      (1.0 / 24 + z * (-1.0 / 720)) + z2 * (1.0 / 40320 + z * (-1.0 / 3628800)) +
      z4 * ((1.0 / 479001600 + z * (-1.0 / 87178291200)) + z2 * (1.0 / 20922789888000));
  const double half = z / 2, top = 1 - half;
  return {angle + (angle * z * sine_series + rest),
          top + (((1 - top) - half) + (z2 * cosine_series - angle * rest)),
          std::bit_cast<std::uint64_t>(shifted)};
}

double by_quarter(double first, double second, std::uint64_t quarter) {
  const double value = (quarter & 1) != 0 ? second : first;
  return (quarter & 2) != 0 ? -value : value;
}

/// atan(j/8), by Euler's series.
struct ArctangentTable {
  std::array<Compensated, 9> values{};

  constexpr ArctangentTable() {
    for (int j = 1; j <= 8; ++j) {
      const double square = j * j, scale = 64 + square;  // of x = j/8 and of 1 + x^2, times 64
      Compensated term = detail::quotient_of({8.0 * j}, scale), sum = term;
      for (int n = 1; n <= 110; ++n) {
        term = detail::quotient_of(detail::product_of(term, {2 * n * square}), (2 * n + 1) * scale);
        sum = detail::sum_of(sum, term);
      }
      values[static_cast<std::size_t>(j)] = sum;
    }
  }
};
constexpr ArctangentTable arctangents;

/// 0 <= x <= 1
double small_arctangent(double x) {
  const int j = static_cast<int>(8 * x + 0.5);
  const double c = j / 8.0, u = (x - c) / (1 + x * c), z = u * u;
  const Compensated start = arctangents.values[static_cast<std::size_t>(j)];
  double series = 1.0 / 13;
  for (int n = 11; n >= 3; n -= 2) series = 1.0 / n - z * series;
  return start.value + (u + (start.rest - u * z * series));
}

}  // namespace

double sin_pi(double x) {
  const auto [sine, cosine, quarter] = circular(x);
  return by_quarter(sine, cosine, quarter);
}

double cos_pi(double x) {
  const auto [sine, cosine, quarter] = circular(x);
  return by_quarter(cosine, -sine, quarter);
}

double atan(double x) {
  const double size = std::abs(x);
  if (!(size == size)) return x;
  constexpr double quarter_turn = std::numbers::pi / 2, rest = 0x1.1a62633145c07p-54;
  return std::copysign(
      size <= 1 ? small_arctangent(size) : quarter_turn - (small_arctangent(1 / size) - rest), x);
}

double asin(double x) {
  return atan(x / std::sqrt((1 - x) * (1 + x)));
}

double acos(double x) {
  return 2 * atan(std::sqrt((1 - x) / (1 + x)));
}

double erf(double x) {
  const double size = std::abs(x);
  if (size <= detail::small_erf_argument) return detail::small_erf(x);
  return std::copysign(1 - erfc(size), x);
}

double erfc(double x) {
  if (std::abs(x) <= detail::small_erf_argument) {
    const Compensated start = detail::difference_of(1, x);
    return start.value +
           (start.rest - x * detail::polynomial(detail::erf_series.coefficients, x * x));
  }
  if (std::abs(x) > 28) return x > 0 ? 0 : 2;
  const Compensated square = detail::square_of(x);
  const double tail = detail::exp_of_minus(square) * detail::scaled_erfc(std::abs(x));
  return x > 0 ? tail : 2 - tail;
}

double erfc_inv(double p) {
  if (p > 1) return -erfc_inv(2 - p);
  if (p == 0) return std::numeric_limits<double>::infinity();
  if (!(p > 0)) return std::numeric_limits<double>::quiet_NaN();
  p = std::max(p, std::numeric_limits<double>::min());
  // The start is off by less than 3e-3 (Abramowitz and Stegun, 26.2.22), and Halley's step cubes.
  const double t = std::sqrt(-2 * log(p / 2));
  double x =
      (t - (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t))) / std::numbers::sqrt2;
  for (int step = 0; step < 2; ++step) {
    const double excess = p < 0.5 ? erfc(x) - p : (1 - p) - erf(x);
    const double newton = excess / (2 * std::numbers::inv_sqrtpi) * exp(x * x);
    x += newton / (1 - newton * x);
  }
  return x;
}

double lgamma(double x) {
  if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
  double product = 1;
  for (; x < 10; x += 1) product *= x;
  // Stirling's series; its sum with a logarithm 50 times larger than itself needs more digits.
  const double z = 1 / (x * x);
  constexpr double terms[] = {-3617.0 / 122400, 1.0 / 156,  -691.0 / 360360, 1.0 / 1188,
                              -1.0 / 1680,      1.0 / 1260, -1.0 / 360,      1.0 / 12};
  double series = 0;
  for (const double term : terms) series = series * z + term;
  constexpr Compensated half_log_two_pi{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};
  const Compensated main = detail::sum_of(detail::product_of(Compensated{x - 0.5}, accurate_log(x)),
                                          detail::sum_of({-x}, half_log_two_pi));
  const Compensated result = detail::sum_of(main, -accurate_log(product));
  return result.value + (result.rest + series / x);
}

double hypot(double x, double y) {
  const double larger = std::max(std::abs(x), std::abs(y));
  if (std::isinf(x) || std::isinf(y)) return std::numeric_limits<double>::infinity();
  if (!(x == x && y == y)) return std::numeric_limits<double>::quiet_NaN();
  if (larger == 0) return 0;
  const double ratio = std::min(std::abs(x), std::abs(y)) / larger;
  return larger * std::sqrt(1 + ratio * ratio);
}

}  // namespace annealvi::math
