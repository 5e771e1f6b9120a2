// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Expectations of softmax functions against sums over fine grids (softmax_integral.hpp), for every
// rule: closed forms, panels, products, quasi-Monte-Carlo.
#include "annealvi/dynamics/span_expectation.hpp"

#include "annealvi/numerics/random.hpp"
#include "softmax_integral.hpp"
#include "tests/support/closeness.hpp"

#include <array>

using namespace annealvi;
using test::integrate_softmax;
using test::LineSet;

namespace {

/// `count` random lines that cross near the origin, the largest difference of slopes being
/// `steepness` along every one of `rank` random directions in `axes` dimensions.
LineSet random_lines(std::uint64_t seed, std::size_t count, std::size_t axes, double steepness) {
  LineSet lines{.axes = axes, .values = std::vector<double>(count), .slopes = {}};
  lines.slopes.resize(count * axes);
  fill_normal({.seed = seed, .run = 0}, std::span<double>(lines.slopes));
  fill_normal({.seed = seed, .run = 1}, std::span<double>(lines.values));
  double squared = 0.0;
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      double distance = 0.0;
      for (std::size_t i = 0; i < axes; ++i)
        distance += std::pow(lines.slopes[a * axes + i] - lines.slopes[b * axes + i], 2);
      squared = std::max(squared, distance);
    }
  for (double& slope : lines.slopes) slope *= steepness / std::sqrt(squared);
  for (double& value : lines.values) value *= std::max(1.0, 0.5 * steepness);
  return lines;
}

SoftmaxExpectations expectations(const LineSet& lines, const SpanOptions& options = {}) {
  return softmax_expectations(lines.values, lines.slopes, lines.axes, options);
}

/// Largest difference; `spread` relative to the size of its terms, the squared steepness or 1.
double difference(const SoftmaxExpectations& found, const test::SoftmaxIntegral& expected,
                  double steepness) {
  double worst = std::abs(found.log_sum - expected.log_sum);
  worst = std::max(worst,
                   std::abs(found.spread - expected.variance_of_slopes) / std::max(1.0, steepness));
  for (std::size_t a = 0; a < expected.mean.size(); ++a)
    worst = std::max(worst, std::abs(found.mean[a] - expected.mean[a]));
  return worst;
}

double power_ratio(const LineSet& lines, double power, const SpanOptions& options = {}) {
  return expected_power_ratio(lines.values, lines.slopes, lines.axes, power, options).value;
}

}  // namespace

TEST_CASE("one direction: any number of lines, any steepness") {
  double worst = 0.0, worst_ratio = 0.0;
  for (const std::size_t count : {2U, 3U, 4U, 7U})
    for (const double steepness : {1e-3, 0.3, 1.0, 4.0, 15.0, 17.0, 100.0, 1500.0, 2e4})
      for (const std::uint64_t seed : {1U, 2U, 3U}) {
        if (steepness > 100.0 && seed * count != 6) continue;  // the fine grid is slow there
        CAPTURE(count);
        CAPTURE(steepness);
        CAPTURE(seed);
        const LineSet lines = random_lines(seed, count, 1, steepness);
        const double power = seed == 1 ? 0.5 : seed == 2 ? 0.9 : 0.02;
        const auto expected = integrate_softmax(lines, power);
        // log_sum is of the size of the steepness: that is what rounding is relative to.
        const double scale = std::max(1.0, 1e-3 * steepness);
        const double error = difference(expectations(lines), expected, steepness) / scale;
        CHECK_ABSOLUTE(error, 0.0, SpanOptions{}.error);
        const double ratio_error = power_ratio(lines, power) - expected.power_ratio;
        CHECK_ABSOLUTE(ratio_error, 0.0, SpanOptions{}.error);
        worst = std::max(worst, error);
        worst_ratio = std::max(worst_ratio, std::abs(ratio_error));
      }
  MESSAGE("largest errors: " << worst << ", ratio " << worst_ratio);
}

TEST_CASE("two and three directions: product rules that fit") {
  double worst = 0.0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    for (const double steepness : {0.1, 1.0, 4.0, 10.0}) {
      CAPTURE(seed);
      CAPTURE(steepness);
      const LineSet lines = random_lines(seed, 4, 2, steepness);
      const auto expected = integrate_softmax(lines, 0.3);
      const SoftmaxExpectations found = expectations(lines);
      CHECK(found.error <= 1.001 * SpanOptions{}.error);
      const double error = difference(found, expected, steepness);
      CHECK_ABSOLUTE(error, 0.0, SpanOptions{}.error);
      CHECK_ABSOLUTE(power_ratio(lines, 0.3), expected.power_ratio, SpanOptions{}.error);
      worst = std::max(worst, error);
    }
    const LineSet lines = random_lines(seed, 4, 3, 1.5);
    CHECK_ABSOLUTE(difference(expectations(lines), integrate_softmax(lines), 1.5), 0.0,
                   SpanOptions{}.error);
  }
  MESSAGE("largest error: " << worst);
}

TEST_CASE("the wanted error is reached, and more nodes reach a smaller one") {
  for (const double wanted : {1e-4, 1e-7, 1e-10, 1e-13}) {
    CAPTURE(wanted);
    const SpanOptions options{.error = wanted, .most_nodes = std::size_t{1} << 18};
    for (const std::uint64_t seed : {4U, 5U}) {
      const LineSet lines = random_lines(seed, 3, 2, 6.0);
      const double error = difference(expectations(lines, options), integrate_softmax(lines), 6.0);
      CHECK_ABSOLUTE(error, 0.0, wanted + test::expectation_accuracy);
    }
  }
}

TEST_CASE("a product rule that has to save nodes states its error") {
  for (const double steepness : {15.0, 25.0})
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const LineSet lines = random_lines(seed, 3, 2, steepness);
      const SoftmaxExpectations found = expectations(lines, {.error = 1e-10, .most_nodes = 8192});
      CHECK(found.error > 1e-9);
      const double error = difference(found, integrate_softmax(lines), steepness);
      CAPTURE(steepness);
      CAPTURE(seed);
      MESSAGE("error " << error << " stated " << found.error);
      if (found.error < 1e-5) CHECK(error <= found.error);
    }
}

TEST_CASE("quasi-Monte-Carlo states its error") {
  // 2, 3 and 4 directions of the lines, turned into 6 axes by a reflection; few nodes.
  double ratio = 0.0;
  int count = 0, beyond_three = 0;
  for (const std::size_t rank : {2U, 3U})
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const double steepness = rank == 2 ? 20.0 : 4.0;
      const LineSet lines = random_lines(seed, rank + 2, rank, steepness);
      LineSet turned{.axes = 6, .values = lines.values, .slopes = {}};
      std::array<double, 6> normal{};
      fill_normal({.seed = seed, .run = 7}, normal);
      double squared = 0.0;
      for (const double x : normal) squared += x * x;
      for (std::size_t a = 0; a < lines.count(); ++a) {
        double along = 0.0;
        for (std::size_t i = 0; i < rank; ++i) along += lines.slopes[a * rank + i] * normal[i];
        for (std::size_t i = 0; i < 6; ++i)
          turned.slopes.push_back((i < rank ? lines.slopes[a * rank + i] : 0.0) -
                                  2.0 * along * normal[i] / squared);
      }
      const SoftmaxExpectations found =
          expectations(turned, {.error = 1e-10, .most_nodes = rank == 2 ? 1024U : 256U});
      const auto expected = integrate_softmax(lines);
      const double error =
          std::abs(found.mean[0] - expected.mean[0]) + std::abs(found.log_sum - expected.log_sum);
      ratio += std::pow(error / found.error, 2);
      ++count;
      if (error > 3.0 * found.error) ++beyond_three;
    }
  ratio = std::sqrt(ratio / count);
  MESSAGE("root mean square of error over stated error: " << ratio);
  CHECK(ratio < 2.0);
  CHECK(ratio > 0.1);
  CHECK(beyond_three <= 1);
}

TEST_CASE("the stated error of steep lines in few axes: what log_sum takes from the tails") {
  // Shifts without digits of their own understate the error of these by 5 to 6.
  int quasi_random = 0;
  for (const double steepness : {20.0, 32.0, 45.0})
    for (const std::size_t nodes : {512U, 4096U}) {
      const LineSet lines{
          .axes = 2,
          .values = {0.3, -0.2, 0.1},
          .slopes = {0.0, 0.0, steepness, 0.0, 0.5 * steepness, std::sqrt(0.75) * steepness}};
      const SoftmaxExpectations found = expectations(lines, {.error = 1e-10, .most_nodes = nodes});
      const auto expected = integrate_softmax(lines);
      CAPTURE(steepness);
      CAPTURE(nodes);
      CHECK(std::abs(found.log_sum - expected.log_sum) <= 3.0 * found.error);
      for (std::size_t a = 0; a < 3; ++a)
        CHECK(std::abs(found.mean[a] - expected.mean[a]) <= 3.0 * found.error);
      if (found.error > steepness / (10.0 * static_cast<double>(nodes))) ++quasi_random;
    }
  CHECK(quasi_random >= 3);
}

TEST_CASE("what must not matter: common slopes and values, the order, lines far below") {
  const LineSet lines = random_lines(9, 4, 2, 3.0);
  const SoftmaxExpectations plain = expectations(lines);
  LineSet moved = lines;
  for (double& value : moved.values) value += 17.0;
  for (std::size_t a = 0; a < 4; ++a) moved.slopes[2 * a + 1] += 2.5;
  const SoftmaxExpectations other = expectations(moved);
  for (std::size_t a = 0; a < 4; ++a) CHECK_ABSOLUTE(other.mean[a], plain.mean[a], 1e-10);
  CHECK_ABSOLUTE(other.spread, plain.spread, 1e-10);
  CHECK_ABSOLUTE(other.log_sum, plain.log_sum + 17.0, 1e-10);

  LineSet more = lines;
  more.values.push_back(-300.0);
  more.slopes.insert(more.slopes.end(), {20.0, 3.0});
  CHECK_ABSOLUTE(expectations(more).log_sum, plain.log_sum, 1e-12);
  CHECK(expectations(more).mean[4] < 1e-15);

  double sum = 0.0;
  for (const double mean : plain.mean) sum += mean;
  CHECK_ABSOLUTE(sum, 1.0, test::rounding);
}

TEST_CASE("lines of the same slope need no nodes; power 1 none at all") {
  const LineSet lines{
      .axes = 2, .values = {0.1, -0.4, 2.0}, .slopes = {3.0, 1.0, 3.0, 1.0, 3.0, 1.0}};
  const double total = std::exp(0.1) + std::exp(-0.4) + std::exp(2.0);
  const SoftmaxExpectations found = expectations(lines);
  CHECK_RELATIVE(found.mean[1], std::exp(-0.4) / total, test::rounding);
  CHECK_RELATIVE(found.log_sum, std::log(total), test::rounding);
  CHECK(found.spread == 0.0);
  CHECK(power_ratio(random_lines(3, 4, 2, 50.0), 1.0) == 1.0);
}

TEST_CASE("negative control: a line that is left out, or a slope that is moved, is seen") {
  const LineSet lines = random_lines(2, 4, 2, 4.0);
  const auto expected = integrate_softmax(lines);
  LineSet fewer = lines;
  fewer.values.back() -= 100.0;
  CHECK(difference(expectations(fewer), expected, 4.0) > 1e-3);
  LineSet moved = lines;
  moved.slopes[3] += 1e-8;
  CHECK(difference(expectations(moved), expected, 4.0) > SpanOptions{}.error);
}
