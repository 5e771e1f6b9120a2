// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "numerics/logistic.hpp"

#include "support/closeness.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using annealvi::detail::logistic;
using annealvi::detail::Vector4;

TEST_CASE("the logistic function keeps its relative accuracy in the lower tail, in every lane") {
  constexpr double promised = 1e-15;
  for (int i = -7000; i <= 7000; ++i) {
    const double x = 0.1 * i + 0.0371 * std::sin(i);
    const Vector4 value = logistic(Vector4{x, -x, 0.5 * x, 0.0});
    const double arguments[] = {x, -x, 0.5 * x, 0.0};
    for (int lane = 0; lane < 4; ++lane) {
      const auto u = static_cast<long double>(std::max(arguments[lane], -700.0));
      const auto expected = static_cast<double>(1.0L / (1.0L + std::exp(-u)));
      REQUIRE_MESSAGE(std::abs(value[lane] - expected) <= promised * expected, arguments[lane]);
    }
  }
}

TEST_CASE("the logistic function at the ends of the range") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Vector4 value = logistic(Vector4{infinity, -infinity, 1e300, -1e300});
  CHECK(value[0] == 1.0);
  CHECK(value[1] < 1e-300);
  CHECK(value[2] == 1.0);
  CHECK(value[3] < 1e-300);
}
