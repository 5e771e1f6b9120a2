// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Special arguments and exact values; accuracy: tests/oracle/elementary_oracle_test.cpp.
#include "numerics/elementary.hpp"
#include "support/closeness.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

using namespace annealvi;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool is_negative_zero(double x) {
  return x == 0 && std::signbit(x);
}

}  // namespace

TEST_CASE("ends of the range") {
  CHECK(math::exp(infinity) == infinity);
  CHECK(math::exp(-infinity) == 0);
  CHECK(math::exp(709.79) == infinity);
  CHECK(math::exp(-745.2) == 0);
  CHECK(math::exp(-745.1) == std::numeric_limits<double>::denorm_min());
  CHECK(math::exp2(1024) == infinity);
  CHECK(math::exp2(-1080) == 0);
  CHECK(math::expm1(710) == infinity);
  CHECK(math::expm1(-infinity) == -1);
  CHECK(math::log(0) == -infinity);
  CHECK(math::log(infinity) == infinity);
  CHECK(math::log1p(-1) == -infinity);
  CHECK(math::log1p(infinity) == infinity);
  CHECK(math::sinh(-711) == -infinity);
  CHECK(math::cosh(-711) == infinity);
  CHECK(math::tanh(infinity) == 1);
  CHECK(math::tanh(-infinity) == -1);
  CHECK(math::asinh(-infinity) == -infinity);
  CHECK(math::atanh(1) == infinity);
  CHECK(math::atan(infinity) == std::numbers::pi / 2);
  CHECK(math::asin(-1) == -std::numbers::pi / 2);
  CHECK(math::acos(-1) == std::numbers::pi);
  CHECK(math::acos(1) == 0);
  CHECK(math::erf(infinity) == 1);
  CHECK(math::erfc(infinity) == 0);
  CHECK(math::erfc(-infinity) == 2);
  CHECK(math::erfc_inv(0) == infinity);
  CHECK(math::erfc_inv(2) == -infinity);
  CHECK(math::hypot(-infinity, 1) == infinity);
  CHECK(math::hypot(infinity, not_a_number) == infinity);
  CHECK(math::hypot(not_a_number, -infinity) == infinity);
  // 1 + x is one with a number in between, then x; the largest numbers are logarithms like others.
  for (const double x :
       {0x1p52 + 1, 0x1p54, 0x1p60, 0x1p1000, 0x1.6p1023, 0x1.fffffffffffffp1023}) {
    CHECK_RELATIVE(math::log1p(x), math::log(x), 1e-15);
    CHECK_RELATIVE(math::log1pmx(x), math::log(x) - x, 1e-15);
  }
}

TEST_CASE("no number gives no number, and neither do arguments without a value") {
  for (double (*const function)(double) :
       {math::exp,   math::exp2,    math::expm1,    math::log,   math::log2, math::log10,
        math::log1p, math::log1pmx, math::sinh,     math::cosh,  math::tanh, math::asinh,
        math::atanh, math::sin_pi,  math::cos_pi,   math::atan,  math::asin, math::acos,
        math::erf,   math::erfc,    math::erfc_inv, math::lgamma})
    CHECK(std::isnan(function(not_a_number)));
  CHECK(std::isnan(math::pow(not_a_number, 2)));
  CHECK(std::isnan(math::pow(2, not_a_number)));
  CHECK(std::isnan(math::hypot(not_a_number, 1)));
  CHECK(std::isnan(math::hypot(1, not_a_number)));
  CHECK(std::isnan(math::log(-1)));
  CHECK(std::isnan(math::log1p(-2)));
  CHECK(std::isnan(math::asin(1.5)));
  CHECK(std::isnan(math::acos(-1.5)));
  CHECK(std::isnan(math::atanh(1.5)));
  CHECK(std::isnan(math::sin_pi(infinity)));
  CHECK(std::isnan(math::erfc_inv(2.5)));
  CHECK(std::isnan(math::pow(-2, 0.5)));
}

TEST_CASE("exact values") {
  for (int k = -1074; k < 1024; k += 7) {
    CHECK(math::exp2(k) == std::ldexp(1.0, k));
    CHECK(math::log2(std::ldexp(1.0, k)) == k);
  }
  double power = 1;
  for (int k = 0; k <= 22; ++k, power *= 10) {
    CHECK(math::log10(power) == k);
    CHECK(math::pow(10, k) == power);
  }
  for (int quarter = -9; quarter <= 9; ++quarter) {
    constexpr double sines[] = {0, 1, 0, -1};
    CHECK(math::sin_pi(quarter / 2.0) == sines[quarter & 3]);
    CHECK(math::cos_pi(quarter / 2.0) == sines[(quarter + 1) & 3]);
  }
  CHECK(math::exp(0) == 1);
  CHECK(math::log(1) == 0);
  CHECK(math::erfc(0) == 1);
  CHECK(math::erfc_inv(1) == 0);
  CHECK(math::hypot(3, -4) == 5);
}

TEST_CASE("powers of zero, of infinity and of negative numbers") {
  CHECK(math::pow(0, 2) == 0);
  CHECK(math::pow(0, -2) == infinity);
  CHECK(math::pow(-0.0, -3) == -infinity);
  CHECK(is_negative_zero(math::pow(-0.0, 3)));
  CHECK(math::pow(infinity, -1) == 0);
  CHECK(math::pow(0.5, infinity) == 0);
  CHECK(math::pow(2, infinity) == infinity);
  CHECK(math::pow(-2, 3) == -8);
  CHECK(math::pow(-2, 4) == 16);
  CHECK(math::pow(-1, 1e300) == 1);
  CHECK(math::pow(1, infinity) == 1);
  CHECK(math::pow(not_a_number, 0) == 1);
  CHECK(math::pow(2, 1e300) == infinity);
}

// One number for 480000 values. It was the same for g++ and clang++ from -O0 to -O3, with and
// without AVX2 and FMA, and for a 64-bit ARM.
TEST_CASE("the bits are those of every other machine") {
  std::uint64_t hash = 0, state = 1;
  const auto mix = [&](double value) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 29;
  };
  for (int i = 0; i < 20000; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const double u = static_cast<double>(state >> 11) * 0x1p-53, x = 40 * u - 20, y = 3 * u;
    for (double (*const function)(double) :
         {math::exp, math::exp2, math::expm1, math::sinh, math::cosh, math::tanh, math::asinh,
          math::sin_pi, math::cos_pi, math::atan, math::erf, math::erfc})
      mix(function(x));
    for (double (*const function)(double) :
         {math::log, math::log2, math::log10, math::log1p, math::log1pmx, math::lgamma})
      mix(function(y));
    for (double (*const function)(double) : {math::atanh, math::asin, math::acos, math::erfc_inv})
      mix(function(u));
    mix(math::pow(y, x));
    mix(math::hypot(x, y));
  }
  CHECK(hash == 7022999034084779023);
}
