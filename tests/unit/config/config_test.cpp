// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/config/config.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <sstream>
#include <utility>

using namespace annealvi;
using annealvi::test::TemporaryFolder;

namespace {

/// A value other than the default for every key that has more than one allowed value.
const std::map<std::string, std::string> other_values = {
    {"target.separation", "4.7"},
    {"target.weight", "0.3"},
    {"target.dimension", "1000000000000"},
    {"family.variance", "\"fixed\""},
    {"family.weights", "[0.1, 0.9]"},
    {"family.train_weights", "true"},
    {"family.weight_rate", "0.5"},
    {"family.variance_rate", "2.0"},
    {"family.initial_scale", "0.0625"},
    {"family.initial_overlaps", "[0.11, -0.04]"},
    {"family.initial_gram", "[0.98, 0.07, 1.05]"},
    {"annealing.path", "\"bridge\""},
    {"annealing.objective", "\"free-energy\""},
    {"annealing.schedule", "\"table\""},
    {"annealing.initial_temperature", "12.3"},
    {"annealing.rate", "0.007"},
    {"annealing.exponent", "2.5"},
    {"annealing.table", "[[0.0, 8.0], [1.5, 3.0], [10.0, 1.0]]"},
    {"annealing.bridge_scale", "2.25"},
    {"sgd.step", "0.01"},
    {"sgd.batch", "4"},
    {"sgd.estimator", "\"total\""},
    {"sgd.control_variate", "false"},
    {"simulation.engine", "\"full\""},
    {"simulation.runs", "77"},
    {"simulation.half_width", "0.01"},
    {"simulation.seed", "9007199254740993"},
    {"simulation.threads", "3"},
    {"simulation.until", "250.5"},
    {"simulation.confidence", "0.99"},
    {"simulation.decision_fraction", "0.4"},
    {"simulation.decision_temperature", "0.1"},
    {"simulation.coverage_share", "0.1"},
    {"numerics.relative_tolerance", "1e-10"},
    {"numerics.absolute_tolerance", "0.0"},
    {"numerics.probability_error", "1e-8"},
    {"numerics.span_error", "1e-8"},
    {"numerics.span_nodes", "4096"},
    {"curve.vary", "\"target.separation=2:6:9\""},
    {"curve.series", "\"annealing.rate=0.01:1:3:log\""},
    {"curve.methods", "\"sharp\""},
    {"design.risk", "0.001"},
    {"design.free", "\"shape\""},
    {"design.range", "\"0.01:10.0\""},
    {"design.time", "400.0"},
    {"design.knots", "6"},
    {"design.highest_temperature", "25.0"},
};

/// The values above as a file; a full engine cannot have 1e12 dimensions, so that stays smaller.
std::string everything_set() {
  std::string text, section;
  for (const ConfigEntry& entry : entries(Config{})) {
    const auto found = other_values.find(entry.section + "." + entry.key);
    if (found == other_values.end()) {
      continue;
    }
    if (entry.section != section) {
      section = entry.section;
      text += "[" + section + "]\n";
    }
    text += entry.key + " = " + (entry.key == "dimension" ? "50" : found->second) + "\n";
  }
  return text;
}

std::string header_of(const Config& config) {
  std::istringstream lines(to_toml(config));
  std::string text = "# annealvi 0.1.0\n# configuration\n";
  for (std::string line; std::getline(lines, line);) {
    text += "#: " + line + "\n";
  }
  return text + "# columns:\n#   time: time\ntime,m1\n0,0.1\n";
}

}  // namespace

TEST_CASE("the defaults are those of the documented interface") {
  const Config config = default_config();
  CHECK(config.problem.target.separation == 3.0);
  CHECK(config.problem.target.weight == 0.5);
  CHECK(config.problem.target.dimension == 1000.0);
  CHECK(config.problem.family.variance == Variance::matched);
  CHECK(config.problem.family.weights == std::array{0.5, 0.5});
  CHECK_FALSE(config.problem.family.initial_scale);
  CHECK_FALSE(config.start);
  CHECK(config.problem.annealing.path == AnnealingPath::power);
  CHECK(config.problem.annealing.objective == Objective::kl);
  CHECK(config.problem.annealing.schedule.kind == ScheduleKind::exponential);
  CHECK(config.problem.annealing.schedule.initial_temperature == 10.0);
  CHECK(config.problem.annealing.schedule.rate == 0.1);
  CHECK(config.problem.annealing.bridge_scale == 3.0);
  CHECK(config.problem.noise.step == 0.0);
  CHECK(config.problem.noise.batch == 1);
  CHECK(config.engine == Engine::flow);
  CHECK(config.runs == 2000);
  CHECK(config.half_width == 0.0);
  CHECK_FALSE(config.until);
  CHECK(config.tolerances.relative == 1e-9);
  CHECK(config.tolerances.absolute == 1e-12);
  CHECK(config.probability_error == 1e-6);
}

TEST_CASE("every key is read, written back and read again as the same value") {
  const TemporaryFolder folder;
  const std::string file = folder.file("all.toml", everything_set());
  const Config config = read_config(file, {});
  const auto defaults = entries(Config{});
  const auto values = entries(config);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = values[i].section + "." + values[i].key;
    const auto expected = other_values.find(name);
    CAPTURE(name);
    if (expected == other_values.end()) {
      CHECK(values[i].json == defaults[i].json);
      continue;
    }
    ++changed;
    CHECK(values[i].json != defaults[i].json);
    if (name != "target.dimension") {
      CHECK(nlohmann::json::parse(values[i].json) == nlohmann::json::parse(expected->second));
    }
  }
  CHECK(changed == other_values.size());
  CHECK(to_toml(read_config(folder.file("again.toml", to_toml(config)), {})) == to_toml(config));
}

TEST_CASE("every double survives the way through TOML") {
  const TemporaryFolder folder;
  for (const double value : {1.0 / 3.0, 0.1, 1e-300, 5e-324, 1.7976931348623157e308, 123456789.0,
                             2.5e-9, 1e22, 3.0000000000000004}) {
    Config config;
    config.decision.temperature_distance = value;
    const std::string text = to_toml(config);
    CAPTURE(text);
    CHECK(read_config(folder.file("a.toml", text), {}).decision.temperature_distance == value);
  }
}

TEST_CASE("annealvi config prints a valid configuration equal to the defaults") {
  const TemporaryFolder folder;
  const std::string text = documented_defaults();
  CHECK(to_toml(read_config(folder.file("defaults.toml", text), {})) == to_toml(Config{}));
  for (const ConfigEntry& entry : entries(Config{})) {
    CAPTURE(entry.key);
    const std::string mark = entry.json == "null" ? "\n# " : "\n";
    CHECK(text.find(mark + entry.key + " = ") != std::string::npos);
  }
}

TEST_CASE("the header of a result file is a configuration, lines counted in that file") {
  const TemporaryFolder folder;
  const Config config = default_config({"target.separation=4.7", "simulation.seed=5"});
  const std::string header = header_of(config);
  CHECK(to_toml(read_config(folder.file("result.csv", header), {})) == to_toml(config));

  std::string spoiled = header;
  spoiled.replace(spoiled.find("4.7"), 3, "-47");
  CHECK_THROWS_WITH_AS((void)read_config(folder.file("spoiled.csv", spoiled), {}),
                       doctest::Contains("spoiled.csv:4: target.separation = -47 is not allowed"),
                       ConfigError);
}

TEST_CASE("overrides win over the file, later ones over earlier ones") {
  const TemporaryFolder folder;
  const std::string file = folder.file("a.toml", "[annealing]\nschedule = \"linear\"\n");
  CHECK(read_config(file, {}).problem.annealing.schedule.kind == ScheduleKind::linear);
  const Config config = read_config(
      file, {"annealing.schedule=cosine", "target.separation = 4", "target.separation=5"});
  CHECK(config.problem.annealing.schedule.kind == ScheduleKind::cosine);
  CHECK(config.problem.target.separation == 5.0);
}

TEST_CASE("an override takes TOML or a bare word") {
  CHECK(default_config({"family.initial_scale=0.5"}).problem.family.initial_scale == 0.5);
  CHECK_FALSE(default_config({"family.initial_scale=1/sqrt(d)"}).problem.family.initial_scale);
  CHECK(default_config({"curve.vary=annealing.rate=0.01:1:3:log"}).curve.vary ==
        "annealing.rate=0.01:1:3:log");
  CHECK(default_config({"curve.series="}).curve.series.empty());
  CHECK(default_config({"annealing.path=\"bridge\""}).problem.annealing.path ==
        AnnealingPath::bridge);
  CHECK(default_config({"family.weights=[0.25, 0.75]"}).problem.family.weights ==
        std::array{0.25, 0.75});
}

TEST_CASE("whole numbers may be written as floats and dimensions may be huge") {
  CHECK(default_config({"target.dimension=1e15"}).problem.target.dimension == 1e15);
  CHECK(default_config({"target.dimension=1"}).problem.target.dimension == 1.0);
  CHECK(default_config({"simulation.runs=1e5"}).runs == 100000);
}

TEST_CASE("with_override changes one key and leaves the original alone") {
  const Config config = default_config({"simulation.seed=8"});
  const Config changed = with_override(config, "annealing.initial_temperature", "2.5");
  CHECK(changed.problem.annealing.schedule.initial_temperature == 2.5);
  CHECK(changed.seed == 8);
  CHECK(config.problem.annealing.schedule.initial_temperature == 10.0);
}

TEST_CASE("given statistics replace the random law, negative rounding is repaired") {
  const Config config = default_config(
      {"family.initial_overlaps=[0.5, -0.25]", "family.initial_gram=[1e-3, 0.0, -1e-18]"});
  REQUIRE(config.start);
  CHECK(config.start->overlap == std::array{0.5, -0.25});
  CHECK(config.start->q11 == 1e-3);
  CHECK(config.start->q22 == 0.0);
}

TEST_CASE("the setup of a run carries the configuration") {
  const Config config = default_config(
      {"simulation.until=12.5", "simulation.engine=full", "sgd.step=0.01", "simulation.seed=3"});
  const RunSetup setup = config.run_setup();
  CHECK(setup.end_time == 12.5);
  CHECK(setup.engine == Engine::full);
  CHECK(setup.problem.noise.step == 0.01);
  CHECK(setup.seed == 3);
  CHECK(config.end_time() == 12.5);
}
