// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Who is asked to draw, and what is said when nothing comes of it; what the pictures show:
// tests/python/plot.
#include "annealvi/output/plot.hpp"

#include "output/pictures.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_curve.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

namespace annealvi {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Draws the table of a small curve with another program than the module.
std::string failure_of(const test::ScratchFolder& folder, const PictureProgram& program) {
  const Config config = test::small_curve_config();
  write_atomically(folder / "it's.csv",
                   table_text(curve_table(test::small_curve(config), config, "test"), config));
  const std::array<fs::path, 1> pictures{folder / "it's.svg"};
  return draw_pictures(folder / "it's.csv", pictures, program);
}

}  // namespace

TEST_CASE("a curve is saved as data and pictures") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("plot");
  const SavedFiles saved = write_curve(test::small_curve(config), config, "test", folder / "p q");
  CHECK(saved.plot_failure == "");
  const std::vector<fs::path> expected{folder / "p q.csv", folder / "p q.json", folder / "p q.svg",
                                       folder / "p q.png"};
  CHECK(saved.files == expected);
  CHECK(has(test::file_text(folder / "p q.svg"), "Mode collapse against initial temperature"));
  CHECK(test::file_text(folder / "p q.png").starts_with("\x89PNG"));
}

TEST_CASE("a curve without a number has no picture, and one of an earlier job does not stay") {
  const Config config = test::small_curve_config();
  const test::ScratchFolder folder("unknown");
  CollapseCurve curve = test::small_curve(config);
  (void)write_curve(curve, config, "test", folder / "c");
  REQUIRE(fs::exists(folder / "c.svg"));
  for (CurvePoint& point : curve.points) point.probability.reset();
  const SavedFiles saved = write_curve(curve, config, "test", folder / "c");
  CHECK(has(saved.plot_failure, "no picture: c.csv: no row has a value that can be drawn; "));
  CHECK(saved.files.size() == 2);
  CHECK_FALSE(fs::exists(folder / "c.svg"));
}

TEST_CASE("without Python the tables are there, and one sentence says what is missing") {
  const test::ScratchFolder folder("no-python");
  PictureProgram program = picture_program();
  program.python = "/nonexistent/python3";
  const std::string failure = failure_of(folder, program);
  CAPTURE(failure);
  CHECK(has(failure, "no picture: cannot start /nonexistent/python3 (No such file or directory)"));
  CHECK(has(failure, "python3-matplotlib"));
  CHECK(has(failure, "to draw later: cd -- "));
  CHECK(has(failure, "'./it'\\''s.csv'"));
  CHECK(failure.find('\n') == std::string::npos);
}

TEST_CASE("without the module, or with one that draws nothing, that is said") {
  const test::ScratchFolder folder("no-module");
  PictureProgram program = picture_program();
  program.module = folder / "none.py";
  CHECK(has(failure_of(folder, program), "can't open file"));
  write_atomically(folder / "silent.py", "");
  program.module = folder / "silent.py";
  CHECK(has(failure_of(folder, program), "no picture: it's.svg is not there; is the disk full?"));
  write_atomically(folder / "loud.py", "import sys\nsys.exit('annealvi.plot: one\\ntwo.')\n");
  program.module = folder / "loud.py";
  CHECK(has(failure_of(folder, program), "no picture: one"));
  CHECK(failure_of(folder, program).find('\n') == std::string::npos);
}

TEST_CASE("an interrupt is heard while a picture is drawn, and no other is begun") {
  const test::ScratchFolder folder("interrupted");
  PictureProgram program = picture_program();
  write_atomically(folder / "slow.py", "import time\ntime.sleep(100)\n");
  program.module = folder / "slow.py";
  std::atomic<bool> interrupted{false};
  end_drawing_when(&interrupted);
  const auto start = std::chrono::steady_clock::now();
  std::string failure;
  {
    const std::jthread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      interrupted = true;
    });
    failure = failure_of(folder, program);
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  CHECK(has(failure, "no picture: interrupted; the tables are saved, to draw later: cd -- "));
  CHECK(taken.count() < 20.0);
  // What was interrupted before is drawn.
  const Config config = test::small_curve_config();
  CHECK(write_curve(test::small_curve(config), config, "test", folder / "c").plot_failure == "");
  end_drawing_when(nullptr);
}

TEST_CASE("a trajectory is drawn when that is wanted") {
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
  const Table table = trajectory_table("test", rows);
  CHECK(write_table(table, config, folder / "run", true).files.size() == 3);
  CHECK(fs::exists(folder / "run.svg"));
  CHECK(write_table(table, config, folder / "data", false).files.size() == 1);
}

}  // namespace annealvi
