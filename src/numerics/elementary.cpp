// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// exp, log and what follows from them.
#include "numerics/elementary.hpp"

#include <bit>
#include <cstdint>
#include <limits>
#include <numbers>

#include "numerics/elementary_tables.hpp"

namespace annealvi::math {
namespace {

using detail::Compensated;
using detail::product_of;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest_normal = std::numeric_limits<double>::min();
constexpr double largest_exponent = 709.79, smallest_exponent = -745.14;

/// e^x = scale (1 + rest), |rest| < 0.003, scale = 2^(whole/128).
struct ScaledPower {
  double scale, rest;
};

/// 2^(whole/128) e^r, |r| <= log(2)/256; `shifted` has `whole` in its low bits. The exponent is
/// moved by `up`: near the ends of the range the scale itself would not be a normal number.
inline ScaledPower scaled_power(double shifted, double r, int up = 0) {
  const auto whole = std::bit_cast<std::uint64_t>(shifted);
  const auto& entry = detail::power_table.entries[whole % detail::PowerTable::size];
  const std::uint64_t exponent = ((whole >> 7) + static_cast<std::uint64_t>(std::int64_t{up}))
                                 << 52;
  const double r2 = r * r;
  return {std::bit_cast<double>(entry.bits + exponent),
          (entry.rest + r) +
              (r2 * (1.0 / 2 + r * (1.0 / 6)) + (r2 * r2) * (1.0 / 24 + r * (1.0 / 120)))};
}

constexpr double rounder = 0x1.8p52;  // its sum with a number ends in the bits of the rounded one

/// The parts of exp(x + rest), |x| <= 746. The first part of log(2)/128 has 21 trailing zeros: its
/// product with a whole number below 2^18 is exact.
inline ScaledPower exponential_parts(double x, double rest, int up = 0) {
  constexpr double upper = 0x1.62e42fee00000p-8, lower = 0x1.a39ef35793c76p-40;
  const double shifted = x * (128 * std::numbers::log2e) + rounder;
  const double whole = shifted - rounder;
  return scaled_power(shifted, (x - whole * upper) - (whole * lower - rest), up);
}

/// exp(x + rest), |rest| far below 1.
inline double exponential(double x, double rest) {
  if (std::abs(x) < 700) [[likely]] {
    const auto [scale, small] = exponential_parts(x, rest);
    return scale + scale * small;
  }
  if (x > largest_exponent) return infinity;
  if (x < smallest_exponent) return 0;
  if (!(x == x)) return x;
  const int up = x > 0 ? -64 : 64;
  const auto [scale, small] = exponential_parts(x, rest, up);
  return (scale + scale * small) * (x > 0 ? 0x1p64 : 0x1p-64);
}

/// log(1 + r) - r, |r| <= 2^-7, by its series up to r^10, without the first term -r^2/2.
inline double logarithm_series(double r, double r2) {
  const double low = (1.0 / 3 - r * (1.0 / 4)) + r2 * (1.0 / 5 - r * (1.0 / 6));
  const double high = (1.0 / 7 - r * (1.0 / 8)) + r2 * (1.0 / 9 - r * (1.0 / 10));
  return (r * r2) * (low + (r2 * r2) * high);
}

constexpr double ln2_upper = detail::upper_part(detail::ln2.value);
constexpr double ln2_lower = (detail::ln2.value - ln2_upper) + detail::ln2.rest;

/// log x = start + log(1 + r), each with its rest: x = 2^k z, z c = 1 + r with a short c.
struct LogarithmParts {
  double start, start_rest, r, r_rest;
};
/// Of x + lost > 0, |lost| <= ulp(x)/2; x is normal.
inline LogarithmParts logarithm_parts(double x, double lost) {
  constexpr std::uint64_t first = detail::LogarithmTable::first;
  const auto bits = std::bit_cast<std::uint64_t>(x), offset = bits - first;
  const auto k = static_cast<double>(static_cast<std::int64_t>(offset) >> 52);
  const std::uint64_t power = offset & 0xfff0000000000000;
  const auto z = std::bit_cast<double>(bits - power);
  const auto z_upper = std::bit_cast<double>((bits - power) & 0xfffffffffffff800);
  const auto& entry =
      detail::logarithm_table.entries[(offset >> 45) % detail::LogarithmTable::size];
  // Products of 42 and of 11 bits with the 10 of the reciprocal: exact.
  const double upper = z_upper * entry.reciprocal - 1;
  double lower = (z - z_upper) * entry.reciprocal;
  if (lost != 0) {
    const double scaled = lost * std::bit_cast<double>(std::bit_cast<std::uint64_t>(1.0) - power);
    lower += scaled * entry.reciprocal;
  }
  const double r = upper + lower;
  return {k * ln2_upper + entry.upper, k * ln2_lower + entry.lower, r, (upper - r) + lower};
}

inline double logarithm(const LogarithmParts& parts) {
  const auto [start, start_rest, r, r_rest] = parts;
  const double r2 = r * r, sum = start + r;
  return sum + (((start - sum) + r) + ((start_rest + r_rest) + (logarithm_series(r, r2) - r2 / 2)));
}

/// log x to 1e-20 where it is of order 1.
inline Compensated accurate_logarithm(const LogarithmParts& parts) {
  const auto [start, start_rest, r, r_rest] = parts;
  const Compensated half_square = product_of(r, r / 2);
  const double sum = start + r, value = sum - half_square.value;
  const double remainder =
      ((start - sum) + r) + ((sum - value) - half_square.value) +
      ((start_rest + (r_rest - r_rest * r)) + (logarithm_series(r, r * r) - half_square.rest));
  const double total = value + remainder;
  return {total, (value - total) + remainder};
}

/// What log, log2 and log10 have in common: `finite` of the parts, for 0 < x < infinity.
template <class Function>
double logarithm_of(double x, const Function& finite) {
  if (x >= smallest_normal && x <= std::numeric_limits<double>::max()) [[likely]]
    return finite(logarithm_parts(x, 0), 0.0);
  if (x == 0) return -infinity;
  if (!(x > 0)) return not_a_number;
  if (x == infinity) return x;
  return finite(logarithm_parts(x * 0x1p64, 0), -64.0);
}

/// log(x)/log(b)
double logarithm_of_base(double x, Compensated inverse_log_base, double log_base_of_2) {
  return logarithm_of(x, [&](const LogarithmParts& parts, double powers_of_two) {
    const Compensated log = accurate_logarithm(parts);
    const Compensated product = detail::product_of(log, inverse_log_base);
    return powers_of_two * log_base_of_2 + product.value + product.rest;
  });
}

bool is_whole(double x) {
  return std::trunc(x) == x;
}

constexpr double small_argument = 0x1p-7;
/// Above it log(1 + x) is log(x), to far below an ulp; near the largest numbers the parts of 1 + x
/// are none.
constexpr double large_argument = 0x1p60;

}  // namespace

double exp(double x) {
  return exponential(x, 0);
}

double exp2(double x) {
  if (!(std::abs(x) < 1100)) return x > 0 ? infinity : x < 0 ? 0 : x;
  const double shifted = x * 128 + rounder;
  const double r = (x - (shifted - rounder) / 128) * std::numbers::ln2;
  const int up = x > 0 ? -128 : 128;  // both steps stay within the normal numbers
  const auto [scale, small] = scaled_power(shifted, r, up);
  return (scale + scale * small) * (x > 0 ? 0x1p128 : 0x1p-128);
}

double expm1(double x) {
  if (std::abs(x) < 0.35) {
    double series = 1.0 / 6227020800;  // 1/13!
    constexpr double inverse_factorials[] = {
        1.0 / 2,     1.0 / 6,      1.0 / 24,      1.0 / 120,      1.0 / 720,      1.0 / 5040,
        1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600};
    for (int k = 10; k >= 0; --k) series = series * x + inverse_factorials[k];
    return x + x * x * series;
  }
  if (x < -40) return -1;
  if (!(x < 708)) return exp(x);
  const auto [scale, small] = exponential_parts(x, 0);
  const Compensated difference = detail::difference_of(scale, 1);
  return difference.value + (difference.rest + scale * small);
}

double log(double x) {
  return logarithm_of(x, [](LogarithmParts parts, double powers_of_two) {
    parts.start += powers_of_two * ln2_upper;
    parts.start_rest += powers_of_two * ln2_lower;
    return logarithm(parts);
  });
}

double log2(double x) {
  return logarithm_of_base(x, {0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56}, 1);
}

detail::Compensated accurate_log(double x) {
  return accurate_logarithm(logarithm_parts(x, 0));
}

double log10(double x) {
  return logarithm_of_base(x, {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57}, 0.30102999566398120);
}

double log1p(double x) {
  if (std::abs(x) < small_argument) return x + log1pmx(x);
  if (x > -1 && x < large_argument) {
    const double y = 1 + x;
    return logarithm(logarithm_parts(y, x < 1 ? x - (y - 1) : 1 - (y - x)));
  }
  return log(1 + x);
}

double log1pmx(double x) {
  if (std::abs(x) < small_argument) {
    const double square = x * x;
    return logarithm_series(x, square) - square / 2;
  }
  if (!(x > -1 && x < large_argument)) return log1p(x) - x;
  const double y = 1 + x;
  const Compensated log = accurate_logarithm(logarithm_parts(y, x < 1 ? x - (y - 1) : 1 - (y - x)));
  return (log.value - x) + log.rest;
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (!(x == x && y == y)) return not_a_number;
  double sign = 1;
  if (std::signbit(x)) {
    const bool odd = is_whole(y) && !is_whole(y / 2);
    if (x < 0 && !is_whole(y) && x != -infinity) return not_a_number;
    if (odd) sign = -1;
    x = -x;
  }
  if (x == 0 || x == infinity) return (x == 0) == (y > 0) ? sign * 0 : sign * infinity;
  double powers_of_two = 0;
  if (x < smallest_normal) {
    x *= 0x1p64;
    powers_of_two = -64;
  }
  Compensated log = accurate_logarithm(logarithm_parts(x, 0));
  if (powers_of_two != 0)
    log = detail::sum_of(log, detail::product_of(detail::ln2, Compensated{powers_of_two}));
  if (log.value == 0) return sign;
  if (!(std::abs(y * log.value) < 800))
    return (log.value > 0) == (y > 0) ? sign * infinity : sign * 0;
  const Compensated exponent = product_of(y, log.value);
  return sign * exponential(exponent.value, exponent.rest + y * log.rest);
}

double sinh(double x) {
  const double size = std::abs(x);
  if (size > 708) {
    const double root = exp(size / 2);
    return std::copysign(root / 2 * root, x);
  }
  const double e = expm1(size);
  return std::copysign(size < 0x1p-30 ? size : (e + e / (1 + e)) / 2, x);
}

double cosh(double x) {
  const double size = std::abs(x);
  const double e = exp(size > 708 ? size / 2 : size);
  return size > 708 ? e / 2 * e : (e + 1 / e) / 2;
}

double tanh(double x) {
  const double size = std::abs(x);
  if (size > 20) return std::copysign(1.0, x);
  const double e = expm1(2 * size);
  return std::copysign(e / (e + 2), x);
}

double asinh(double x) {
  const double size = std::abs(x), square = size * size;
  return std::copysign(size > 0x1p30 ? log(size) + std::numbers::ln2
                                     : log1p(size + square / (1 + std::sqrt(1 + square))),
                       x);
}

double atanh(double x) {
  const double size = std::abs(x);
  return std::copysign(log1p(2 * size / (1 - size)) / 2, x);
}

}  // namespace annealvi::math
