// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Stores that cannot be used, or no longer: one sentence each, and nothing is lost.
#include "cli/process_limits.hpp"
#include "program.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>

using namespace annealvi::test;

namespace {

const std::vector<std::string> job{"sweep",     "job.toml",
                                   "--over",    "annealing.initial_temperature=1,3",
                                   "--over",    "annealing.rate=0.4,0.6",
                                   "--methods", "overlap,flow",
                                   "--runs",    "300"};

std::vector<std::string> with(std::vector<std::string> words,
                              const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Place {
  Place() { (void)folder.file("job.toml", small_job); }
  [[nodiscard]] Answer run(const std::vector<std::string>& words,
                           const std::function<void()>& prepare = {}) const {
    return run_program(folder.path(), words, prepare);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    return read_file(folder.path() / name);
  }
  TemporaryFolder folder;
};

/// One sentence on standard error, exit code 2, no data.
void check_refused(const Answer& answer, const std::string& sentence) {
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 2);
  CHECK(contains(answer.err, sentence));
  CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
  CHECK(answer.out.empty());
}

}  // namespace

TEST_CASE("files that are no store are refused and left as they are") {
  const Place place;
  const std::string text = "my own notes, of more than a page" + std::string(5000, '.') + "\n";
  (void)place.folder.file("notes.sqlite", text);
  check_refused(place.run(with(job, {"--store", "notes.sqlite"})), "is no store of annealvi");
  check_refused(place.run(with(job, {"--out", "notes.csv"})), "is no store of annealvi");
  CHECK(place.read("notes.sqlite") == text);
  check_refused(place.run(with(job, {"--store", "/proc/annealvi.sqlite"})), "/proc");
  check_refused(place.run(with(job, {"--store", "."})), "folder");
  check_refused(place.run({"store", "."}), "folder");
  check_refused(place.run({"merge", "out", "notes.sqlite"}), "is no store of annealvi");
  CHECK(listing(place.folder.path()).size() == 2);
}

TEST_CASE("a damaged store is refused in one sentence, and the job is done without it") {
  const Place place;
  REQUIRE(place.run(with(job, {"--out", "out"})).exit_code == 0);
  const std::string table = place.read("out/sweep.csv");
  std::string bytes = place.read("out/sweep.sqlite");
  std::fill(bytes.begin() + 4096, bytes.end(), '#');
  (void)place.folder.file("out/sweep.sqlite", bytes);
  check_refused(place.run(with(job, {"--out", "out"})), "is damaged: move it away");
  check_refused(place.run({"store", "out/sweep.sqlite", "--verify"}), "is damaged");
  CHECK(place.read("out/sweep.csv") == table);
  std::filesystem::remove(place.folder.path() / "out/sweep.sqlite");
  CHECK(place.run(with(job, {"--out", "out"})).exit_code == 0);
  CHECK(place.read("out/sweep.csv") == table);
}

TEST_CASE("a disk that gets full in the middle of a job costs what is not in the store, no more") {
  const Place place;
  REQUIRE(place.run(with(job, {"--out", "whole"})).exit_code == 0);
  const Answer answer = place.run(with(job, {"--out", "out"}), limited(RLIMIT_FSIZE, 50'000));
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 1);
  CHECK(contains(answer.err, "the store 'out/sweep.sqlite' cannot be "));
  CHECK(contains(answer.err, "what is not in it is computed again the next time"));
  CHECK(place.read("out/sweep.csv") == place.read("whole/sweep.csv"));
  const Answer again = place.run(with(job, {"--out", "out"}));
  CHECK(again.exit_code == 0);
  CHECK(place.read("out/sweep.csv") == place.read("whole/sweep.csv"));
  CHECK(place.run({"store", "out/sweep.sqlite", "--verify"}).exit_code == 0);
}

TEST_CASE("a store that another program holds is said at once to be locked, when that takes long") {
  const Place place;
  REQUIRE(place.run(with(job, {"--out", "out"})).exit_code == 0);
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open((place.folder.path() / "out/sweep.sqlite").c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  check_refused(place.run(with(job, {"--out", "out"})), "is locked by another program");
  // Reading does not need the lock.
  CHECK(place.run({"store", "out/sweep.sqlite"}).exit_code == 0);
  sqlite3_close(other);
  CHECK(place.run(with(job, {"--out", "out"})).exit_code == 0);
}

TEST_CASE("values that hold without any run are kept and verified like formulas") {
  const Place place;
  const std::vector<std::string> certain{"sweep",     "job.toml",
                                         "--over",    "annealing.rate=0.4,0.6",
                                         "--set",     "target.modes=ring:3",
                                         "--set",     "family.components=2",
                                         "--methods", "flow",
                                         "--out",     "out"};
  const Answer answer = place.run(certain);
  REQUIRE_MESSAGE(answer.exit_code == 0, answer.err);
  const Answer checked = place.run({"store", "out/sweep.sqlite", "--verify"});
  CHECK_MESSAGE(checked.exit_code == 0, checked.out);
  CHECK(contains(checked.out, "2 of 2 tasks computed again: all bits are the same"));
}
