// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "program.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <random>

using namespace annealvi::test;

namespace {

/// Two temperatures, two rates, a formula and runs in blocks of 256 and less: 8 rows.
const std::vector<std::string> job{"sweep",     "job.toml",
                                   "--over",    "annealing.initial_temperature=1,3",
                                   "--over",    "annealing.rate=0.4,0.6",
                                   "--methods", "sharp,flow",
                                   "--runs",    "300"};

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
  [[nodiscard]] std::string read(const std::string& name) const {
    return read_file(folder.path() / name);
  }
  TemporaryFolder folder;
};

std::size_t lines_with(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE(
    "a sweep is the same bytes for any number of threads, for shards merged, and given back") {
  const Place place;
  const Answer first = place.run(with(job, {"--out", "one", "--set", "simulation.threads=1"}));
  REQUIRE(first.exit_code == 0);
  const std::string table = place.read("one/sweep.csv"), json = place.read("one/sweep.json");
  CHECK(contains(table,
                 "annealing.initial_temperature,annealing.rate,method,probability,lower,"
                 "upper,error,runs,"));
  CHECK(lines_with(table, ",flow,") == 4);
  CHECK(lines_with(table, ",sharp,") == 4);

  for (const std::string threads : {"2", "4"}) {
    REQUIRE(
        place.run(with(job, {"--out", "other" + threads, "--set", "simulation.threads=" + threads}))
            .exit_code == 0);
    CHECK(place.read("other" + threads + "/sweep.csv") == table);
    CHECK(place.read("other" + threads + "/sweep.json") == json);
  }

  std::vector<std::string> merge{"merge", "merged"};
  for (const std::string shard : {"1", "2", "3"}) {
    const Answer part = place.run(with(job, {"--out", "shards", "--shard", shard + "/3"}));
    CHECK(part.exit_code == 0);
    CHECK(contains(part.err, "shard " + shard + " of 3 is complete"));
    merge.push_back("shards/sweep-shard-" + shard + "-of-3.sqlite");
  }
  CHECK(listing(place.folder.path() / "shards").size() == 3);  // a shard makes no table
  const Answer merged = place.run(merge);
  CHECK_MESSAGE(merged.exit_code == 0, merged.err);
  CHECK(place.read("merged/sweep.csv") == table);
  CHECK(place.read("merged/sweep.json") == json);

  merge.pop_back();
  merge[1] = "incomplete";
  const Answer without = place.run(merge);
  CHECK(without.exit_code == 1);
  CHECK(contains(without.err, "shards that are not there: 3 of 3"));
  CHECK(contains(without.err, "points are missing or not complete"));

  const Answer again = place.run({"sweep", "one/sweep.csv", "--out", "again"});
  CHECK(again.exit_code == 0);
  CHECK(place.read("again/sweep.csv") == table);
}

TEST_CASE("a sweep that was killed goes on where it was, and ends in the same bytes") {
  const Place place;
  std::vector<std::string> words(job.begin(), job.end() - 1);
  words.push_back("4000");
  REQUIRE(place.run(with(words, {"--out", "whole"})).exit_code == 0);
  std::mt19937 random(7);
  std::uniform_int_distribution<int> pause(5, 150);
  for (int kill = 0; kill < 5; ++kill) {
    Program program(place.folder.path(), with(words, {"--out", "killed"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(pause(random)));
    program.interrupt(SIGKILL);
    (void)program.answer();
  }
  REQUIRE(place.run(with(words, {"--out", "killed"})).exit_code == 0);
  CHECK(place.read("killed/sweep.csv") == place.read("whole/sweep.csv"));
  const Answer checked = place.run({"store", "killed/sweep.sqlite", "--verify"});
  CHECK(checked.exit_code == 0);
  CHECK(contains(checked.out, "all bits are the same"));
}

TEST_CASE(
    "more runs compute the difference, fewer take what is there, another sweep finds its points") {
  const Place place;
  REQUIRE(place.run(with(job, {"--out", "out"})).exit_code == 0);
  std::vector<std::string> more(job.begin(), job.end() - 1);
  more.push_back("1000");
  // Of 300 runs the second block has 44: it is completed, two blocks are new, at four points.
  const Answer left = place.run(with(more, {"--out", "out", "--dry-run"}));
  CHECK(left.out.starts_with("4 points; 12 tasks are in the store, 12 are left, "));
  CHECK(place.run(with(more, {"--out", "out"})).exit_code == 0);
  CHECK(contains(place.run({"store", "out/sweep.sqlite"}).out, "4000"));  // runs in all
  std::vector<std::string> fewer(job.begin(), job.end() - 1);
  fewer.push_back("100");
  CHECK(contains(place.run(with(fewer, {"--out", "out", "--dry-run"})).out, " 0 are left, "));
  // One key instead of two, the other one in the configuration.
  const Answer other =
      place.run({"sweep", "job.toml", "--over", "annealing.rate=0.6,0.4", "--methods", "sharp,flow",
                 "--runs", "300", "--store", "out/sweep.sqlite", "--dry-run"});
  CHECK(contains(other.out, " 0 are left, "));
  // Anew on demand, into the same bytes.
  const std::string table = place.read("out/sweep.csv");
  CHECK(contains(place.run(with(more, {"--out", "out", "--fresh", "--dry-run"})).out,
                 "; 0 tasks are in"));
  CHECK(place.run(with(more, {"--out", "out", "--fresh"})).exit_code == 0);
  CHECK(place.read("out/sweep.csv") == table);
}

TEST_CASE("points of a sweep share their seed, or have their own") {
  const Place place;
  const Answer seeds = place.run({"sweep", "job.toml", "--over", "simulation.seed=1,2", "--methods",
                                  "sharp,flow", "--runs", "50", "--set", "target.separation=2.0"});
  REQUIRE(seeds.exit_code == 0);
  CHECK(lines_with(seeds.out, "\n1,flow,") == 1);
  CHECK(lines_with(seeds.out, "\n2,flow,") == 1);
  std::vector<std::string> own = with(job, {"--set", "simulation.seeds=independent"});
  const Answer independent = place.run(own);
  CHECK(contains(independent.out, "every point has random numbers of its own"));
  CHECK(lines_with(independent.out, ",1,done") == 0);
  CHECK(lines_with(place.run(job).out, ",1,done") == 8);
}

TEST_CASE("points come from a file, alone or with every value of other keys") {
  const Place place;
  (void)place.folder.file("points.csv",
                          "# made by hand\nannealing.rate;target.dimension\n0.4;40\n\"0.6\";80\n");
  const Answer rows = place.run({"sweep", "job.toml", "--points", "points.csv", "--over",
                                 "annealing.initial_temperature=1,3"});
  REQUIRE_MESSAGE(rows.exit_code == 0, rows.err);
  for (const std::string row : {"0.4,40,1,", "0.4,40,3,", "0.6,80,1,", "0.6,80,3,"})
    CHECK(lines_with(rows.out, "\n" + row) == 1);
  // The table holds the points: given back without the file.
  (void)place.folder.file("table.csv", rows.out);
  CHECK(place.run({"sweep", "table.csv"}).out == rows.out);
}

TEST_CASE("a step that scales with the dimension follows it") {
  const Place place;
  const Answer rows =
      place.run({"sweep", "job.toml", "--set", "sgd.step=0.8/d", "--over", "target.dimension=40,80",
                 "--methods", "reduced", "--runs", "20", "--json"});
  REQUIRE_MESSAGE(rows.exit_code == 0, rows.err);
  CHECK(contains(rows.out, "\"step\": \"0.8/d\""));
  const Answer number =
      place.run({"sweep", "job.toml", "--set", "sgd.step=0.01", "--over", "target.dimension=80",
                 "--methods", "reduced", "--runs", "20", "--json"});
  const std::string second = rows.out.substr(rows.out.find("\"target.dimension\": 80"));
  CHECK(number.out.substr(number.out.find("\"target.dimension\": 80")) == second);
}

TEST_CASE("what a sweep refuses, in one sentence, before it makes a file") {
  const Place place;
  (void)place.folder.file("wrong.csv", "annealing.rat\n0.4\n");
  (void)place.folder.file("text.sqlite", "not a store, but a text that is somebody's own\n");
  const auto refused = [&](const std::vector<std::string>& words, const std::string& sentence) {
    const Answer answer = place.run(words);
    CHECK(answer.exit_code == 2);
    CHECK_MESSAGE(contains(answer.err, sentence), answer.err);
    CHECK(answer.out.empty());
  };
  const std::vector<std::string> bare{"sweep", "job.toml"};
  refused(bare, "a sweep needs --over section.key=");
  refused(with(bare, {"--over", "annealing.rate"}), "there is no '='");
  refused(with(bare, {"--over", "annealing.rate=1,2", "--over", "annealing.rate=3"}),
          "annealing.rate is varied twice");
  refused(with(bare, {"--over", "simulation.threads=1,2"}), "simulation.threads does not change P");
  refused(with(bare, {"--over", "simulation.engine=flow,full"}), "is chosen by sweep.methods");
  refused(with(bare, {"--points", "wrong.csv"}), "wrong.csv:1: the column \"annealing.rat\"");
  refused(with(bare, {"--points", "none.csv"}), "there is no such file");
  refused(with(job, {"--shard", "7/6", "--out", "out"}), "--shard = 7/6 is not allowed");
  refused(with(job, {"--shard", "1/6"}), "--shard needs --out or --store");
  refused(with(job, {"--fresh"}), "--fresh has no effect");
  refused(with(job, {"--store", "text.sqlite"}), "is no store of annealvi");
  refused({"store", "none.sqlite"}, "does not exist");
  refused({"merge", "out", "text.sqlite"}, "is no store of annealvi");
  refused(with(job, {"--set", "sgd.step=5//d"}), "sgd.step");
  CHECK(listing(place.folder.path()).size() == 3);
}

TEST_CASE("a job that was interrupted says so, keeps what it has and goes on") {
  const Place place;
  std::vector<std::string> words(job.begin(), job.end() - 1);
  words.push_back("100000");
  Program program(place.folder.path(), with(words, {"--out", "out"}));
  REQUIRE(wait_until(
      [&] { return std::filesystem::exists(place.folder.path() / "out/sweep.sqlite-wal"); }));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  program.interrupt();
  const Answer cut = program.answer();
  CHECK(cut.exit_code == 130);
  CHECK(contains(cut.err, "interrupted; "));
  CHECK(contains(place.read("out/sweep.csv"), "# incomplete: "));
}

TEST_CASE("simulate --records has a row a run, and trajectory replays it") {
  const Place place;
  const Answer answer = place.run({"simulate", "job.toml", "--runs", "40", "--set",
                                   "annealing.initial_temperature=1", "--records", "runs.csv"});
  REQUIRE_MESSAGE(answer.exit_code == 0, answer.err);
  const std::string table = place.read("runs.csv");
  CHECK(contains(table, "run,outcome,mechanism,decided_at,steps,m1,m2,q11,q12,q22,failure\n"));
  CHECK(contains(table, "\n39,"));
  // The same counts as without: looking at a run does not change it.
  const Answer plain = place.run(
      {"simulate", "job.toml", "--runs", "40", "--set", "annealing.initial_temperature=1"});
  const auto counts = [](const std::string& text) {
    return text.substr(text.find("collapsed"), text.find("\nP ") - text.find("collapsed"));
  };
  CHECK(counts(answer.out) == counts(plain.out));
  CHECK(contains(answer.out, ": run"));
  CHECK(place.run({"simulate", "job.toml", "--records", "runs.txt"}).exit_code == 2);
  (void)place.folder.file("mine.csv", "my own numbers\n");
  CHECK(place.run({"simulate", "job.toml", "--records", "mine.csv"}).exit_code == 2);
}
