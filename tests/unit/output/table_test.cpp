// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/table.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/output/plot.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_curve.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <sstream>

namespace annealvi {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("numbers read back as the same double, in the shortest form") {
  for (const double value : {0.0, -0.0, 0.1, 1.0 / 3.0, 1e-300, 5e-324, 1.7976931348623157e308,
                             -2.2250738585072014e-308, 123456789.125}) {
    const double back = std::strtod(number_text(value).c_str(), nullptr);
    CAPTURE(value);
    CHECK(back == value);
    CHECK(std::signbit(back) == std::signbit(value));
  }
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(2.0) == "2");
  CHECK(number_text(std::uint64_t{18446744073709551615U}) == "18446744073709551615");
}

TEST_CASE("what is not a number is an empty cell") {
  CHECK(number_text(nan).empty());
  CHECK(number_text(infinity).empty());
  CHECK(number_text(-infinity).empty());
  CHECK(number_text(std::optional<double>{}).empty());
}

TEST_CASE("the head comes first, then names, then rows") {
  const Config config = test::small_curve_config();
  const Table table{.command = "annealvi\ntest",
                    .remarks = {"a remark"},
                    .columns = {{"x", "the x"}, {"text", "some text"}},
                    .rows = {{"1", "plain"}, {"", "a,b \"c\""}}};
  const std::vector<std::string> lines = lines_of(table_text(table, config));
  const auto head = static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with('#'); }));
  REQUIRE(lines.size() == head + 3);
  CHECK(lines[0].starts_with("# annealvi "));
  CHECK(lines[1] == "# command: annealvi test");
  CHECK(lines[head] == "x,text");
  CHECK(lines[head + 1] == "1,plain");
  CHECK(lines[head + 2] == ",\"a,b \"\"c\"\"\"");
  CHECK(table_text(table, config).find("# seed: 7\n") != std::string::npos);
  CHECK(table_text(table, config).find("#   x: the x\n") != std::string::npos);
}

TEST_CASE("a row of the wrong length is refused") {
  const Table table{.command = {}, .remarks = {}, .columns = {{"x", "x"}}, .rows = {{"1", "2"}}};
  CHECK_THROWS_AS((void)table_text(table, Config{}), std::invalid_argument);
}

TEST_CASE("a table is a configuration: it gives the same one back") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("table");
  const CollapseCurve curve = test::small_curve(config);
  write_atomically(folder / "curve.csv", table_text(curve_table(curve, config, "test"), config));
  CHECK(to_toml(read_config((folder / "curve.csv").string(), {})) == to_toml(config));
}

TEST_CASE("a curve without some values has empty cells and never nan") {
  const Config config = test::small_curve_config();
  CollapseCurve curve = test::small_curve(config);
  curve.points[0].probability.reset();
  curve.points[1].lower = nan;
  curve.temperatures[1].safe.reset();
  const Table table = curve_table(curve, config, "test");
  const std::string text = table_text(table, config);
  const std::string body = text.substr(text.find("\nseries,"));
  CHECK(body.find("nan") == std::string::npos);
  CHECK(body.find("inf") == std::string::npos);
  CHECK(body.find("0.2,1,sharp,100,,,,0,0,0,0,0,5.5,1.9,,,,done\n") != std::string::npos);
  CHECK(table.rows.size() == curve.points.size());
}

TEST_CASE("trajectory columns are those of the contract") {
  const TrajectoryRow row{.time = 0.5,
                          .temperature = 2.0,
                          .state = {.overlap = {0.25, -0.125}, .q11 = 1, .q12 = 0, .q22 = nan},
                          .weights = {0.5, 0.5},
                          .sigma = 1.0,
                          .objective = 3.0};
  const std::string text = table_text(trajectory_table("test", std::vector{row}), Config{});
  CHECK(
      text.ends_with("time,temperature,m1,m2,q11,q12,q22,w1,w2,sigma,objective\n"
                     "0.5,2,0.25,-0.125,1,0,,0.5,0.5,1,3\n"));
}

}  // namespace annealvi
