// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The program on this processor against the program where glibc may not use AVX2 and FMA.
#include "cli/program.hpp"
#include "cli/realnvp_job.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace annealvi::test;

namespace {

/// glibc's setting, by its present and its former names.
class WithoutFma {
 public:
  WithoutFma() {
    (void)setenv("GLIBC_TUNABLES",
                 "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX2_Usable,-FMA_Usable,-FMA4_Usable", 1);
  }
  ~WithoutFma() { (void)unsetenv("GLIBC_TUNABLES"); }
  WithoutFma(const WithoutFma&) = delete;
  WithoutFma& operator=(const WithoutFma&) = delete;
};

std::string output_of(const char* command) {
  std::string text;
  FILE* const pipe = popen(command, "r");
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  (void)pclose(pipe);
  return text;
}

/// Without the line that says how long it took.
std::string without_seconds(std::string text) {
  const std::size_t place = text.find("\"seconds\"");
  if (place != std::string::npos) text.erase(place, text.find('\n', place) - place);
  return text;
}

void check_same(const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const Answer here = run_program(folder.path(), arguments);
  REQUIRE_MESSAGE(here.exit_code == 0, here.err);
  const WithoutFma setting;
  const Answer there = run_program(folder.path(), arguments);
  CHECK(there.exit_code == 0);
  CHECK(without_seconds(there.out) == without_seconds(here.out));
}

}  // namespace

TEST_CASE("the setting changes the bits of the C library where there is something to change") {
  const std::string here = output_of(PRINT_LIBRARY_BITS);
  const WithoutFma setting;
  const std::string there = output_of(PRINT_LIBRARY_BITS);
  CHECK(!here.empty());
  WARN_MESSAGE(here != there, "this C library has one version of its functions: nothing is tested");
}

TEST_CASE("sharp probability: schedules, noise, weights, both variances") {
  check_same({"probability", "--json", "job.toml"});
  check_same({"probability", "--json", "job.toml", "--set", "sgd.step=0"});
  check_same({"probability", "--json", "job.toml", "--set", "annealing.schedule=\"power\""});
  check_same({"probability", "--json", "job.toml", "--set", "annealing.schedule=\"cosine\""});
  check_same({"probability", "--json", "job.toml", "--set", "target.weight=0.6"});
  check_same({"probability", "--json", "job.toml", "--set", "target.modes=\"ring:3\"", "--set",
              "sgd.step=0"});
}

TEST_CASE("runs of every engine and trajectories") {
  for (const char* const engine : {"flow", "sde", "reduced", "full"})
    check_same({"simulate", "--json", "job.toml", "--engine", engine, "--runs", "4"});
  check_same({"trajectory", "job.toml"});
}

TEST_CASE("RealNVP: every table of a job") {
  std::vector<std::string> here, there;
  const auto run = [](std::vector<std::string>& texts) {
    const Job job;
    const Answer answer = job.run({"job.toml", "--out", "."});
    REQUIRE_MESSAGE(answer.exit_code == 0, answer.err);
    for (const std::string& name : tables) texts.push_back(without_seconds(job.file(name)));
  };
  run(here);
  const WithoutFma setting;
  run(there);
  CHECK(here == there);
  for (const std::string& text : here) CHECK(!text.empty());
}
