// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gradient noise of any pair against an independent implementation and its exact simulations.
#include "theory/pair_noise.hpp"

#include "annealvi/dynamics/collapse_lifetime.hpp"
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

TEST_CASE("negative control: noise of tails after t_c, and the ends of the intervals swapped") {
  const auto share = [](const PairModel& model, const NoisyPairStart& start, double end_time) {
    PairRuns runs(model, end_time, std::sqrt(start.variance_sum), {});
    return PairShare(runs, start, 1e-4).probability(24).value;
  };
  int seen = 0;
  for (const auto& row : cases()) {
    const std::string name = row["name"];
    if (name != "x1a" && name != "x1d" && name != "x2f") continue;
    ++seen;
    CAPTURE(name);
    const PairModel model = model_of(row["inputs"]);
    const double end_time = row["inputs"]["simulation"]["until"];
    const double simulated = row["simulated_P"], error = row["standard_error"];
    const NoisyPairStart start = noisy_pair_start(model, end_time);
    CHECK_ABSOLUTE(share(model, start, end_time), simulated, 3.0 * error + 0.01 * simulated);
    if (name == "x2f") {
      // D_1 and D_2 exchanged: the lines mirrored, which is the other sign of cov(S, D).
      NoisyPairStart mirrored = start;
      mirrored.covariance = -start.covariance;
      CHECK(std::abs(share(model, mirrored, end_time) - simulated) >
            6.0 * error + 0.02 * simulated);
      continue;
    }
    const NoisyPairStart uncut = noisy_pair_start(model, end_time, 30.0);
    CHECK(std::abs(share(model, uncut, end_time) - simulated) > 0.5 * simulated);
    // A cut that is a little off matters little.
    const NoisyPairStart near = noisy_pair_start(model, end_time, start.cut_time - 2.0);
    CHECK_RELATIVE(share(model, near, end_time), share(model, start, end_time), 0.02);
  }
  CHECK(seen == 3);
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

TEST_CASE("trained weights: P falls with the end time; by uncovered modes it is larger") {
  // R = 3, pi = 0.6, T0 = 5, rate 0.2, d = 100: theory, and 4000 flows, of the independent code.
  PairModel model;
  model.problem.target = {.separation = 3.0, .weight = 0.6, .dimension = 100.0};
  model.problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 5.0, .rate = 0.2};
  model.train_weights = true;
  const auto at = [&](double end_time, std::optional<CoverageRule> rule = {}) {
    return collapse_probability(
        model, {.end_time = end_time, .probability_error = 1e-4, .coverage = rule});
  };
  const SharpProbability early = at(40.0), late = at(68.0), uncovered = at(68.0, CoverageRule{});
  CHECK_RELATIVE(early.probability, 0.0780, 2e-3);
  const double flows = 0.0645, error = std::sqrt(flows * (1.0 - flows) / 4000.0);
  CHECK(std::abs(late.probability - flows) <= 3.0 * error);
  CHECK_RELATIVE(uncovered.probability, 0.0730, 5e-3);
  // Negative controls: one is not the other.
  CHECK(early.probability > 1.15 * late.probability);
  CHECK(uncovered.probability > 1.08 * late.probability);
}

TEST_CASE("lifetime of a collapsed pair whose weights adapt: ranges of the independent code") {
  PairModel model;
  model.problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 5.0, .rate = 0.2};
  model.train_weights = true;
  const auto lifetime = [&](double separation, double rate) {
    model.problem.target = {.separation = separation, .weight = 0.5, .dimension = 100.0};
    model.weight_rate = rate;
    return pair_lifetime(model, 200.0);
  };
  for (const double rate : {0.1, 0.3, 1.0}) {
    CAPTURE(rate);
    CHECK(lifetime(2.5, rate) > 60.0);
    CHECK(lifetime(2.5, rate) < 700.0);
    CHECK(lifetime(3.0, rate) > 5e2);
    CHECK(lifetime(3.0, rate) < 3e4);
    CHECK(lifetime(4.0, rate) == longest_pair_lifetime);  // 3e6 and more
  }
  CHECK(lifetime(2.5, 0.1) > 2.0 * lifetime(2.5, 1.0));
  // The same pair as a mixture, until the lost mode is within reach again.
  const double R = 2.5;
  const double closed_form = lifetime(R, 1.0);
  MixtureProblem mixture = as_mixture(model.problem);
  mixture.family.train_weights = true;
  mixture.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.0};
  const SummaryState start{.overlap = {1.05 * R, 0.95 * R}};
  const CollapseLifetime followed =
      collapse_lifetime(mixture, as_mixture_state(mixture, start, 0.0), {}, 1e4, {});
  REQUIRE(followed.recovered);
  CHECK_RELATIVE(closed_form, followed.time, 0.2);
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
