// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gaussian expectations against multiple-precision integrals by another route.
#include <cmath>
#include <numbers>

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "support/closeness.hpp"
#include "support/reference_table.hpp"

using namespace annealvi;
using test::expectation_accuracy;
using test::read_reference_table;

namespace {

/// Where the true value has no full double precision any more.
constexpr double smallest = 1e-300;

void check_value(double actual, double expected) {
  if (std::abs(expected) >= smallest || expected == 0) {
    CHECK_RELATIVE(actual, expected, expectation_accuracy);
  } else {
    CHECK(std::abs(actual) <= smallest);
  }
}

/// E tanh by a trapezoid of fixed step in z: what the library must not do.
double coarse_expected_tanh(double m, double a) {
  double sum = 0;
  for (int k = -20; k <= 20; ++k) {
    const double z = 0.4 * k;
    sum += 0.4 * std::exp(-z * z / 2) * std::tanh(m + a * z);
  }
  return sum / std::sqrt(2 * std::numbers::pi);
}

}  // namespace

TEST_CASE("expectations agree with the reference integrals") {
  const auto rows = read_reference_table("gaussian_expectations.csv");
  REQUIRE(rows.size() > 200);
  for (const auto& row : rows) {
    const double m = row[0], a = row[1];
    CAPTURE(m);
    CAPTURE(a);
    check_value(expected_tanh(m, a), row[2]);
    check_value(expected_tanh_complement(m, a), row[3]);
    check_value(expected_sech_squared(m, a), row[4]);
    check_value(expected_tanh_with_slope(m, a).tanh, row[2]);
    check_value(expected_tanh_with_slope(m, a).slope, row[4]);
    check_value(expected_log_cosh(m, a), row[5]);
    check_value(expected_logistic(m, a), row[6]);
    check_value(expected_softplus(m, a), row[7]);
  }
}

TEST_CASE("expectations agree with the second source") {
  const auto rows = read_reference_table("gaussian_expectations_second_source.csv");
  REQUIRE(rows.size() == 53);
  for (const auto& row : rows) {
    const double m = row[0], a = row[1];
    CAPTURE(m);
    CAPTURE(a);
    check_value(expected_tanh(m, a), row[2]);
    check_value(expected_tanh_complement(m, a), row[3]);
    check_value(expected_sech_squared(m, a), row[4]);
    check_value(expected_tanh_with_slope(m, a).tanh, row[2]);
    check_value(expected_tanh_with_slope(m, a).slope, row[4]);
    check_value(expected_log_cosh(m, a), row[5]);
    check_value(expected_softplus(m, a), row[6]);
  }
}

TEST_CASE("sum and difference of a pair agree with the reference integrals") {
  const auto rows = read_reference_table("tanh_pairs.csv");
  REQUIRE(rows.size() > 200);
  for (const auto& row : rows) {
    const double mean = row[0], half_difference = row[1], a = row[2];
    CAPTURE(mean);
    CAPTURE(half_difference);
    CAPTURE(a);
    const TanhPair pair = expected_tanh_pair(mean, half_difference, a);
    check_value(pair.sum, row[3]);
    check_value(pair.difference, row[4]);
  }
}

TEST_CASE("self-responsibility complements agree with the reference integrals") {
  for (const char* name :
       {"self_responsibility_complements.csv", "self_responsibility_second_source.csv"})
    for (const auto& row : read_reference_table(name)) {
      CAPTURE(row[0]);
      check_value(self_responsibility_complement(row[0]), row[1]);
    }
}

TEST_CASE("negative control: a fixed coarse trapezoid fails the reference") {
  int failures = 0, rows_with_steep_argument = 0;
  for (const auto& row : read_reference_table("gaussian_expectations.csv")) {
    if (row[1] < 3 || row[2] == 0) continue;
    ++rows_with_steep_argument;
    const double coarse = coarse_expected_tanh(row[0], row[1]);
    if (!test::relatively_close(coarse, row[2], expectation_accuracy)) ++failures;
  }
  CHECK(failures > rows_with_steep_argument / 2);
}
