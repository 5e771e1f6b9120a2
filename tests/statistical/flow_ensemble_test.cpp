// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/ensemble.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr std::uint64_t runs = 3000;

RunSetup setup_of(const Row& row) {
  const std::map<std::string, ScheduleKind> schedules{{"exponential", ScheduleKind::exponential},
                                                      {"linear", ScheduleKind::linear},
                                                      {"geometric", ScheduleKind::geometric}};
  RunSetup setup;
  setup.engine = Engine::flow;
  setup.seed = 2026;
  setup.tolerances = {.relative = 1e-7, .absolute = 1e-10};  // the outcome is a sign
  setup.problem.target = {
      .separation = number(row, "R"), .weight = 0.5, .dimension = number(row, "d")};
  setup.problem.family.variance =
      row.at("variance") == "fixed" ? Variance::fixed : Variance::matched;
  setup.problem.family.initial_scale = number(row, "sigma0");
  setup.problem.annealing.path =
      row.at("path") == "power" ? AnnealingPath::power : AnnealingPath::component;
  setup.problem.annealing.schedule.kind = schedules.at(row.at("schedule"));
  setup.problem.annealing.schedule.initial_temperature = number(row, "T0");
  setup.problem.annealing.schedule.rate = number(row, "rate");
  setup.end_time = number(row, "t_end");
  return setup;
}

/// Score test of the fraction of runs with both components on one side.
double z_of(const RunSetup& setup, double p) {
  EnsembleOptions options;
  options.runs = runs;
  const EnsembleResult result = run_ensemble(setup, options);
  REQUIRE(result.failed == 0);
  const auto n = static_cast<double>(result.runs);
  return z_score(static_cast<double>(result.same_sign) / n, std::sqrt(p * (1.0 - p) / n), p);
}

std::vector<Row> reference() {
  return read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/flow_ensemble.csv");
}

}  // namespace

TEST_CASE("random starts of the flow collapse as often as an independent (S4) says") {
  for (const Row& row : reference()) {
    CAPTURE(row.at("name"));
    CHECK_Z(z_of(setup_of(row), number(row, "P")));
  }
}

TEST_CASE("the same check rejects a start of four times the size and another variance") {
  for (const Row& row : reference()) {
    if (row.at("name") != "a") continue;
    RunSetup wrong = setup_of(row);
    wrong.problem.family.initial_scale = 4.0 * number(row, "sigma0");
    CHECK(std::abs(z_of(wrong, number(row, "P"))) > statistical_z);
    wrong = setup_of(row);
    wrong.problem.family.variance = Variance::fixed;
    CHECK(std::abs(z_of(wrong, number(row, "P"))) > statistical_z);
  }
}
