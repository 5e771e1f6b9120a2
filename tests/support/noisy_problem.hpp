// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The jobs of data/reference/sgd.csv by name.
#pragma once

#include "annealvi/model/problem.hpp"
#include "support/csv.hpp"

#include <stdexcept>
#include <string>

namespace annealvi::test {

struct NoisyJob {
  Problem problem;
  double end_time;
};

inline NoisyJob noisy_job(const Row& row) {
  NoisyJob job{{}, number(row, "t_end")};
  job.problem.target = {
      .separation = number(row, "R"), .weight = 0.5, .dimension = number(row, "d")};
  job.problem.family.variance = row.at("variance") == "fixed" ? Variance::fixed : Variance::matched;
  job.problem.annealing.path =
      row.at("path") == "power" ? AnnealingPath::power : AnnealingPath::component;
  job.problem.annealing.schedule.initial_temperature = number(row, "T0");
  job.problem.annealing.schedule.rate = number(row, "rate");
  job.problem.noise = {
      .step = number(row, "eta"),
      .batch = std::stoi(row.at("B")),
      .estimator = row.at("estimator") == "path" ? Estimator::path : Estimator::total};
  return job;
}

inline NoisyJob noisy_job(const std::string& name) {
  for (const Row& row : read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/sgd.csv"))
    if (row.at("name") == name) return noisy_job(row);
  throw std::runtime_error("no job " + name);
}

}  // namespace annealvi::test
