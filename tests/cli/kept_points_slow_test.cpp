// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// curve and phase keep what is finished in a store, as sweep does.
#include "program.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <random>

using namespace annealvi::test;

namespace {

const std::vector<std::string> curve_job{"curve",     "job.toml",
                                         "--vary",    "annealing.initial_temperature=1:3:4",
                                         "--series",  "annealing.rate=0.4,0.6",
                                         "--methods", "sharp,flow",
                                         "--runs",    "600"};
const std::vector<std::string> phase_job{"phase",    "job.toml",
                                         "--x",      "annealing.initial_temperature=1:4:9",
                                         "--y",      "annealing.rate=0.2:1:9:log",
                                         "--method", "sharp,flow/4",
                                         "--runs",   "600"};

std::vector<std::string> with(std::vector<std::string> words,
                              const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder with the job in it.
struct Place {
  Place() { (void)folder.file("job.toml", small_job); }
  [[nodiscard]] Answer run(const std::vector<std::string>& words) const {
    return run_program(folder.path(), words);
  }
  /// Table, JSON and picture of the job `name` in `out`, one after the other.
  [[nodiscard]] std::string results(const std::string& out, const std::string& name) const {
    std::string all;
    for (const std::string ending : {".csv", ".json", ".svg"}) {
      const std::filesystem::path file = folder.path() / out / (name + ending);
      if (std::filesystem::exists(file)) all += read_file(file);
    }
    return all;
  }
  TemporaryFolder folder;
};

}  // namespace

TEST_CASE("curve and phase: the same bytes for any number of threads, shards, and of a store") {
  for (const auto& job : {curve_job, phase_job}) {
    const std::string& name = job.front();
    CAPTURE(name);
    const Place place;
    const Answer first = place.run(with(job, {"--out", "one", "--set", "simulation.threads=1"}));
    REQUIRE_MESSAGE(first.exit_code == 0, first.err);
    const std::string expected = place.results("one", name);
    REQUIRE(contains(expected, ",flow,"));
    REQUIRE(contains(expected, "<svg"));

    REQUIRE(place.run(with(job, {"--out", "two", "--set", "simulation.threads=4"})).exit_code == 0);
    CHECK(place.results("two", name) == expected);

    // Again from the store: no task is left.
    CHECK(contains(place.run(with(job, {"--out", "one", "--dry-run"})).out,
                   " tasks are in the store, "));
    std::filesystem::remove(place.folder.path() / "one" / (name + ".csv"));
    const Answer again = place.run(with(job, {"--out", "one"}));
    CHECK(contains(again.err, " tasks were in the store one/" + name + ".sqlite"));
    CHECK(place.results("one", name) == expected);

    std::vector<std::string> merge{"merge", "merged"};
    for (const std::string shard : {"1", "2", "3"}) {
      const Answer part = place.run(with(job, {"--out", "shards", "--shard", shard + "/3"}));
      CHECK_MESSAGE(part.exit_code == 0, part.err);
      merge.push_back("shards/" + name + "-shard-" + shard + "-of-3.sqlite");
    }
    CHECK(listing(place.folder.path() / "shards").size() == 3);
    const Answer merged = place.run(merge);
    CHECK_MESSAGE(merged.exit_code == 0, merged.err);
    CHECK(place.results("merged", name) == expected);
    const Answer without = place.run({"merge", "incomplete", merge[2], merge[4]});
    CHECK(without.exit_code == 1);
    CHECK(contains(without.err, "shards that are not there: 2 of 3"));
    CHECK(contains(without.err, "run their shards again"));
  }
}

TEST_CASE("curve and phase that were killed go on where they were, and end in the same bytes") {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> pause(0, 150);
  for (const auto& job : {curve_job, phase_job}) {
    const std::string& name = job.front();
    CAPTURE(name);
    const Place place;
    std::vector<std::string> words(job.begin(), job.end() - 1);
    words.push_back("3000");
    REQUIRE(place.run(with(words, {"--out", "whole"})).exit_code == 0);
    for (int kill = 0; kill < 6; ++kill) {
      Program program(place.folder.path(), with(words, {"--out", "killed"}));
      REQUIRE(wait_until([&] {
        return std::filesystem::exists(place.folder.path() / "killed" / (name + ".sqlite"));
      }));
      std::this_thread::sleep_for(std::chrono::milliseconds(pause(random)));
      program.interrupt(SIGKILL);
      (void)program.answer();
    }
    const Answer last = place.run(with(words, {"--out", "killed"}));
    REQUIRE_MESSAGE(last.exit_code == 0, last.err);
    CHECK(contains(last.err, " tasks were in the store"));
    CHECK(place.results("killed", name) == place.results("whole", name));
  }
}

TEST_CASE(
    "what a sweep has computed, a curve and a diagram find, and more runs are the difference") {
  const Place place;
  REQUIRE(place
              .run({"sweep", "job.toml", "--over", "annealing.initial_temperature=1,2,3", "--over",
                    "annealing.rate=0.4,0.6", "--methods", "sharp,flow", "--runs", "300", "--store",
                    "shared.sqlite"})
              .exit_code == 0);
  const auto left = [&](const std::vector<std::string>& words) {
    return place.run(with(words, {"--store", "shared.sqlite", "--dry-run"})).out;
  };
  CHECK(
      contains(left({"curve", "job.toml", "--vary", "annealing.initial_temperature=1:3:3",
                     "--series", "annealing.rate=0.6", "--methods", "sharp,flow", "--runs", "300"}),
               "6 points; 9 tasks are in the store, 0 are left"));
  // The second block of 44 is completed, two more are new.
  CHECK(contains(left({"phase", "job.toml", "--x", "annealing.initial_temperature=1:3:2", "--y",
                       "annealing.rate=0.4:0.6:2", "--method", "flow", "--runs", "1000"}),
                 "4 points; 8 tasks are in the store, 12 are left"));
}
