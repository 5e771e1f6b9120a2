// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// As reduced_against_full_test.cpp, with differences five times as small.

#include "tests/statistical/reduced_against_full.hpp"

TEST_CASE("reduced and full SGD agree in distribution") {
  annealvi::test::check_reduced_against_full(100000);
}
