// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sampled overlaps of the linear stage against the flow, beyond two modes.
#include "tests/statistical/many_components.hpp"

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("sampled overlaps against the flow: four components on three modes") {
  // Three modes pull quadratically: read early, where growth is still linear.
  check_against_flow(many(ModeShape::simplex, 3, 4), 0.00125, 400);
}
