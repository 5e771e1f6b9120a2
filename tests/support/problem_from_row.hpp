// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A Problem from a row of data/reference/sharp.csv.
#pragma once

#include "annealvi/model/problem.hpp"
#include "support/csv.hpp"

namespace annealvi::test {

inline Problem problem_from_row(const Row& row) {
  const std::map<std::string, ScheduleKind> schedules{{"exponential", ScheduleKind::exponential},
                                                      {"linear", ScheduleKind::linear},
                                                      {"geometric", ScheduleKind::geometric}};
  Problem problem;
  problem.target = {.separation = number(row, "R"), .weight = 0.5, .dimension = number(row, "d")};
  problem.family.variance = row.at("variance") == "fixed" ? Variance::fixed : Variance::matched;
  problem.family.initial_scale = number(row, "sigma0");
  problem.annealing.path =
      row.at("path") == "power" ? AnnealingPath::power : AnnealingPath::component;
  problem.annealing.schedule = {.kind = schedules.at(row.at("schedule")),
                                .initial_temperature = number(row, "T0"),
                                .rate = number(row, "rate")};
  return problem;
}

}  // namespace annealvi::test
