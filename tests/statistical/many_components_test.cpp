// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (K1) against the flow; three modes in the slow test, whose flow takes a quarter of a second a
// run.
#include "tests/statistical/many_components.hpp"

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("(K1) against the flow: two and three components on a pair") {
  check_against_flow(many(ModeShape::line, 2, 2), 0.125, 1000);
  check_against_flow(many(ModeShape::line, 2, 3), 0.125, 500);
}
