// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The comparison of mixture_against_full_test.cpp with differences five times as small.

#include "tests/statistical/mixture_against_full.hpp"

TEST_CASE("reduced and full SGD of mixtures agree in distribution") {
  annealvi::test::check_mixtures_against_full(50000);
}
