// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "tests/statistical/sgd_reference.hpp"

#include <doctest/doctest.h>

using namespace annealvi;
using namespace annealvi::test;

TEST_CASE("full SGD agrees with literal and reduced SGD of an independent implementation") {
  check_against_reference(Engine::full, 700);
}

TEST_CASE("so does reduced SGD") {
  check_against_reference(Engine::reduced, 8000);
}

TEST_CASE("the same check rejects the other estimator and another batch size") {
  const auto rows = sgd_reference();
  for (const Row& row : rows) {
    // Path and total estimator have the same mean, so only their noise can tell them apart.
    if (row.at("name") != "7_total_B1_power_fixed" || row.at("simulator") != "reduced") continue;
    const auto largest = [&](const RunSetup& setup) {
      double z = 0.0;
      RunSetup short_run = setup;
      short_run.end_time = number(row, "t_record");
      constexpr std::size_t runs = 1000;
      const auto measured = measure(short_run, number(row, "t_record"), runs);
      const auto scores = z_scores(measured, runs, row);
      for (std::size_t i = 1; i < scores.size(); ++i) z = std::max(z, std::abs(scores[i]));
      return z;
    };
    RunSetup wrong = setup_of(row, Engine::full);
    CHECK(largest(wrong) <= statistical_z);
    wrong.problem.noise.estimator = Estimator::path;
    CHECK(largest(wrong) > statistical_z);
    wrong = setup_of(row, Engine::full);
    wrong.problem.noise.batch = 4;
    CHECK(largest(wrong) > statistical_z);
  }
}
