// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/progress.hpp"

#include <doctest/doctest.h>

namespace annealvi {

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

TEST_CASE("a log is told once how long a job takes, and every five minutes how far it is") {
  Forecast job("curve");
  CHECK(job.due(0.001, 1.0).empty());  // too early to know
  CHECK(job.due(0.01, 3.0) == "annealvi: curve: about 5 min");
  CHECK(job.due(0.02, 6.0).empty());
  CHECK(job.due(0.5, 299.0).empty());
  CHECK(job.due(0.5, 304.0) == "annealvi: curve: 50 % after 5 min, about 5 min left");
  CHECK(job.due(0.6, 400.0).empty());
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
