// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Ctrl-C: exit code 130, what was finished is kept.
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> endless{"--set", "simulation.runs=1000000000"};

Answer interrupted_after(const TemporaryFolder& folder, std::vector<std::string> arguments,
                         std::chrono::milliseconds delay) {
  arguments.insert(arguments.end(), endless.begin(), endless.end());
  Program program(folder.path(), arguments);
  std::this_thread::sleep_for(delay);
  program.interrupt();
  return program.answer();
}

}  // namespace

TEST_CASE("an interrupted curve saves its finished points") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  std::size_t points = 0;
  // A loaded machine may need longer to start and to finish its first point.
  for (auto delay = std::chrono::milliseconds(1000); points == 0 && delay.count() < 100'000;
       delay *= 4) {
    const Answer answer = interrupted_after(
        folder, {"curve", "job.toml", "--methods", "overlap,flow", "--out", "out"}, delay);
    CAPTURE(answer.err);
    if (answer.exit_code == -SIGINT) continue;  // not yet started
    CHECK(answer.exit_code == 130);
    CHECK(answer.err.find("interrupted") != std::string::npos);
    const Json json = Json::parse(read_file(folder.path() / "out/curve.json"));
    points = json["points"].size();
  }
  CHECK(points == 2);  // the linear stage at both temperatures; the simulations never end
  for (const std::string& name : listing(folder.path())) {
    CAPTURE(name);
    CHECK(name.find(".part") == std::string::npos);
  }
}

TEST_CASE("an interrupted simulation reports the runs it did") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  Answer answer{-SIGINT, {}, {}};
  for (auto delay = std::chrono::milliseconds(1500);
       answer.exit_code == -SIGINT && delay.count() < 100'000; delay *= 4)
    answer = interrupted_after(folder, {"simulate", "job.toml", "--json"}, delay);
  CHECK(answer.exit_code == 130);
  const Json json = Json::parse(answer.out);
  CHECK(json["status"] == "interrupted");
  CHECK(json["runs"] < 1'000'000'000);
}
