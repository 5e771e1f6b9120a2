// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/plot.hpp"

#include "output/gnuplot.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_curve.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace annealvi {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A PATH without programs stands for a machine without gnuplot.
class WithoutPrograms {
 public:
  WithoutPrograms() : path_(std::getenv("PATH")) { setenv("PATH", "/nonexistent", 1); }
  ~WithoutPrograms() { setenv("PATH", path_.c_str(), 1); }
  WithoutPrograms(const WithoutPrograms&) = delete;
  WithoutPrograms& operator=(const WithoutPrograms&) = delete;

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("text for gnuplot: quotes doubled, markup escaped") {
  CHECK(gnuplot::quoted_text("it's") == "'it''s'");
  CHECK(gnuplot::literal("a_b{c}^2") == "a\\_b\\{c\\}\\^2");
  CHECK(gnuplot::quoted_file("<it's") == "'./<it''s'");
}

TEST_CASE("a curve is saved as data, script and pictures") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("plot");
  const SavedFiles saved = write_curve(test::small_curve(config), config, "test", folder / "p q");
  const std::string script = test::file_text(folder / "p q.gnuplot");
  CHECK(has(script, "data = './p q.csv'"));
  CHECK(has(script, "initial temperature {/:Italic T}_0"));
  CHECK(has(script, "collapse probability {/:Italic P}"));
  CHECK(has(script, "_f = 1.9"));
  CHECK(has(script, "_c = 5.5"));
  CHECK(has(script, "κ = 0.05"));
  CHECK(has(script, "sharp formula"));
  CHECK(has(script, "SGD, runs"));
  CHECK_FALSE(has(script, "overlap formula"));
  CHECK(std::filesystem::exists(folder / "p q.csv"));
  CHECK(std::filesystem::exists(folder / "p q.json"));
  if (saved.plot_failure.empty()) {
    CHECK(saved.files.size() == 5);
    CHECK(has(test::file_text(folder / "p q.svg"), "</svg>"));
    CHECK(test::file_text(folder / "p q.png").starts_with("\x89PNG"));
  } else {
    CHECK(has(saved.plot_failure, "cannot start gnuplot"));
  }
}

TEST_CASE("the axis of P is logarithmic when P spans decades, with limits where none collapsed") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("axis");
  CollapseCurve wide = test::small_curve(config);
  wide.points.back().collapsed = 0;
  wide.points.back().probability = 0.0;
  (void)write_curve(wide, config, "test", folder / "wide");
  CHECK(has(test::file_text(folder / "wide.gnuplot"), "set logscale y"));
  CHECK(has(test::file_text(folder / "wide.gnuplot"), "none collapsed"));
  CollapseCurve narrow = test::small_curve(config);
  for (CurvePoint& point : narrow.points) point.probability = 0.3;
  (void)write_curve(narrow, config, "test", folder / "narrow");
  CHECK_FALSE(has(test::file_text(folder / "narrow.gnuplot"), "set logscale y"));
}

TEST_CASE("without gnuplot data and script are saved and old pictures are gone") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("no-gnuplot");
  (void)write_curve(test::small_curve(config), config, "test", folder / "curve");
  const WithoutPrograms scope;
  const SavedFiles saved = write_curve(test::small_curve(config), config, "test", folder / "curve");
  CHECK(has(saved.plot_failure, "cannot start gnuplot"));
  CHECK(saved.files.size() == 3);
  CHECK_FALSE(std::filesystem::exists(folder / "curve.svg"));
  CHECK(std::filesystem::exists(folder / "curve.csv"));
  CHECK(std::filesystem::exists(folder / "curve.gnuplot"));
}

TEST_CASE("a trajectory has three panels and the lines of the modes") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("trajectory");
  std::vector<TrajectoryRow> rows;
  for (int i = 0; i <= 10; ++i) {
    const double time = i;
    rows.push_back({.time = time,
                    .temperature = 2.0 - 0.1 * time,
                    .state = {.overlap = {0.3 * time, -0.3 * time}},
                    .weights = {0.5, 0.5},
                    .sigma = 1.0,
                    .objective = 1.0 / (1.0 + time)});
  }
  const SavedFiles saved = write_trajectory(rows, {}, config, "test", folder / "run", true);
  const std::string script = test::file_text(folder / "run.gnuplot");
  CHECK(has(script, "set multiplot"));
  CHECK(has(script, "R = 3"));
  CHECK(has(script, "temperature"));
  CHECK(has(script, "objective"));
  if (saved.plot_failure.empty()) CHECK(std::filesystem::exists(folder / "run.svg"));
  CHECK(write_trajectory(rows, {}, config, "test", folder / "data", false).files.size() == 1);
}

}  // namespace annealvi
