// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/progress.hpp"

#include "support/closeness.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace annealvi {

namespace {
constexpr double forecast_rounding = 1e-9;  // of a few hundred seconds
}

TEST_CASE("the line shows share, rate, elapsed and remaining time") {
  const std::string line = progress_line("curve", "runs", 250.0, 1000.0, 20.0, 100);
  CHECK(line == "curve [######..................]  25 %  12.5 runs/s  elapsed 0:20  left 1:00");
  CHECK(progress_line("x", "runs", 1.0, 4000.0, 1.0, 200).ends_with("left 1:06:39"));
}

TEST_CASE("nothing done, too much done, narrow terminals") {
  CHECK(progress_line("x", "runs", 0.0, 0.0, 0.0, 80) == "x  elapsed 0:00");
  CHECK(progress_line("x", "runs", 0.0, 9.0, 0.0, 80) ==
        "x [........................]   0 %  elapsed 0:00");
  CHECK(progress_line("x", "runs", 9.0, 3.0, 1.0, 80).find("100 %") != std::string::npos);
  CHECK(progress_line("label", "runs", 1.0, 3.0, 1.0, 3) == "lab");
  CHECK(progress_line("label", "runs", 1.0, 3.0, 1.0, -1).empty());
}

TEST_CASE("the time left follows the rate of the second half of the time so far") {
  RemainingTime even;
  CHECK_FALSE(even.left());
  even.hear(0.0, 1.0);
  CHECK_FALSE(even.left());
  for (int second = 2; second <= 25; ++second) even.hear(0.01 * (second - 1), second);
  CHECK_ABSOLUTE(*even.left(), 76.0, forecast_rounding);  // 0.76 at 0.01 a second
  // A machine that gets four times slower after 30 s: at 60 s all of the second half is slow.
  RemainingTime slower;
  for (int second = 1; second <= 60; ++second)
    slower.hear(second <= 30 ? 0.01 * second : 0.3 + 0.0025 * (second - 30), second);
  CHECK_ABSOLUTE(*slower.left(), (1.0 - 0.375) / 0.0025, forecast_rounding);
  // Nothing done for half of the time: the rate of all of it.
  RemainingTime halted;
  halted.hear(0.5, 10.0);
  halted.hear(0.5, 100.0);
  CHECK_ABSOLUTE(*halted.left(), 100.0, forecast_rounding);
  halted.hear(1.0, 101.0);
  CHECK(*halted.left() == 0.0);
}

TEST_CASE("a log is told how long a job takes, and every five minutes how far it is") {
  Forecast job("curve");
  CHECK(job.due(0.001, 1.0).empty());                           // too early to know
  CHECK(job.due(0.01, 3.0) == "annealvi: curve: about 4 min");  // 0.009 in 2 s
  for (int second = 4; second < 303; ++second) CHECK(job.due(0.01 / 3.0 * second, second).empty());
  CHECK(job.due(0.9, 303.0) == "annealvi: curve: 90 % after 5 min, about 38 s left");
  CHECK(job.due(0.95, 400.0).empty());
}

TEST_CASE("a forecast that was wrong by half is told anew, at twice the time or later") {
  // What a busy machine did: 42 s said after 2 s, 156 s taken.
  Forecast job("curve");
  std::vector<std::string> lines;
  for (int second = 1; second <= 156; ++second) {
    const double share =
        second <= 2 ? second / 42.0 : 2.0 / 42.0 + (second - 2) * 40.0 / 42.0 / 154.0;
    const std::string line = job.due(share, second);
    if (!line.empty()) lines.push_back(line);
  }
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "annealvi: curve: about 42 s");
  CHECK(lines[1] == "annealvi: curve: 6 % after 4 s, about 3 min left");
  // Faster than expected, too; but not when a few seconds are left.
  Forecast quick("x");
  CHECK(quick.due(0.01, 2.0) == "annealvi: x: about 3 min");
  CHECK(quick.due(0.1, 4.0) == "annealvi: x: 10 % after 4 s, about 20 s left");
  CHECK(quick.due(0.8, 9.0).empty());
}

TEST_CASE("a log is told nothing about a short job, and what is known about a silent one") {
  Forecast brief("x");
  for (const double seconds : {0.5, 2.0, 5.0, 8.9}) {
    CHECK(brief.due(seconds / 9.0, seconds).empty());
  }
  Forecast silent("x");
  CHECK(silent.due(0.0, 9.0).empty());
  CHECK(silent.due(0.0, 10.0) ==
        "annealvi: x: its first step takes more than 10 s, how long all takes is not known yet");
  CHECK(silent.due(0.0, 11.0).empty());
  CHECK(silent.due(1e-4, 40.0) == "annealvi: x: about 5 days");
  Forecast stuck("x");
  (void)stuck.due(0.0, 10.0);
  CHECK(stuck.due(0.0, 59.0).empty());
  CHECK(stuck.due(0.0, 60.0) == "annealvi: x: still at its first step after 60 s");
  CHECK(stuck.due(0.0, 350.0).empty());
  CHECK(stuck.due(0.0, 360.0) == "annealvi: x: still at its first step after 6 min");
}

}  // namespace annealvi
