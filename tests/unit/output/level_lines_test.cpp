// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/level_lines.hpp"

#include "support/closeness.hpp"

#include <limits>

namespace annealvi {
namespace {

std::vector<double> even(double from, double to, std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = from + (to - from) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  return values;
}

template <class Function>
std::vector<Polyline> lines_of(Function f, double level, std::size_t count = 81) {
  const std::vector<double> x = even(-1.0, 1.0, count), y = even(-1.0, 1.0, count);
  return level_lines(
      x, y, [&](std::size_t i, std::size_t j) { return f(x[i], y[j]); }, level);
}

}  // namespace

TEST_CASE("a circle is one closed line of the right radius") {
  const auto lines = lines_of([](double x, double y) { return x * x + y * y; }, 0.36);
  REQUIRE(lines.size() == 1);
  const Polyline& circle = lines.front();
  CHECK(circle.size() > 100);
  CHECK(circle.front().x == circle.back().x);
  CHECK(circle.front().y == circle.back().y);
  const double step = 2.0 / 80.0;
  for (const Place& place : circle) {
    // Linear interpolation of a parabola of curvature 2: step^2 / 4 in value, over the slope 1.2;
    // along an edge at 45 degrees the slope is smaller by sqrt 2, near the poles the edge that is
    // crossed is the steep one.
    CHECK_ABSOLUTE(std::hypot(place.x, place.y), 0.6, step * step / 4.0 / 1.2 * 1.5);
  }
}

TEST_CASE("a straight line is met exactly, from border to border") {
  const auto lines = lines_of([](double x, double y) { return x - 0.5 * y; }, 0.1234);
  REQUIRE(lines.size() == 1);
  CHECK(std::abs(lines[0].front().y) == 1.0);
  CHECK(std::abs(lines[0].back().y) == 1.0);
  for (const Place& place : lines[0]) {
    CHECK_ABSOLUTE(place.x - 0.5 * place.y, 0.1234, test::rounding);
  }
}

TEST_CASE("the two lines of a saddle do not cross") {
  for (const double level : {0.011, -0.011}) {
    const auto lines = lines_of([](double x, double y) { return x * y; }, level, 4);
    REQUIRE(lines.size() == 2);
    for (const Polyline& line : lines) {
      for (const Place& place : line) {
        CHECK(place.x * line.front().x >= 0.0);
        CHECK(place.y * line.front().y >= 0.0);
      }
    }
  }
}

TEST_CASE("no line where there is no such value, and none through what is not known") {
  const auto slope = [](double x, double) { return x; };
  CHECK(lines_of(slope, 2.0).empty());
  CHECK(lines_of([](double, double) { return 0.5; }, 0.5).empty());
  const auto with_hole = [](double x, double y) {
    return std::abs(y) < 0.3 ? std::numeric_limits<double>::quiet_NaN() : x;
  };
  const auto lines = lines_of(with_hole, 0.0);
  CHECK(lines.size() == 2);
  for (const Polyline& line : lines) {
    for (const Place& place : line) CHECK(std::abs(place.y) >= 0.3);
  }
}

}  // namespace annealvi
