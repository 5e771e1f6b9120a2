// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Schedules that watch: what the commands say that follow them, and how the others refuse.
#include "cli/refused.hpp"

#include <nlohmann/json.hpp>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

const std::string gate =
    "[target]\ndimension = 100\n"
    "[annealing]\nschedule = \"gate\"\ninitial_temperature = 2.5\nrate = 0.5\n"
    "[sgd]\nstep = 0.02\n[simulation]\nruns = 24\n";

Answer run_on(const std::string& config, const std::string& arguments) {
  const TemporaryFolder folder;
  (void)folder.file("w.toml", config);
  return run_program(folder.path(), words_of(arguments));
}

}  // namespace

TEST_CASE("simulate reports when T reached 1, and stalled runs, in both forms") {
  const Answer text = run_on(gate, "simulate w.toml");
  CHECK(text.exit_code == 0);
  for (const char* part : {"gate (separation) from T0 = 2.5", "T at 1", "in the mean", "99 %",
                           "stalled     0 of these"})
    CHECK(text.out.find(part) != std::string::npos);

  for (const std::string engine : {"flow", "reduced"}) {
    CAPTURE(engine);
    const Answer answer = run_on(gate, "simulate w.toml --json --engine " + engine);
    REQUIRE(answer.exit_code == 0);
    const Json json = Json::parse(answer.out);
    CHECK(json["stalled"] == 0);
    CHECK(json["recovered"] == 24);
    CHECK(json["annealing_time"]["runs"] == 24);
    CHECK(json["annealing_time"]["mean"] > 5.0);
    CHECK(json["annealing_time"]["q99"] >= json["annealing_time"]["median"]);
    CHECK(json["config"]["annealing"]["schedule"] == "gate");
  }
  // A fixed schedule has neither.
  const Json fixed = Json::parse(run_on("[simulation]\nruns = 2\n", "simulate w.toml --json").out);
  CHECK_FALSE(fixed.contains("stalled"));
  CHECK_FALSE(fixed.contains("annealing_time"));
}

TEST_CASE("probability gives a bound in place of 0, and the times of its runs") {
  const Answer answer = run_on(gate,
                               "probability w.toml --json --runs 16 --set sgd.step=0 "
                               "--set numerics.relative_tolerance=1e-6");
  REQUIRE(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["sharp"]["probability"] > 0.0);
  CHECK(json["sharp"]["probability"] < 1e-14);
  CHECK(json["annealing_time"]["runs"] == 16);
  CHECK(json["flow"]["stalled"] == 0);
  CHECK(json["messages"].dump().find("P is below") != std::string::npos);
}

TEST_CASE("runs that stall are counted apart and explained") {
  const Answer answer = run_on(gate, "simulate w.toml --json --set annealing.stall_time=6");
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["stalled"] == json["undecided"]);
  CHECK(json["stalled"] > 0);
  CHECK(answer.err.find("stalled and are not counted in P") != std::string::npos);
  CHECK(answer.err.find("annealing.stall_time = 6") != std::string::npos);
}

TEST_CASE("commands that need T(t) refuse with a next step") {
  for (const std::string command :
       {"trajectory", "phase", "design", "realnvp", "validate", "curve --methods overlap"})
    check_refused({command + " w.toml", gate, {"annealing.schedule", "gate", "annealvi simulate"}});
  check_refused({"simulate w.toml --set family.components=3", gate, {"family.components", "hold"}});
  check_refused({"simulate w.toml --set annealing.gate=kl --set target.weight=0.8",
                 gate,
                 {"gate_threshold", "separation"}});
  check_refused({"simulate w.toml --set family.initial_scale=1.0", gate, {"so wide", "kl"}});
  check_refused({"simulate w.toml --set annealing.schedule=adaann --set annealing.path=component",
                 gate,
                 {"annealing.path", "power"}});
}
