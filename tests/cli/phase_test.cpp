// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi phase as a person would use it.
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

using namespace annealvi::test;

namespace {

const std::string axes =
    "[phase]\n"
    "x = \"annealing.initial_temperature=1:6:8\"\n"
    "y = \"annealing.rate=0.2:1:7:log\"\n"
    "interpolation_error = 0.1\n";

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t rows_with(const std::string& table, const std::string& part) {
  std::istringstream stream(table);
  std::size_t count = 0;
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("#") && mentions(line, part)) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("phase: the table on standard output, repeated byte for byte on any number of threads") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job + axes);
  const Answer answer = run_program(folder.path(), {"phase", "job.toml"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(rows_with(answer.out, ",sharp,") == 8 * 7);
  CHECK(rows_with(answer.out, ",interpolated,done,") > 0);
  CHECK(mentions(answer.out, "#: x = \"annealing.initial_temperature=1:6:8\"\n"));
  CHECK(mentions(answer.err, "of 56 points of the map computed"));
  (void)folder.file("result.csv", answer.out);
  CHECK(run_program(folder.path(), {"phase", "result.csv"}).out == answer.out);
  const Answer one =
      run_program(folder.path(), {"phase", "result.csv", "--set", "simulation.threads=1"});
  const auto rows = [](const std::string& table) { return table.substr(table.find("\nx,y,")); };
  CHECK(rows(one.out) == rows(answer.out));
}

TEST_CASE("phase: options, simulated points, files") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job + axes);
  const Answer answer =
      run_program(folder.path(), {"phase", "job.toml", "--x", "target.separation=1.2:3:4", "--y",
                                  "target.dimension=10:40:3:log", "--method", "sharp,flow/2",
                                  "--runs", "8", "--out", "made"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(answer.out.empty());
  CHECK(mentions(answer.err, "collapse does not last in"));
  CHECK(mentions(answer.err, "no critical temperature T_c in"));
  const std::string table = read_file(folder.path() / "made/phase.csv");
  // Nothing outgrows the noise at R = 1.2, the linear theory covers too little of it at R = 1.8,
  // and its error is just above 3 % of P at R = 2.4.
  CHECK(rows_with(table, ",sharp,computed,not_available,") == 3);
  CHECK(rows_with(table, ",sharp,computed,outside_validity,") == 2);
  CHECK(rows_with(table, ",sharp,computed,not_converged,") == 3);
  CHECK(rows_with(table, ",sharp,computed,done,") == 4);
  CHECK(rows_with(table, ",flow,simulated,") == 4);
  CHECK(rows_with(table, "3,20,sharp") == 1);  // a whole number between 10 and 40
  for (const char* name : {"phase.svg", "phase.png"}) {
    CHECK(std::filesystem::file_size(folder.path() / "made" / name) > 100);
  }
  CHECK(run_program(folder.path(), {"phase", "made/phase.csv", "--out", "again"}).exit_code == 0);
  CHECK(read_file(folder.path() / "again/phase.csv") == table);
}

TEST_CASE("phase: wrong usage is one sentence, exit code 2, and no file") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job + axes);
  const auto before = listing(folder.path());
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{"--x", "annealing.rate=0.1:1:5"}, "phase.x already varies annealing.rate"},
      {{"--x", "family.variance=1:2:5"}, "--x: phase.x: family.variance = 1 is not allowed"},
      {{"--x", "target.separation=2:3:1"}, "count must be a whole number from 2"},
      {{"--x", "target.separation=2,3,4"}, "--x: phase.x = \"target.separation=2,3,4\""},
      {{"--x", "target.separation=-2:3:5"}, "target.separation = -2"},
      {{"--method", "overlap"}, "overlap is for annealvi curve"},
      {{"--x", "design.risk=0.01:0.1:5"}, "design.risk does not change P"},
      {{"--y", "simulation.runs=10:100:5"}, "simulation.runs does not change P"},
      {{"--runs", "10"}, "--runs = 10 has no effect: "},
      {{"--half-width", "0.01"}, "--half-width = 0.01 has no effect: "},
      {{"--method", "flow,flow"}, "comes twice"}};
  for (auto [arguments, part] : wrong) {
    arguments.insert(arguments.begin(), {"phase", "job.toml"});
    arguments.insert(arguments.end(), {"--out", "made"});
    const Answer answer = run_program(folder.path(), arguments);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(mentions(answer.err, part));
    CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
  }
  CHECK(listing(folder.path()) == before);
}

TEST_CASE("an interrupted diagram saves its finished points, and no others") {
  std::size_t finished = 0;
  // The simulations never end. A loaded machine may need longer to finish its first point.
  for (auto delay = std::chrono::milliseconds(1000); finished == 0 && delay.count() < 100'000;
       delay *= 4) {
    const TemporaryFolder folder;
    (void)folder.file("job.toml", small_job + axes);
    Program program(folder.path(), {"phase", "job.toml", "--method", "sharp,flow", "--runs",
                                    "1000000000", "--out", "out"});
    std::this_thread::sleep_for(delay);
    program.interrupt();
    const Answer answer = program.answer();
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 130);
    const std::string table = read_file(folder.path() / "out/phase.csv");
    CHECK(mentions(table, "# interrupted"));
    finished = rows_with(table, ",computed,done,");
    const std::size_t missing = rows_with(table, ",missing,missing,");
    CHECK(finished + missing + rows_with(table, ",interpolated,done,") == 8 * 7);
    CHECK(rows_with(table, ",flow,") == 0);
    CHECK(mentions(answer.err,
                   "interrupted; " + std::to_string(finished) + " finished points are saved"));
  }
  CHECK(finished > 0);
}
