// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The reference trajectories of data/reference and the problems they belong to.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "annealvi/model/problem.hpp"

namespace annealvi::test {

inline nlohmann::json read_trajectories(const std::string& name) {
  std::ifstream file(std::string(ANNEALVI_DATA_DIR) + "/reference/" + name);
  REQUIRE(file.good());
  return nlohmann::json::parse(file).at("trajectories");
}

template <class Value>
Value named(const std::string& name, std::initializer_list<std::pair<const char*, Value>> values) {
  for (const auto& [key, value] : values)
    if (name == key) return value;
  throw std::runtime_error("unknown name " + name);
}

/// Trained weights: those of the default.
inline Problem problem_of(const nlohmann::json& row) {
  const auto& schedule = row.at("schedule");
  Problem problem;
  problem.target = {
      .separation = row.at("R"), .weight = row.at("target_weight"), .dimension = row.at("d")};
  if (row.at("component_weights").is_array())
    problem.family.weights = row.at("component_weights").get<std::array<double, 2>>();
  problem.family.variance = named<Variance>(
      row.at("variance"),
      {{"fixed", Variance::fixed}, {"matched", Variance::matched}, {"trained", Variance::trained}});
  problem.annealing.path =
      named<AnnealingPath>(row.at("path"), {{"power", AnnealingPath::power},
                                            {"component", AnnealingPath::component},
                                            {"bridge", AnnealingPath::bridge}});
  problem.annealing.objective = named<Objective>(
      row.at("objective"), {{"kl", Objective::kl}, {"free-energy", Objective::free_energy}});
  problem.annealing.bridge_scale = row.at("s0");
  problem.annealing.schedule = {
      .kind = named<ScheduleKind>(schedule.at("kind"), {{"exponential", ScheduleKind::exponential},
                                                        {"geometric", ScheduleKind::geometric},
                                                        {"linear", ScheduleKind::linear},
                                                        {"power", ScheduleKind::power}}),
      .initial_temperature = schedule.at("T0"),
      .rate = schedule.at("rate"),
      .exponent = schedule.at("p")};
  return problem;
}

}  // namespace annealvi::test
