// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi design: what it writes is ready to run and gives the P that it promises.
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <string>
#include <thread>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

constexpr const char* small_design =
    "[target]\n"
    "dimension = 40\n"
    "[annealing]\n"
    "initial_temperature = 4.0\n"
    "[simulation]\n"
    "runs = 256\n"
    "[design]\n"
    "risk = 0.03\n"
    "range = \"0.05:1\"\n";

}  // namespace

TEST_CASE("the recommended configuration runs and has the promised P") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  const Answer answer = run_program(folder.path(), {"design", "job.toml", "--out", "out"});
  CAPTURE(answer.err);
  REQUIRE(answer.exit_code == 0);
  CHECK(answer.out == read_file(folder.path() / "out/design.toml"));
  for (const char* name : {"design.csv", "design.svg", "design.png"}) {
    CHECK(std::filesystem::exists(folder.path() / "out" / name));
  }
  const Json design = Json::parse(read_file(folder.path() / "out/design.json"));
  CHECK(design["status"] == "found");
  const double promised = design["sharp"]["probability"];
  CHECK(promised <= 0.03);

  const Answer probability =
      run_program(folder.path(), {"probability", "out/design.toml", "--json"});
  const Json sharp = Json::parse(probability.out)["sharp"];
  const double error = sharp["error"].get<double>() + design["sharp"]["error"].get<double>();
  CHECK(std::abs(sharp["probability"].get<double>() - promised) <= error);

  const Answer simulation = run_program(folder.path(), {"simulate", "out/design.toml", "--json"});
  CHECK(Json::parse(simulation.out)["collapsed"] == design["simulation"]["collapsed"]);
}

TEST_CASE("the answer does not depend on the number of threads") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  const auto designed = [&](const std::string& threads) {
    const Answer answer = run_program(
        folder.path(), {"design", "job.toml", "--json", "--set", "simulation.threads=" + threads});
    CHECK(answer.exit_code == 0);
    return Json::parse(answer.out);
  };
  const Json one = designed("1"), three = designed("3");
  for (const char* key : {"crossings", "points", "sharp", "simulation", "time"}) {
    CAPTURE(key);
    CHECK(one[key] == three[key]);
  }
}

TEST_CASE("a risk out of reach is a failure: the best within reach is said, nothing recommended") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  const Answer answer =
      run_program(folder.path(), {"design", "job.toml", "--risk", "1e-6", "--out", "out"});
  CHECK(answer.exit_code == 1);
  CHECK(answer.out.empty());
  CHECK(answer.err.find("The risk is NOT reached: P > 1e-06 at the") != std::string::npos);
  CHECK(answer.err.find("the best within reach is P = ") != std::string::npos);
  CHECK(answer.err.find(" at rate = 0.05, an end of the range") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out/design.toml"));
  CHECK(std::filesystem::exists(folder.path() / "out/design.svg"));
  const Json design = Json::parse(read_file(folder.path() / "out/design.json"));
  CHECK(design["status"] == "unreachable");
  CHECK(design["recommended"].is_null());
  CHECK(design["best_reachable"]["annealing"]["rate"] == 0.05);
  CHECK(design["sharp"]["error"] < design["sharp"]["probability"]);
  CHECK(design["simulation"].is_null());
}

TEST_CASE("options without effect are refused in one sentence") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  for (const auto& [option, value] : {std::pair{"--knots", "5"}, std::pair{"--time", "200"}}) {
    const Answer answer = run_program(folder.path(), {"design", "job.toml", option, value});
    CHECK(answer.exit_code == 2);
    CHECK(answer.out.empty());
    CHECK(answer.err.find(std::string(option) + " = " + value + " has no effect: ") !=
          std::string::npos);
    CHECK(answer.err.find("belong to --free shape") != std::string::npos);
  }
  const Answer curve =
      run_program(folder.path(), {"curve", "job.toml", "--vary", "annealing.rate=0.1,0.2",
                                  "--methods", "sharp", "--runs", "10"});
  CHECK(curve.exit_code == 2);
  CHECK(curve.err.find("--runs = 10 has no effect: ") != std::string::npos);
}

TEST_CASE("an interrupted design says so and writes nothing half") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  Program program(folder.path(), {"design", "job.toml", "--out", "out", "--free", "shape", "--set",
                                  "design.range=auto", "--runs", "1000000000"});
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  program.interrupt();
  const Answer answer = program.answer();
  CHECK(answer.exit_code == 130);
  CHECK(answer.err.find("interrupted") != std::string::npos);
  for (const std::string& name : listing(folder.path())) {
    CAPTURE(name);
    CHECK(name.find(".part") == std::string::npos);
  }
}
