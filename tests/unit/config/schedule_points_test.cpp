// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Given points of T(t): written down or in a file.
#include "annealvi/config/config.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace annealvi;
using annealvi::test::TemporaryFolder;

namespace {

std::string error_of(const std::vector<Override>& overrides) {
  try {
    (void)default_config(overrides);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a file gives the same points as rows that are written down, and is kept as numbers") {
  const TemporaryFolder folder;
  const std::string file =
      folder.file("t.csv", "# made by hand\ntime,temperature,note\n0,5\n2.5,3,warm\r\n\n10,1\n");
  const std::string rows = "[[0, 5], [2.5, 3], [10, 1]]";
  for (const auto& [schedule, key] : {std::pair{"table", "table"}, {"staircase", "stairs"}}) {
    CAPTURE(key);
    const std::string kind = std::string("annealing.schedule=") + schedule;
    const std::string name = std::string("annealing.") + key + "=";
    const Config read = default_config({kind, name + file}),
                 given = default_config({kind, name + rows});
    CHECK(to_toml(read) == to_toml(given));
    CHECK(read.problem.annealing.schedule.points().size() == 3);
  }
}

TEST_CASE("a file that a spreadsheet saved gives the same points") {
  const TemporaryFolder folder;
  const std::string file =
      folder.file("t.csv", "\xef\xbb\xbf\"time\";\"temperature\"\r\n\"0\";5\r\n2.5;3\r\n");
  const Config read = default_config({"annealing.schedule=table", "annealing.table=" + file});
  CHECK(read.problem.annealing.schedule.points() ==
        std::vector<std::pair<double, double>>{{0.0, 5.0}, {2.5, 3.0}});
}

TEST_CASE("what is wrong with a file of points is said in one sentence") {
  const TemporaryFolder folder;
  const auto error = [&](const std::string& text) {
    return error_of({"annealing.schedule=table", "annealing.table=" + folder.file("t.csv", text)});
  };
  CHECK(error("0,5\n1\n").find("line 2 does not begin with two numbers") != std::string::npos);
  CHECK(error("t,T\n0,5\nx,y\n").find("line 3") != std::string::npos);
  CHECK(error("# nothing\n").find("has no rows") != std::string::npos);
  CHECK(error("0,5\n0,4\n").find("row 2") != std::string::npos);
  CHECK(error("0,0.5\n").find("row 1") != std::string::npos);
  CHECK(error_of({"annealing.schedule=table", "annealing.table=/nowhere/t.csv"})
            .find("there is no such file") != std::string::npos);
}

TEST_CASE("points of the other kind are refused, and a kind without its points") {
  CHECK(error_of({"annealing.schedule=staircase"}).find("annealing.stairs has no rows") !=
        std::string::npos);
  CHECK(error_of({"annealing.stairs=[[0, 3], [5, 1]]"}).find("\"staircase\" uses it") !=
        std::string::npos);
  CHECK(error_of({"annealing.schedule=staircase", "annealing.stairs=[[0, 3], [5, 1]]",
                  "annealing.table=[[0, 3], [5, 1]]"})
            .find("\"table\" uses it") != std::string::npos);
}

TEST_CASE("keys of new schedules are written down only where they are set") {
  const std::string plain = to_toml(default_config());
  for (const char* key : {"hold", "stairs", "gate", "stall_time", "adaann_variance"})
    CHECK(plain.find(std::string("\n") + key + " = ") == std::string::npos);
  const std::string gate = to_toml(default_config(
      {"annealing.schedule=gate", "annealing.gate=kl", "annealing.gate_threshold=0.5"}));
  CHECK(gate.find("gate = \"kl\"") != std::string::npos);
  CHECK(gate.find("gate_threshold = 0.5") != std::string::npos);
}
