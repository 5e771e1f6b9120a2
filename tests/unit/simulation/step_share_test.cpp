// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "simulation/step_share.hpp"

#include "support/closeness.hpp"

#include <doctest/doctest.h>

using annealvi::StepShare;
using annealvi::test::rounding;

TEST_CASE("within the first step the guess counts, later steps are taken like the one before") {
  StepShare share(4.0, 0.2);
  for (const double wanted : {0.0, 0.05, 0.1, 0.15, 0.2, 0.2})  // more parts than guessed: it waits
    CHECK_ABSOLUTE(share.part_begins(), wanted, rounding);
  CHECK(share.step_done(0.1) == 0.1);  // smaller than guessed, of six parts
  CHECK(share.part_begins() == 0.1);
  CHECK_ABSOLUTE(share.part_begins(), 0.1 + 0.1 / 6.0, rounding);
  CHECK(share.step_done(0.3) == 0.3);  // twice as much, of two parts
  CHECK(share.part_begins() == 0.3);
  CHECK_ABSOLUTE(share.part_begins(), 0.4, rounding);
}

TEST_CASE("steps without parts, and ones that do not advance, change no guess") {
  StepShare share(2.0, 0.5);
  CHECK(share.step_done(0.0) == 0.0);
  CHECK(share.part_begins() == 0.0);
  CHECK_ABSOLUTE(share.part_begins(), 0.25, rounding);
  CHECK(share.step_done(0.0) == 0.0);
  (void)share.part_begins();
  CHECK_ABSOLUTE(share.part_begins(), 0.25, rounding);
}
