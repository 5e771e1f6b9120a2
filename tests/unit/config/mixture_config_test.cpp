// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Keys of the general model: modes, components, what is trained.
#include "annealvi/config/config.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace annealvi;
using annealvi::test::TemporaryFolder;

TEST_CASE("other modes and components, and the way back through TOML") {
  const TemporaryFolder folder;
  const std::vector<std::vector<Override>> jobs = {
      {"target.modes=ring:5", "target.mode_weights=[0.1, 0.1, 0.2, 0.3, 0.3]"},
      {"target.modes=[[1, 2.5], [-3, 0]]", "family.components=3"},
      {"family.components=4", "family.weights=[0.4, 0.3, 0.2, 0.1]", "family.train_weights=true"},
      {"family.components=1", "family.variance=trained", "family.initial_sigma=1.5"},
  };
  for (const auto& job : jobs) {
    const Config config = default_config(job);
    const std::string text = to_toml(config);
    CAPTURE(text);
    CHECK(config.is_mixture());
    CHECK(mixture_defect(config.model()).empty());
    CHECK(to_toml(read_config(folder.file("a.toml", text), {})) == text);
  }
}

TEST_CASE("the model of a configuration") {
  CHECK_FALSE(default_config().is_mixture());
  CHECK_FALSE(default_config({"family.weight_rate=2", "family.weights=[0.3, 0.7]"}).is_mixture());
  CHECK(default_config({"target.modes=line:2"}).mixture_key() == "target.modes");
  CHECK(default_config({"family.components=3"}).mixture_key() == "family.components");
  CHECK(default_config({"family.variance=trained"}).mixture_key() == "family.variance");
  CHECK(default_config({"family.train_weights=true"}).mixture_key() == "family.train_weights");

  // What the pair has in the general form, with what is trained.
  const MixtureProblem pair =
      default_config({"target.weight=0.7", "family.train_weights=true", "family.weight_rate=0.5",
                      "family.weights=[0.3, 0.7]", "sgd.control_variate=false"})
          .model();
  CHECK(pair.modes.positions == std::vector<std::vector<double>>{{3.0}, {-3.0}});
  CHECK(pair.modes.weights == std::vector{0.7, 1.0 - 0.7});
  CHECK(pair.family.weights == std::vector{0.3, 0.7});
  CHECK(pair.family.train_weights);
  CHECK(pair.family.weight_rate == 0.5);
  CHECK_FALSE(pair.noise.control_variate);

  const MixtureProblem ring =
      default_config({"target.modes=ring:4", "family.components=6"}).model();
  CHECK(ring.modes.size() == 4);
  CHECK(ring.modes.axes() == 2);
  CHECK(ring.family.weights == std::vector(6, 1.0 / 6.0));
  const MixtureProblem given =
      default_config({"target.modes=[[1, 2.5, 0], [-3, 0, 4]]", "target.mode_weights=[0.25, 0.75]"})
          .model();
  CHECK(given.modes.positions ==
        std::vector<std::vector<double>>{{1.0, 2.5, 0.0}, {-3.0, 0.0, 4.0}});
  CHECK(given.modes.weights == std::vector{0.25, 0.75});
}

TEST_CASE("equal weights stay equal when the number of components is overridden, others do not") {
  const TemporaryFolder folder;
  const Config three = default_config({"family.components=3"});
  CHECK(three.component_weights() == std::vector(3, 1.0 / 3.0));
  CHECK(with_override(three, "family.components", "5").component_weights() == std::vector(5, 0.2));
  const std::string file = folder.file("a.toml", to_toml(default_config()));
  CHECK(read_config(file, {"family.components=4"}).component_weights() == std::vector(4, 0.25));
  const Config uneven = default_config({"family.weights=[0.3, 0.7]"});
  CHECK_THROWS_WITH_AS((void)with_override(uneven, "family.components", "3"),
                       doctest::Contains("--set: family.weights = [0.3, 0.7] is not allowed"),
                       ConfigError);
}

TEST_CASE("what does not cover mixtures names the key that makes the model one") {
  CHECK_NOTHROW(refuse_mixture(default_config(), "annealvi phase"));
  CHECK_THROWS_WITH_AS(
      refuse_mixture(default_config({"family.components=3"}), "annealvi phase"),
      doctest::Contains("--set: family.components = 3 is not allowed with annealvi phase"),
      ConfigError);
}

TEST_CASE("the setup of a mixture's run carries problem, rule and nodes") {
  const RunSetup setup =
      default_config({"family.train_weights=true", "simulation.until=5",
                      "simulation.coverage_share=0.1", "simulation.decision_fraction=0.4",
                      "simulation.decision_temperature=0.2", "numerics.span_error=1e-6",
                      "numerics.span_nodes=1024"})
          .run_setup();
  REQUIRE(setup.mixture);
  CHECK(setup.mixture->family.train_weights);
  CHECK(setup.coverage.weight_share == 0.1);
  CHECK(setup.coverage.settled_share == 0.4);
  CHECK(setup.coverage.temperature_distance == 0.2);
  CHECK(setup.span.error == 1e-6);
  CHECK(setup.span.most_nodes == 1024);
  CHECK_FALSE(default_config({"simulation.until=5"}).run_setup().mixture);
}
