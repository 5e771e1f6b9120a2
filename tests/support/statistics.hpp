// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Verdicts of statistical tests. Seeds are fixed, so a failure is a finding and is never retried;
// every assertion has the false-alarm rate of |z| <= 4, 6.3e-5.
#pragma once

#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace annealvi::test {

struct MeanAndError {
  double mean, standard_error;
};

inline MeanAndError mean_and_error(const std::vector<double>& sample) {
  const auto n = static_cast<double>(sample.size());
  double mean = 0.0, squares = 0.0;
  for (const double x : sample) mean += x / n;
  for (const double x : sample) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / (n * (n - 1.0)))};
}

/// z of an estimate against an expected value that has an error of its own (0 when exact).
inline double z_score(double estimate, double standard_error, double expected,
                      double expected_error = 0.0) {
  return (estimate - expected) / std::hypot(standard_error, expected_error);
}

/// sqrt(n) sup |F_n - F|
template <class Distribution>
double kolmogorov_statistic(std::vector<double> sample, Distribution cdf) {
  std::ranges::sort(sample);
  const auto n = static_cast<double>(sample.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cdf(sample[i]);
    const auto below = static_cast<double>(i);
    largest = std::max({largest, p - below / n, (below + 1.0) / n - p});
  }
  return largest * std::sqrt(n);
}

/// sqrt(n m/(n + m)) sup |F_n - G_m|. Equal values are passed together.
inline double two_sample_kolmogorov_statistic(std::vector<double> a, std::vector<double> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double largest = 0.0;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] <= x) ++i;
    while (j < b.size() && b[j] <= x) ++j;
    largest = std::max(largest, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return largest * std::sqrt(n * m / (n + m));
}

/// Limit of either Kolmogorov statistic that one of `tests` true hypotheses exceeds with a
/// probability of at most `false_alarm` (Bonferroni): tests 2 exp(-2 x^2) = false_alarm.
inline double kolmogorov_limit_of(std::size_t tests, double false_alarm) {
  return std::sqrt(0.5 * std::log(2.0 * static_cast<double>(tests) / false_alarm));
}

/// 2 exp(-2 x^2) = 6.3e-5: the same false-alarm rate as |z| <= 4.
inline constexpr double kolmogorov_limit = 2.277;

}  // namespace annealvi::test

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): keeps file and line of the assertion
#define CHECK_Z(z)                                                                            \
  do {                                                                                        \
    const double check_z = (z);                                                               \
    CHECK_MESSAGE(std::abs(check_z) <= ::annealvi::test::statistical_z, #z " = " << check_z); \
  } while (false)
