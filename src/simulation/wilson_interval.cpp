// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/ensemble.hpp"

#include "numerics/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace annealvi {

Interval wilson_interval(std::uint64_t successes, std::uint64_t trials, double confidence) {
  if (!(confidence > 0.0 && confidence < 1.0)) {
    throw std::invalid_argument("wilson_interval: confidence must be between 0 and 1");
  }
  if (successes > trials) {
    throw std::invalid_argument("wilson_interval: more successes than trials");
  }
  if (trials == 0) return {0.0, 1.0};

  const double z = std::numbers::sqrt2 * math::erfc_inv(1.0 - confidence);
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double shrink = 1.0 / (1.0 + z * z / n);
  const double centre = (p + 0.5 * z * z / n) * shrink;
  const double half = z * std::sqrt(p * (1.0 - p) / n + 0.25 * z * z / (n * n)) * shrink;
  // At 0 and n the interval ends exactly at 0 and 1; rounding would leave 1e-18 there.
  return {successes == 0 ? 0.0 : std::max(0.0, centre - half),
          successes == trials ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace annealvi
