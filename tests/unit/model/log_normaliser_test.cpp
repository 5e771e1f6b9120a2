// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// log Z_t against multiple-precision integrals of the mixture itself
// (tests/oracle/generate_log_normaliser.py), and against closed forms.
#include <algorithm>
#include <cmath>

#include "annealvi/model/annealed_target.hpp"
#include "tests/support/closeness.hpp"
#include "tests/support/reference_table.hpp"

using namespace annealvi;

namespace {

constexpr double bridge_scale = 3.0;  // of the table
constexpr AnnealingPath paths[] = {AnnealingPath::power, AnnealingPath::component,
                                   AnnealingPath::bridge};

double tilt(double separation, double weight, double temperature, AnnealingPath path) {
  const Target target{.separation = separation, .weight = weight};
  return log_tilt_normaliser(annealed_target(target, path, temperature, bridge_scale), target);
}

/// Promised by annealed_target.hpp: 1e-13 (1 + size).
double promised(double value) {
  return test::expectation_accuracy * (1.0 + std::abs(value));
}

}  // namespace

TEST_CASE("log Z_t agrees with the reference integrals") {
  const auto rows = test::read_reference_table("log_normaliser.csv");
  REQUIRE(rows.size() == 315);
  double worst = 0.0;
  for (const auto& row : rows) {
    const double separation = row[0], weight = row[1], temperature = row[2], expected = row[4];
    const AnnealingPath path = paths[static_cast<std::size_t>(row[3])];
    CAPTURE(separation);
    CAPTURE(weight);
    CAPTURE(temperature);
    CAPTURE(static_cast<int>(path));
    const double actual = tilt(separation, weight, temperature, path);
    CHECK_ABSOLUTE(actual, expected, promised(expected));
    worst = std::max(worst, std::abs(actual - expected) / (1.0 + std::abs(expected)));
  }
  MESSAGE("largest error relative to 1 + size: " << worst);
}

TEST_CASE("power 1 has a closed form: E cosh(b + a z) = e^(a^2/2) cosh b") {
  for (const double separation : {0.01, 0.1, 1.0, 5.0, 30.0, 300.0})
    for (const double temperature : {1.0, 1.7, 12.0, 1e4})
      for (const double weight : {0.5, 0.3, 1e-6}) {
        CAPTURE(separation);
        CAPTURE(temperature);
        const double bias = weight == 0.5 ? 0.0 : Target{.weight = weight}.bias();
        const double expected =
            0.5 * separation * separation / temperature + std::log(std::cosh(bias));
        CHECK_ABSOLUTE(tilt(separation, weight, temperature, AnnealingPath::component), expected,
                       promised(expected));
      }
}

TEST_CASE("limits: no separation, no temperature, mirror image") {
  // a -> 0: cosh^p(b) alone; the next term is of the order a^2. An integral over u = b + a z in
  // place of z would lose the digits of (u - b)/a.
  for (const double separation : {1e-7, 1e-9, 1e-15, 1e-150})
    for (const double weight : {0.5, 0.7, 0.01})
      CHECK_ABSOLUTE(
          tilt(separation, weight, 4.0, AnnealingPath::power),
          0.25 * std::log(std::cosh(weight == 0.5 ? 0.0 : Target{.weight = weight}.bias())),
          promised(1.0));
  // T -> infinity: p -> 0, the tilt disappears like p E log cosh.
  CHECK(std::abs(tilt(3.0, 0.5, 1e12, AnnealingPath::power)) < 1e-5);
  for (const double temperature : {1.0, 3.0, 50.0})
    for (const AnnealingPath path : paths)
      CHECK_ABSOLUTE(tilt(4.0, 0.25, temperature, path), tilt(4.0, 0.75, temperature, path),
                     promised(1.0));
}

TEST_CASE("the tilt has no seam where a term of the closed form underflows") {
  // |b| = 38 a: R from both sides of the place, b fixed. The derivative over R is of the order a.
  const double weight = 0.01, bias = std::abs(Target{.weight = weight}.bias());
  for (const double ratio : {30.0, 37.5, 38.5, 45.0, 1e3}) {
    const double a = bias / ratio;
    // Second order in a: log cosh^p(b) + (p/2)(1 + (p - 1) tanh^2 b) a^2 + O(a^4); p = 1: exact.
    const double expected = 0.5 * a * a + std::log(std::cosh(bias));
    CHECK_ABSOLUTE(tilt(a, weight, 1.0, AnnealingPath::power), expected, promised(expected));
  }
}

TEST_CASE("negative control: the normaliser of the next path misses the reference") {
  int misses = 0, rows_between = 0;
  for (const auto& row : test::read_reference_table("log_normaliser.csv")) {
    if (row[2] == 1.0) continue;  // all paths are one there
    ++rows_between;
    const double other =
        tilt(row[0], row[1], row[2], paths[(static_cast<std::size_t>(row[3]) + 1) % 3]);
    if (!test::absolutely_close(other, row[4], promised(row[4]))) ++misses;
  }
  CHECK(misses == rows_between);
}
