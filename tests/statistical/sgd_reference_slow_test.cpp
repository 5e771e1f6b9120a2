// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// As sgd_reference_test.cpp with errors as small as those of the reference.

#include "tests/statistical/sgd_reference.hpp"

#include <doctest/doctest.h>

TEST_CASE("full SGD agrees with the reference within its own standard errors") {
  annealvi::test::check_against_reference(annealvi::Engine::full, 8000);
}

TEST_CASE("reduced SGD agrees with the reference beyond its standard errors") {
  annealvi::test::check_against_reference(annealvi::Engine::reduced, 100000);
}
