// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Ensembles of full and reduced SGD against the rows of data/reference/sgd.csv.
#pragma once

#include "annealvi/simulation/run.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/statistics.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace annealvi::test {

inline RunSetup setup_of(const Row& row, Engine engine) {
  RunSetup setup;
  setup.engine = engine;
  setup.seed = 2026;
  setup.problem.target = {
      .separation = number(row, "R"), .weight = 0.5, .dimension = number(row, "d")};
  setup.problem.family.variance =
      row.at("variance") == "fixed" ? Variance::fixed : Variance::matched;
  setup.problem.annealing.path =
      row.at("path") == "power" ? AnnealingPath::power : AnnealingPath::component;
  setup.problem.annealing.schedule.initial_temperature = number(row, "T0");
  setup.problem.annealing.schedule.rate = number(row, "rate");
  setup.problem.noise = {
      .step = number(row, "eta"),
      .batch = std::stoi(row.at("B")),
      .estimator = row.at("estimator") == "path" ? Estimator::path : Estimator::total};
  setup.end_time = number(row, "t_end");
  return setup;
}

/// In the order of the columns P, v_S, v_D, Q11, Q12.
inline constexpr std::array<const char*, 5> quantities{"P", "v_S", "v_D", "Q11", "Q12"};

inline std::array<MeanAndError, 5> measure(const RunSetup& setup, double record_time,
                                           std::size_t runs) {
  std::array<std::vector<double>, 5> sample;
  for (auto& values : sample) values.resize(runs);
  const std::array<double, 1> times{record_time};
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> pool;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      pool.emplace_back([&] {
        for (std::size_t n = next++; n < runs; n = next++) {
          const Run run = simulate_run(setup, n, times);
          const auto& end = run.final_state.overlap;
          const SummaryState& state = run.points.at(0).state;
          const double sum = state.overlap[0] + state.overlap[1];
          const double difference = state.overlap[0] - state.overlap[1];
          sample[0][n] = end[0] * end[1] > 0.0 ? 1.0 : 0.0;
          sample[1][n] = sum * sum;
          sample[2][n] = difference * difference;
          sample[3][n] = state.q11;
          sample[4][n] = state.q12;
        }
      });
    }
  }
  std::array<MeanAndError, 5> result;
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = mean_and_error(sample[i]);
  return result;
}

inline std::array<double, 5> z_scores(std::array<MeanAndError, 5> measured, std::size_t runs,
                                      const Row& row) {
  // Score test: the binomial error of P at the expected P. That of a sample with few collapses
  // would be too small exactly when there are too few of them.
  const double p = number(row, "P");
  measured[0].standard_error = std::sqrt(p * (1.0 - p) / static_cast<double>(runs));
  std::array<double, 5> z{};
  for (std::size_t i = 0; i < z.size(); ++i) {
    const std::string name = quantities[i];
    z[i] = z_score(measured[i].mean, measured[i].standard_error, number(row, name),
                   number(row, name + "_error"));
  }
  return z;
}

inline std::vector<Row> sgd_reference() {
  return read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/sgd.csv");
}

/// Every row with P within 3 combined standard errors and the other quantities within 4.
inline void check_against_reference(Engine engine, std::size_t runs) {
  std::string measured_name;
  std::array<MeanAndError, 5> measured{};
  for (const Row& row : sgd_reference()) {
    // Two rows, literal and reduced, share one configuration.
    if (row.at("name") != measured_name) {
      measured_name = row.at("name");
      measured = measure(setup_of(row, engine), number(row, "t_record"), runs);
    }
    const auto z = z_scores(measured, runs, row);
    for (std::size_t i = 0; i < z.size(); ++i) {
      const std::string where = row.at("name") + " " + row.at("simulator") + " " + quantities[i];
      CHECK_MESSAGE(std::abs(z[i]) <= (i == 0 ? 3.0 : statistical_z),
                    where << " = " << measured[i].mean << ", z = " << z[i]);
    }
  }
}

}  // namespace annealvi::test
