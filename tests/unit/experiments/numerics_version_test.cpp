// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stores are used as long as numerics_version is the same: this test notices when values change and
// the version does not.
#include "annealvi/jobs/numerics_version.hpp"
#include "annealvi/config/config.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/point_record.hpp"
#include "jobs/hash.hpp"
#include "simulation/engines.hpp"
#include "simulation/runs_record.hpp"
#include "support/csv.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace annealvi;

namespace {

struct Case {
  std::string name;
  Method method;
  std::vector<Override> keys;
};

std::vector<Case> cases() {
  const std::vector<Override> small{"target.dimension=40", "annealing.initial_temperature=3",
                                    "annealing.rate=0.4",  "sgd.step=0.02",
                                    "simulation.until=40", "numerics.probability_error=1e-4"};
  const auto with = [&](std::vector<Override> more) {
    more.insert(more.begin(), small.begin(), small.end());
    return more;
  };
  const std::vector<Override> ring = with({"target.modes=ring:3", "family.components=4"});
  return {
      {"sharp", Method::sharp, small},
      {"sharp-weights", Method::sharp, with({"sgd.step=0", "target.weight=0.4"})},
      {"overlap", Method::overlap, small},
      {"flow", Method::flow, small},
      {"sde", Method::sde, small},
      {"reduced", Method::reduced, small},
      {"full", Method::full, small},
      {"ring-flow", Method::flow, ring},
      {"ring-reduced", Method::reduced, ring},
      {"trained", Method::full, with({"family.train_weights=true", "family.variance=trained"})}};
}

/// Of all bits of the value: as it would be stored.
std::string digest_of(const Case& one) {
  const Config config = default_config(one.keys);
  const auto engine = engine_of(one.method);
  if (!engine) {
    const CurvePoint empty{
        .method = one.method, .end_time = config.end_time(), .probability = {}, .note = {}};
    return fmt::format("{:016x}", short_hash(encoded(*computed_point(empty, config, {}, {}))));
  }
  constexpr std::uint64_t runs = 16;
  RunSetup setup = config.run_setup();
  setup.engine = *engine;
  std::string bytes;
  for (std::uint64_t number = 0; number < runs; ++number) {
    const Run run = simulate_run(setup, number);
    RunsRecord record{.first = number, .runs = {}, .first_failure = {}, .first_collapsed = {}};
    record.add(run);
    bytes += encoded(record);
    if (setup.mixture) continue;
    for (const double value : {run.final_state.overlap[0], run.final_state.overlap[1],
                               run.final_state.q11, run.final_state.q12, run.final_state.q22})
      bytes += fmt::format("{:a},", value);
  }
  return fmt::format("{:016x}", short_hash(bytes));
}

}  // namespace

TEST_CASE("numerics_version is the version of the values that are computed") {
  const auto rows = test::read_csv(std::string(ANNEALVI_DATA_DIR) + "/golden/numerics_version.csv");
  for (const Case& one : cases()) {
    std::string golden;
    for (const auto& row : rows)
      if (row.at("numerics_version") == std::to_string(numerics_version) &&
          row.at("case") == one.name)
        golden = row.at("digest");
    const std::string line = fmt::format("{},{},{}", numerics_version, one.name, digest_of(one));
    CHECK_MESSAGE(line == fmt::format("{},{},{}", numerics_version, one.name, golden),
                  "values have changed: make numerics_version "
                  "(include/annealvi/jobs/numerics_version.hpp) one "
                  "more and add a line for every case to data/golden/numerics_version.csv");
  }
}
