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

TEST_CASE("a start below T_f may keep the risk; what is said does not contradict the answer") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  const std::vector<std::string> cold{
      "design", "job.toml", "--set", "annealing.initial_temperature=1.8", "--runs", "64"};
  const auto said = [&](const std::string& risk) {
    std::vector<std::string> words = cold;
    words.insert(words.end(), {"--risk", risk});
    const Answer answer = run_program(folder.path(), words);
    return std::pair{answer.exit_code, answer.out + answer.err};
  };
  const auto contains = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  const auto [kept_code, kept] = said("0.05");
  CHECK(kept_code == 0);
  CHECK(contains(kept,
                 "T0 = 1.8 lies below the safe temperature T_f = 1.8905: slower cooling lowers P "
                 "only to a positive constant"));
  CHECK(contains(kept, "The risk is kept all the same"));
  CHECK_FALSE(contains(kept, "cannot"));
  const auto [code, missed] = said("0.001");
  CHECK(code == 1);
  CHECK(contains(missed, "The risk is NOT reached"));
  CHECK(contains(missed, "only if that constant does; a hotter start is the sure way"));
  CHECK_FALSE(contains(missed, "may be widened"));
  // Above T_f a wider range is what helps, and nothing else is said.
  const Answer hot = run_program(folder.path(), {"design", "job.toml", "--risk", "1e-6"});
  CHECK(contains(hot.err, "design.range may be widened"));
  CHECK_FALSE(contains(hot.err, "sure way"));
}

TEST_CASE("the formula's answer comes before the simulation, which stops where it may not go on") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  const Answer answer = run_program(
      folder.path(), {"design", "job.toml", "--runs", "100000", "--set", "design.check_time=0.2"});
  CHECK(answer.exit_code == 0);
  const auto found = answer.err.find("annealvi: found by formula: T0 = 4, rate ");
  REQUIRE(found != std::string::npos);
  CHECK(answer.err.find(" runs check it", found) != std::string::npos);
  const std::string said = "# The check by simulation ended after ";
  const auto place = answer.out.find(said);
  REQUIRE(place != std::string::npos);
  const int runs = std::stoi(answer.out.substr(place + said.size()));
  CHECK(runs > 0);
  CHECK(answer.out.find(std::to_string(runs) + " runs of 100000: about 0.2 s of one core, no more "
                                               "is allowed by design.check_time.") !=
        std::string::npos);
  // What is ready to run repeats the check.
  CHECK(answer.out.find("\nruns = " + std::to_string(runs) + "\n") != std::string::npos);
}

TEST_CASE("beside a table stand neither T0 nor rate of another schedule") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", std::string(small_design) + "knots = 3\n");
  const Answer answer = run_program(
      folder.path(), {"design", "job.toml", "--free", "shape", "--set", "design.range=auto",
                      "--set", "annealing.initial_temperature=3.75", "--runs", "16", "--json"});
  REQUIRE(answer.exit_code == 0);
  const Json design = Json::parse(answer.out);
  const Json& annealing = design["recommended"]["annealing"];
  CHECK(annealing["schedule"] == "table");
  CHECK(annealing["rate"].is_null());
  CHECK(annealing["initial_temperature"] == annealing["table"][0][1]);
  CHECK(annealing["initial_temperature"] != 3.75);
}

TEST_CASE("options without effect are refused in one sentence") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_design);
  for (const char* key : {"design.knots=5", "design.monotone=false", "design.time=200",
                          "design.highest_temperature=20"}) {
    CAPTURE(key);
    const Answer answer = run_program(folder.path(), {"design", "job.toml", "--set", key});
    CHECK(answer.exit_code == 2);
    CHECK(answer.out.empty());
    CHECK(answer.err.find("has no effect: design.free is rate; it belongs to --free ") !=
          std::string::npos);
  }
  // In a file they may wait for another goal.
  (void)folder.file("both.toml", std::string(small_design) + "knots = 5\n");
  CHECK(run_program(folder.path(), {"design", "both.toml", "--runs", "16"}).exit_code == 0);
  for (const auto& [option, value] : {std::pair{"--knots", "5"}, std::pair{"--time", "200"}}) {
    const Answer answer = run_program(folder.path(), {"design", "job.toml", option, value});
    CHECK(answer.exit_code == 2);
    CHECK(answer.out.empty());
    CHECK(answer.err.find(std::string(option) + " = " + value + " has no effect: ") !=
          std::string::npos);
    CHECK(answer.err.find("it belongs to --free shape") != std::string::npos);
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
