// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gradient noise of any pair against an independent implementation and its exact simulations.
#include "theory/pair_noise.hpp"

#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "support/closeness.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace annealvi;
using namespace annealvi::test;

namespace {

nlohmann::json cases() {
  std::ifstream file(std::string(ANNEALVI_DATA_DIR) + "/reference/pair_noise.json");
  REQUIRE(file.good());
  return nlohmann::json::parse(file).at("cases");
}

PairModel model_of(const nlohmann::json& inputs) {
  const auto &target = inputs["target"], &family = inputs["family"],
             &annealing = inputs["annealing"], &sgd = inputs["sgd"];
  const std::string variance = family["variance"], path = annealing["path"];
  PairModel model;
  Problem& problem = model.problem;
  problem.target = {target["separation"], target["weight"], target["dimension"]};
  problem.family = {.variance = variance == "fixed"     ? Variance::fixed
                                : variance == "trained" ? Variance::trained
                                                        : Variance::matched,
                    .weights = {family["weights"][0], family["weights"][1]},
                    .initial_scale = family["initial_scale"].get<double>()};
  problem.annealing.path = path == "power" ? AnnealingPath::power : AnnealingPath::component;
  problem.annealing.schedule = {.kind = ScheduleKind::exponential,
                                .initial_temperature = annealing["initial_temperature"],
                                .rate = annealing["rate"]};
  problem.noise = {.step = sgd["step"],
                   .batch = sgd["batch"],
                   .estimator = sgd["estimator"] == "path" ? Estimator::path : Estimator::total};
  model.train_weights = family["train_weights"];
  model.weight_rate = family["weight_rate"];
  model.variance_rate = family["variance_rate"];
  if (family.contains("initial_sigma")) model.initial_sigma = family["initial_sigma"].get<double>();
  return model;
}

/// Discrete time moves a variance by eta times a rate; the reference leaves that out.
double variance_accuracy(const PairModel& model) {
  return 2e-3 + 0.1 * model.problem.noise.step;
}

}  // namespace

TEST_CASE("variances pulled back to the start, with the cut: fixed and trained weights, variance") {
  int cases_with_noise = 0;
  for (const auto& row : cases()) {
    const auto& inputs = row["inputs"];
    const PairModel model = model_of(inputs);
    if (model.problem.noise.step == 0.0) continue;
    ++cases_with_noise;
    CAPTURE(row["name"].get<std::string>());
    const NoisyPairStart start = noisy_pair_start(model, inputs["simulation"]["until"]);
    const auto& C = row["covariance_effective"];
    const double sum = C[0][0], difference = C[1][1], mixed = C[0][1];
    CHECK_RELATIVE(start.variance_sum, sum, variance_accuracy(model));
    CHECK_RELATIVE(start.variance_difference, difference, variance_accuracy(model));
    CHECK_ABSOLUTE(start.covariance, mixed, variance_accuracy(model) * std::sqrt(sum * difference));
    if (model.problem.target.weight != 0.5)
      CHECK_ABSOLUTE(start.cut_time, row["cut_time"].get<double>(), 0.5);
  }
  CHECK(cases_with_noise == 13);
}

TEST_CASE("negative control: without the noise of the weights the variance of D is another") {
  for (const auto& row : cases()) {
    if (row["name"] != "x3p1") continue;
    PairModel model = model_of(row["inputs"]);
    model.train_weights = false;
    const NoisyPairStart start = noisy_pair_start(model, row["inputs"]["simulation"]["until"]);
    CHECK_FALSE(relatively_close(start.variance_difference, row["covariance_effective"][1][1],
                                 10.0 * variance_accuracy(model)));
  }
}

TEST_CASE("P within 2 % of theory and 3 standard errors of simulations; not without the noise") {
  for (const auto& row : cases()) {
    const std::string name = row["name"];
    if (name != "x1a" && name != "x2a" && name != "x3n3") continue;
    CAPTURE(name);
    PairModel model = model_of(row["inputs"]);
    const SharpOptions options{.end_time = row["inputs"]["simulation"]["until"]};
    const SharpProbability P = collapse_probability(model, options);
    const double simulated = row["simulated_P"], error = row["standard_error"];
    CHECK(P.status != SharpStatus::outside_validity);
    CHECK(P.status != SharpStatus::failed);
    CHECK_RELATIVE(P.probability, row["theory_P"].get<double>(), 0.02);
    CHECK(std::abs(P.probability - simulated) <= 3.0 * error + 0.01 * simulated);
    model.problem.noise.step = 0.0;
    if (name != "x3n3")
      CHECK(std::abs(collapse_probability(model, options).probability - simulated) >
            3.0 * error + 0.03 * simulated);
  }
}

TEST_CASE("trained weights without noise against the independent implementation") {
  for (const auto& row : cases()) {
    if (row["name"] != "x3a") continue;
    const SharpProbability P = collapse_probability(
        model_of(row["inputs"]),
        {.end_time = row["inputs"]["simulation"]["until"], .probability_error = 1e-4});
    CHECK_RELATIVE(P.probability, row["theory_P"].get<double>(), 2e-3);
    CHECK(P.long_lived);  // nothing keeps a pair whose weights adapt
  }
}
