// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A job off a terminal is not silent, and computes nothing that nobody asked for.
#include "cli/program.hpp"

#include <doctest/doctest.h>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a long job says at its start about how long it will take") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const std::string many = "simulation.runs=1000000000";
  for (const auto& [label, words] : std::vector<std::pair<std::string, Words>>{
           {"simulating", {"simulate", "job.toml", "--set", many}},
           {"curve", {"curve", "job.toml", "--methods", "flow", "--set", many}},
           {"simulating a run",
            {"trajectory", "job.toml", "--engine", "reduced", "--set", "sgd.step=1e-7"}}}) {
    CAPTURE(label);
    Program program(folder.path(), words);
    CHECK(
        wait_until([&] { return mentions(program.errors(), "annealvi: " + label + ": about "); }));
    program.interrupt();
    CHECK(program.answer().exit_code == 130);
  }
}

TEST_CASE("a short job says nothing about its length") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  CHECK_FALSE(mentions(run_program(folder.path(), {"simulate", "job.toml"}).err, "about"));
}

TEST_CASE("nothing is computed after the last time asked for, and the rows are the same") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const auto last_row = [](const std::string& table) {
    return table.substr(table.rfind('\n', table.size() - 2) + 1);
  };
  for (const char* engine : {"flow", "sde", "reduced", "full"}) {
    CAPTURE(engine);
    const Words words{"trajectory", "job.toml", "--engine", engine, "--times"};
    const auto with = [&](Words all, const Words& more) {
      all.insert(all.end(), more.begin(), more.end());
      return run_program(folder.path(), all);
    };
    const Answer part = with(words, {"0,1,2"}), whole = with(words, {"0,1,2,end"});
    CHECK(part.exit_code == 0);
    CHECK(mentions(whole.out, last_row(part.out)));
    CHECK(mentions(part.err, "t = 2: the last time asked for"));
    CHECK_FALSE(mentions(whole.err, "the last time asked for"));
    // 4e9 steps to the end, 100 to the last row
    if (std::string(engine) == "flow") continue;
    const Answer short_one =
        with(words, {"1e-6", "--set", "sgd.step=1e-8", "--set", "simulation.threads=1"});
    CAPTURE(short_one.err);
    CHECK(short_one.exit_code == 0);
  }
}
