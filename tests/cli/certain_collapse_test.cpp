// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Fewer components than modes: P = 1 with the reason, from every command that gives a P, without a
// run; and a step too large for trained weights is said.
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

const std::string config = std::string(ANNEALVI_CASES) + "/fewer-components-than-modes.toml";
const std::string reason = "2 components cover 2 modes at most, and there are 3";

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("two components on three modes: P = 1 and why") {
  const TemporaryFolder folder;
  for (const char* engine : {"flow", "reduced", "full"}) {
    CAPTURE(engine);
    const Answer text = run_program(folder.path(), {"simulate", config, "--engine", engine});
    CHECK(text.exit_code == 0);
    CHECK(mentions(text.err, reason));
    CHECK(mentions(text.out, "P           1\n"));
    const Answer answer =
        run_program(folder.path(), {"simulate", config, "--engine", engine, "--json"});
    const Json json = Json::parse(answer.out);
    CHECK(json["probability"] == 1.0);
    CHECK(json["lower"] == 1.0);
    CHECK(json["runs"] == 0);
    CHECK(json["steps"] == 0);
    CHECK(mentions(json["notes"].dump(), reason));
  }
  for (const char* more : {"family.train_weights=false", "family.train_weights=true",
                           "family.variance=trained", "family.weights=[0.7,0.3]"}) {
    CAPTURE(more);
    const Answer text = run_program(folder.path(), {"probability", config, "--set", more});
    CHECK(text.exit_code == 0);
    CHECK(text.err.empty());
    CHECK(mentions(text.out, reason));
    const Json json = Json::parse(
        run_program(folder.path(), {"probability", config, "--set", more, "--json"}).out);
    CHECK(json["overlap"]["probability"] == 1.0);
    CHECK(mentions(json["notes"].dump(), reason));
  }
  const Answer curve =
      run_program(folder.path(), {"curve", config, "--vary", "family.components=1,2", "--methods",
                                  "sharp,overlap,flow,reduced"});
  CAPTURE(curve.err);
  CHECK(curve.exit_code == 0);
  std::size_t rows = 0;
  const std::string noted = "at most; and there are 3";
  for (std::size_t i = curve.out.find(noted); i != std::string::npos;
       i = curve.out.find(noted, i + 1))
    ++rows;
  CHECK(rows == 8);
  CHECK(mentions(curve.out, "1 component covers 1 mode at most; and there are 3"));
  const Answer phase =
      run_program(folder.path(), {"phase", config, "--x", "annealing.initial_temperature=2:5:2",
                                  "--y", "annealing.rate=0.1:0.2:2", "--out", "map.csv"});
  CHECK(phase.exit_code == 0);
  CHECK(mentions(phase.err, reason));
  CHECK(mentions(read_file(folder.path() / "map.csv"), noted));
  for (const char* command : {"design", "validate"}) {
    const Answer refused = run_program(folder.path(), {command, config});
    CAPTURE(refused.err);
    CHECK(refused.exit_code == 2);
    CHECK(mentions(refused.err, reason));
    CHECK_FALSE(mentions(refused.err, " ... "));  // the whole sentence
  }
  for (const char* times : {"0,1", "0,end"}) {
    const Answer run = run_program(folder.path(), {"trajectory", config, "--times", times});
    CAPTURE(run.err);
    CHECK(run.exit_code == 0);
    CHECK(mentions(run.err, reason));
  }
  // Negative control: as many components as modes have to be simulated.
  const Answer three = run_program(
      folder.path(), {"simulate", config, "--set", "family.components=3", "--runs", "2", "--json"});
  CHECK(Json::parse(three.out)["runs"] == 2);
}

TEST_CASE("reports say 1 component, and shorten long lists") {
  const TemporaryFolder folder;
  (void)folder.file("one.toml", "[family]\ncomponents = 1\n");
  const Answer one = run_program(folder.path(), {"simulate", "one.toml"});
  CHECK(mentions(one.out, "; 1 component, matched variance, weight [1.0];"));
  (void)folder.file("many.toml", "[target]\nmodes = \"line:64\"\n[family]\ncomponents = 30\n");
  const Answer many = run_program(folder.path(), {"simulate", "many.toml"});
  CHECK(mentions(many.out, ", ... 30 in all]"));
  CHECK(many.out.substr(0, many.out.find('\n')).size() < 300);
}

TEST_CASE("a step too large for trained weights is said") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml",
                    "[target]\ndimension = 10\n[family]\ntrain_weights = true\nweight_rate = 100\n"
                    "[sgd]\nstep = 0.1\n[simulation]\nengine = \"reduced\"\nruns = 2\nuntil = 20\n"
                    "[curve]\nvary = \"sgd.step=0.01,0.1\"\nmethods = \"reduced\"\n");
  const std::string said = "sgd.step = 0.1";
  const Answer large = run_program(folder.path(), {"simulate", "job.toml"});
  CAPTURE(large.err);
  CHECK(mentions(large.err, said + " is too large for the curvature 50 of the weights"));
  CHECK_FALSE(
      mentions(run_program(folder.path(), {"simulate", "job.toml", "--set", "sgd.step=0.01"}).err,
               "too large"));
  CHECK_FALSE(mentions(run_program(folder.path(), {"simulate", "job.toml", "--engine", "flow"}).err,
                       "too large"));
  // One sample a step: P is 0.09 at 0.04 and below 0.02 at 0.03, with ten samples both are 0.
  for (const auto& [batch, is_large] : {std::pair("sgd.batch=1", true), {"sgd.batch=10", false}}) {
    const Answer noisy = run_program(
        folder.path(), {"simulate", "job.toml", "--set", "sgd.step=0.03", "--set", batch});
    CAPTURE(batch);
    CHECK(mentions(noisy.err, "too large for the curvature") == is_large);
  }
  const Answer curve = run_program(folder.path(), {"curve", "job.toml"});
  const std::string note = "is too large for the curvature 50 of the weights";
  CHECK(mentions(curve.out, note));
  CHECK(curve.out.find(note) == curve.out.rfind(note));
}
