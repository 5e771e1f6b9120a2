// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Suggestions for the field's own words, temperatures given as beta, weights in single precision.
#include "annealvi/config/config.hpp"
#include "support/closeness.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace annealvi;

namespace {

std::string refusal_of(const std::vector<Override>& overrides) {
  try {
    (void)default_config(overrides);
    return {};
  } catch (const ConfigError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("the field's words lead to our keys, those of the same section first") {
  const std::vector<std::pair<std::string, std::string>> meant{
      {"sgd.learning_rate", "sgd.step"},
      {"sgd.lr", "sgd.step"},
      {"sgd.LR", "sgd.step"},
      {"sgd.learning-rate", "sgd.step"},
      {"realnvp.lr", "realnvp.learning_rate"},
      {"simulation.learning_rate", "sgd.step"},
      {"sgd.batch_size", "sgd.batch"},
      {"realnvp.batch_size", "realnvp.batch"},
      {"realnvp.epochs", "realnvp.steps"},
      {"simulation.epochs", "simulation.until"},
      {"simulation.steps", "simulation.until"},
      {"annealing.beta", "annealing.initial_temperature (T = 1/beta)"},
      {"annealing.betas", "annealing.table (T = 1/beta)"},
      {"annealing.temperature", "annealing.initial_temperature"},
      {"family.n_components", "family.components"},
      {"target.n_components", "family.components"},
      {"family.width", "family.initial_scale"},
      {"optimizer.lr", "sgd.step"},
      {"target.sepration", "target.separation"},
      {"target.rate", "annealing.rate"},
      {"target.K", "family.components"},
      {"target.sigma", "target.separation (R in units of the width of the modes, which is 1)"},
      {"target.std", "target.separation (R in units of the width of the modes, which is 1)"},
      {"family.sigma0", "family.initial_scale"},
      {"family.mu", "family.initial_overlaps"},
      {"family.sigma", "family.initial_sigma"},
      {"annealing.T_0", "annealing.initial_temperature"},
      {"annealing.temp", "annealing.initial_temperature"},
      {"annealing.initial_temp", "annealing.initial_temperature"},
      {"annealing.beta_0", "annealing.initial_temperature (T = 1/beta)"},
      {"annealing.tau", "annealing.rate (a time tau is the rate 1/tau)"},
      {"annealing.steps", "simulation.until"},
      {"annealing.anneal_rate", "annealing.rate"},
      {"annealing.type", "annealing.schedule"},
      {"sgd.num_samples", "sgd.batch"},
      {"sgd.nSamples", "sgd.batch"},
      {"simulation.num_steps", "simulation.until"},
      {"simulation.num_runs", "simulation.runs"},
      {"simulation.n_threads", "simulation.threads"},
      {"simulation.cores", "simulation.threads"},
      {"realnvp.hidden", "realnvp.width"},
      {"realnvp.n_layers", "realnvp.couplings"},
      {"training.lr", "sgd.step"},
      {"model.d", "target.dimension"}};
  for (const auto& [key, name] : meant) {
    const std::string message = refusal_of({key + "=3"});
    CAPTURE(message);
    CHECK(message.find("; did you mean " + name + "?") != std::string::npos);
  }
  CHECK(refusal_of({"target.zebra=3"}).find("did you mean") == std::string::npos);
}

TEST_CASE("a key without its section leads to the whole name") {
  const std::vector<std::pair<std::string, std::string>> meant{
      {"lr", "sgd.step"},
      {"learning_rate", "sgd.step"},
      {"n_samples", "sgd.batch"},
      {"T", "annealing.initial_temperature"},
      {"T0", "annealing.initial_temperature"},
      {"beta0", "annealing.initial_temperature (T = 1/beta)"},
      {"betas", "annealing.table (T = 1/beta)"},
      {"kappa", "annealing.rate"},
      {"seed", "simulation.seed"},
      {"n_runs", "simulation.runs"},
      {"dim", "target.dimension"},
      {"R", "target.separation"},
      {"separations", "target.separation"},
      {"seperation", "target.separation"},
      {"K", "family.components"},
      {"mu", "family.initial_overlaps"}};
  for (const auto& [key, name] : meant) {
    const std::string message = refusal_of({key + "=0.5"});
    CAPTURE(message);
    CHECK(message == "--set: \"" + key +
                         "=0.5\" is not allowed: section.key=value is needed; did you mean " +
                         name + "?");
  }
  for (const char* text : {"zebra=3", "=3", "lr", " =", ".=1"}) {
    CHECK(refusal_of({text}).ends_with("section.key=value is needed"));
  }
}

TEST_CASE("the begin or the end of a word leads to the word") {
  CHECK(refusal_of({"annealing.schedule=exp"}).find("did you mean \"exponential\"?") !=
        std::string::npos);
  CHECK(refusal_of({"design.free=temperature"}).find("did you mean \"initial_temperature\"?") !=
        std::string::npos);
  CHECK(refusal_of({"target.sep=3"}).find("did you mean target.separation?") != std::string::npos);
  CHECK(refusal_of({"annealing.schedule=e"}).find("did you mean") == std::string::npos);
}

TEST_CASE("a temperature below 1 is refused with the temperature of this beta") {
  const std::string start = refusal_of({"annealing.initial_temperature=0.2"});
  CAPTURE(start);
  CHECK(start.find("a number >= 1 and <= 1e6") != std::string::npos);
  CHECK(start.find("T = 1/beta = 5") != std::string::npos);
  const std::string table =
      refusal_of({"annealing.schedule=table", "annealing.table=[[0, 0.125], [1, 1]]"});
  CAPTURE(table);
  CHECK(table.find("row 1 is [0, 0.125]") != std::string::npos);
  CHECK(table.find("T = 1/beta = 8") != std::string::npos);
  CHECK(refusal_of({"annealing.initial_temperature=-2"}).find("beta") == std::string::npos);
  CHECK(refusal_of({"annealing.initial_temperature=1e7"}).find("beta") == std::string::npos);
}

TEST_CASE("weights rounded to single precision are divided by their sum, with a note") {
  const Config config = default_config({"family.weights=[0.70000005, 0.29999998]"});
  const auto& weights = config.problem.family.weights;
  CHECK(std::abs(weights[0] + weights[1] - 1.0) <= 1e-15);
  CHECK(test::relatively_close(weights[0] / weights[1], 0.70000005 / 0.29999998, 1e-15));
  REQUIRE(config.notes.size() == 1);
  CHECK(config.notes[0] ==
        "--set: family.weights = [0.70000005, 0.29999998] sums to 1.00000003: every number is "
        "divided by this sum");
  CHECK(default_config({"target.modes=line:2", "target.mode_weights=[0.69999999, 0.3]"})
            .notes.size() == 1);
  // Weights that sum to 1 are not touched, nor are those that were divided and written down.
  CHECK(default_config({"family.weights=[0.7, 0.3]"}).notes.empty());
  for (const ConfigEntry& entry : entries(config)) {
    if (entry.section != "family" || entry.key != "weights") continue;
    const Config again = default_config({"family.weights=" + entry.json});
    CHECK(again.problem.family.weights == weights);
    CHECK(again.notes.empty());
  }

  for (const char* text : {"[0.7, 0.3001]", "[0.7, 0.300001]", "[0.333333, 0.666666]",
                           "[1.00000003, -3e-8]", "[1.0, 0.0]"}) {
    CAPTURE(text);
    CHECK(refusal_of({std::string("family.weights=") + text}).find("sum to 1") !=
          std::string::npos);
  }
}
