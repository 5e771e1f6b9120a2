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
  CHECK(progress_line("x", "runs", 0.0, 0.0, 0.0, 80) ==
        "x [........................]   0 %  elapsed 0:00");
  CHECK(progress_line("x", "runs", 9.0, 3.0, 1.0, 80).find("100 %") != std::string::npos);
  CHECK(progress_line("label", "runs", 1.0, 3.0, 1.0, 3) == "lab");
  CHECK(progress_line("label", "runs", 1.0, 3.0, 1.0, -1).empty());
}

}  // namespace annealvi
