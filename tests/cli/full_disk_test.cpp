// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a machine does not give: room on the disk, threads, memory, the plotter.
#include "cli/process_limits.hpp"
#include "cli/realnvp_job.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

const Words small_curve{"curve", "job.toml", "--methods", "overlap,flow", "--out", "out/c.csv"};

/// The program with files limited to `most` bytes; its output goes through a pipe, which has none.
Answer with_small_files(const TemporaryFolder& folder, const Words& words, rlim_t most) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  Program program(folder.path(), words, [&] {
    dup2(ends[1], 1);
    close(ends[0]);
    close(ends[1]);
    limited(RLIMIT_FSIZE, most)();
  });
  close(ends[1]);
  std::string out;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = read(ends[0], buffer.data(), buffer.size())) > 0;) {
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  Answer answer = program.answer();
  answer.out = out;
  return answer;
}

bool holds_nothing(const std::filesystem::path& folder) {
  return !std::filesystem::exists(folder) || std::filesystem::is_empty(folder);
}

}  // namespace

TEST_CASE("no room for the table: it is said, and the table goes to standard output") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  for (const Words& words :
       {small_curve, Words{"trajectory", "job.toml", "--times", "0:end:5", "--out", "out"},
        Words{"table", "rates", "--out", "out"}}) {
    const Answer answer = with_small_files(folder, words, 1000);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 1);
    CHECK(mentions(answer.err, "cannot write 'out/"));
    CHECK(mentions(answer.err, "File too large"));
    CHECK(answer.out.starts_with("# annealvi "));
    CHECK(mentions(answer.out, "# columns:"));
    CHECK(std::count(answer.out.begin(), answer.out.end(), '\n') > 50);
    CHECK(holds_nothing(folder.path() / "out"));
  }
}

TEST_CASE("no room for the picture: no picture, no empty file, exit code 1") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  REQUIRE(run_program(folder.path(), small_curve).exit_code == 0);
  const auto size = [&](const char* name) {
    return std::filesystem::file_size(folder.path() / "out" / name);
  };
  const auto data = std::max(size("c.csv"), size("c.json"));
  REQUIRE(data + 100 < size("c.svg"));
  std::filesystem::remove(folder.path() / "out" / "c.sqlite");
  const Answer answer = with_small_files(folder, small_curve, data + 100);
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 1);
  CHECK(mentions(answer.err, "no picture: "));
  CHECK(mentions(answer.err, "the store 'out/c.sqlite' cannot be "));
  CHECK_FALSE(mentions(answer.err, "c.svg\n"));
  CHECK(listing(folder.path() / "out") == std::set<std::string>{"c.csv", "c.json"});
}

TEST_CASE("a full disk does not end a training") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", realnvp_job);
  const Answer answer = with_small_files(
      folder, {"realnvp", "job.toml", "--out", "out", "--set", "realnvp.history_rows=60"}, 1000);
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 1);
  CHECK(mentions(answer.err, "a checkpoint could not be saved"));
  CHECK(mentions(answer.err, "cannot write 'out/realnvp.csv'"));
  CHECK(answer.out.starts_with("# annealvi "));
}

TEST_CASE("more threads than the machine gives: one sentence with what to do, nothing made") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  (void)folder.file("flows.toml", std::string(realnvp_job) + "runs = 5000\n");
  const auto little_memory = limited(RLIMIT_AS, rlim_t{1} << 30);
  for (const Words& words : std::vector<Words>{
           {"simulate", "job.toml", "--runs", "100000"},
           {"curve", "job.toml", "--methods", "flow", "--runs", "100000", "--out", "out"},
           {"trajectory", "job.toml", "--runs", "100000", "--times", "0,1", "--out", "out"}}) {
    Words more = words;
    more.insert(more.end(), {"--set", "simulation.threads=4096"});
    const Answer answer = run_program(folder.path(), more, little_memory);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 1);
    CHECK(mentions(answer.err, "of 4096 threads could be started"));
    CHECK(mentions(answer.err, "set simulation.threads to a smaller number"));
    CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
    CHECK(answer.out.empty());
    CHECK(holds_nothing(folder.path() / "out"));
  }
}
