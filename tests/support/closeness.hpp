// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The only comparison helpers of the tests. doctest::Approx is not used: its default tolerance is
// absolute near zero, so a probability of 1e-8 would compare equal to anything small.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <string>

namespace annealvi::test {

// Named tolerances, each with its reason.
inline constexpr double rounding = 2.3e-14;            ///< 100 eps: a closed form of O(1) condition
inline constexpr double expectation_accuracy = 1e-13;  ///< promised by gaussian_expectation.hpp
inline constexpr double central_difference = 1.5e-7;   ///< 10 sqrt(eps): gradients, h ~ eps^(1/3)
inline constexpr double statistical_z = 4.0;           ///< 6.3e-5 false alarms per assertion

inline std::string describe_numbers(double actual, double expected) {
  char text[200];
  std::snprintf(text, sizeof text,
                "actual %.17g, expected %.17g, absolute difference %.3g, relative %.3g", actual,
                expected, std::abs(actual - expected),
                std::abs(actual - expected) / std::abs(expected));
  return text;
}

/// |actual - expected| <= tolerance |expected|; equal values (0, infinities) pass, NaN never does.
inline bool relatively_close(double actual, double expected, double tolerance) {
  return actual == expected || std::abs(actual - expected) <= tolerance * std::abs(expected);
}
/// |actual - expected| <= tolerance; NaN never passes.
inline bool absolutely_close(double actual, double expected, double tolerance) {
  return actual == expected || std::abs(actual - expected) <= tolerance;
}

}  // namespace annealvi::test

// NOLINTBEGIN(cppcoreguidelines-macro-usage): macros keep file and line of the assertion
#define CHECK_RELATIVE(actual, expected, tolerance)                                              \
  do {                                                                                           \
    const double check_actual = (actual), check_expected = (expected);                           \
    CHECK_MESSAGE(::annealvi::test::relatively_close(check_actual, check_expected, (tolerance)), \
                  #actual " against " #expected ": ",                                            \
                  ::annealvi::test::describe_numbers(check_actual, check_expected));             \
  } while (false)
#define CHECK_ABSOLUTE(actual, expected, tolerance)                                              \
  do {                                                                                           \
    const double check_actual = (actual), check_expected = (expected);                           \
    CHECK_MESSAGE(::annealvi::test::absolutely_close(check_actual, check_expected, (tolerance)), \
                  #actual " against " #expected ": ",                                            \
                  ::annealvi::test::describe_numbers(check_actual, check_expected));             \
  } while (false)
// NOLINTEND
