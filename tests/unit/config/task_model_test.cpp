// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/config/task_model.hpp"

#include "annealvi/jobs/store.hpp"

#include "config/value.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace annealvi;

namespace {

std::string model(const std::vector<Override>& overrides, Method method) {
  return task_model(default_config(overrides), method);
}

bool same(const std::vector<Override>& a, const std::vector<Override>& b, Method method) {
  return model(a, method) == model(b, method);
}

}  // namespace

TEST_CASE("the key of a value has what decides it, and no more") {
  // Of no method.
  for (const Method method :
       {Method::sharp, Method::overlap, Method::flow, Method::sde, Method::reduced, Method::full}) {
    for (const char* key :
         {"simulation.threads=7", "simulation.runs=7", "simulation.half_width=0.1",
          "simulation.confidence=0.5", "curve.vary=annealing.rate=1,2", "sweep.methods=flow",
          "trajectory.run=7", "design.risk=0.3", "annealing.exponent=2", "sgd.batch=4"})
      CHECK_MESSAGE(same({}, {key}, method), key);
    for (const char* key : {"target.separation=2", "target.weight=0.4", "target.dimension=7",
                            "annealing.rate=0.2", "annealing.path=component",
                            "family.variance=fixed", "simulation.until=77", "sgd.step=0.01"})
      CHECK_MESSAGE(!same({}, {key}, method), key);
  }
}

TEST_CASE("the key of a formula has no seed, that of runs has") {
  CHECK(same({}, {"simulation.seed=7"}, Method::sharp));
  CHECK(same({}, {"simulation.seed=7"}, Method::overlap));
  CHECK_FALSE(same({}, {"simulation.seed=7"}, Method::flow));
  CHECK_FALSE(same({}, {"simulation.decision_fraction=0.4"}, Method::reduced));
  CHECK(same({}, {"simulation.decision_fraction=0.4"}, Method::sharp));
  CHECK_FALSE(same({}, {"numerics.probability_error=1e-4"}, Method::sharp));
  CHECK(same({}, {"numerics.probability_error=1e-4"}, Method::flow));
  CHECK_FALSE(same({}, {"numerics.relative_tolerance=1e-5"}, Method::flow));
  CHECK(same({}, {"numerics.relative_tolerance=1e-5"}, Method::full));
  CHECK_FALSE(same({}, {"simulation.sde_scheme=weak2"}, Method::sde));
  CHECK(same({}, {"simulation.sde_scheme=weak2"}, Method::full));
}

TEST_CASE("what comes to the same has the same key") {
  const double end = Config{}.end_time();
  CHECK(same({}, {"simulation.until=" + config::to_text(end)}, Method::flow));
  CHECK(same({"sgd.step=5/d"}, {"sgd.step=0.005"}, Method::full));
  CHECK_FALSE(same({"sgd.step=5/d"}, {"sgd.step=5/d", "target.dimension=500"}, Method::full));
}

TEST_CASE("a configuration comes back from the key of its value") {
  for (const std::vector<Override>& overrides :
       {std::vector<Override>{"target.separation=2.5", "sgd.step=0.02", "simulation.seed=5"},
        std::vector<Override>{"target.modes=ring:5", "family.components=3",
                              "family.train_weights=true", "sgd.step=0.02"},
        std::vector<Override>{"annealing.schedule=table", "annealing.table=[[0, 5], [9, 1]]",
                              "sgd.step=0.02"}}) {
    const std::string text = model(overrides, Method::reduced);
    const Config back = config_of_task(text, "reduced");
    CHECK(task_model(back, Method::reduced) == text);
    CHECK(back.engine == Engine::reduced);
  }
  CHECK_THROWS_AS((void)config_of_task("[target]\nnothing = 1\n", "flow"), ConfigError);
}

TEST_CASE("a point has the seed of the configuration, or one of its own that is always the same") {
  const auto seed = [](std::vector<Override> overrides) {
    return point_seed(default_config(overrides));
  };
  CHECK(seed({"simulation.seed=5", "annealing.rate=0.2"}) == 5);
  const Override own = "simulation.seeds=independent";
  const std::uint64_t one = seed({own, "annealing.rate=0.2"});
  CHECK(one == seed({own, "annealing.rate=0.2", "simulation.runs=7", "simulation.threads=2"}));
  CHECK(one != seed({own, "annealing.rate=0.3"}));
  CHECK(one != seed({own, "annealing.rate=0.2", "simulation.seed=5"}));
  CHECK(one < (std::uint64_t{1} << 53));
}
