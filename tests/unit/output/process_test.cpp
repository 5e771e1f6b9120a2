// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/process.hpp"

#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <thread>

namespace annealvi {
namespace {

using Status = ProcessEnd::Status;

ProcessEnd run_shell(const std::string& script, const ProcessJob& settings = {.words = {}}) {
  ProcessJob job = settings;
  job.words = {"sh", "-c", script};
  return run_process(job);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("exit code and both outputs come back; standard input is empty") {
  const ProcessEnd end = run_shell("cat; echo out; echo err >&2; exit 3");
  CHECK(end.status == Status::exited);
  CHECK(end.code == 3);
  CHECK(end.output == "out\nerr\n");
  CHECK_FALSE(end.succeeded());
  CHECK(run_shell("true").succeeded());
}

TEST_CASE("words reach the program as they are") {
  const std::string word = "<a 'b' \"c\" $(d) `e` | f; \\ *";
  const ProcessEnd end = run_process({.words = {"printf", "%s", word}});
  CHECK(end.output == word);
  CHECK(run_process({.words = {"sh", "-c", "printf %s " + shell_word(word)}}).output == word);
}

TEST_CASE("folder and environment are those of the job") {
  const test::ScratchFolder folder("process");
  const ProcessEnd end = run_shell(
      "pwd; echo $HOME", {.words = {}, .folder = folder / "", .environment = {{"HOME", "here"}}});
  CHECK(std::filesystem::equivalent(end.output.substr(0, end.output.find('\n')), folder / ""));
  CHECK(end.output.ends_with("\nhere\n"));
}

TEST_CASE("a program that is not there or is killed") {
  const ProcessEnd missing = run_process({.words = {"no-such-program-here"}});
  CHECK(missing.status == Status::not_started);
  CHECK(missing.code == ENOENT);
  const ProcessEnd killed = run_shell("kill -9 $$");
  CHECK(killed.status == Status::killed);
  CHECK(killed.code == SIGKILL);
}

TEST_CASE("much output is read to its end, and its beginning kept") {
  const ProcessEnd end = run_shell("head -c 1000000 /dev/zero", {.words = {}, .most_output = 100});
  CHECK(end.succeeded());
  CHECK(end.output.size() == 100);
}

TEST_CASE("a program that takes too long is ended, also one that does not listen") {
  for (const char* script : {"sleep 100", "trap '' TERM; while true; do sleep 1; done"}) {
    const auto start = std::chrono::steady_clock::now();
    const ProcessEnd end =
        run_shell(script, {.words = {}, .time_limit = std::chrono::milliseconds(200)});
    CHECK(end.status == Status::too_long);
    CHECK(seconds_since(start) < 20.0);
  }
}

TEST_CASE("an interruption that comes ends it, one that had come does not") {
  std::atomic<bool> interrupted{false};
  const std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    interrupted = true;
  });
  const auto start = std::chrono::steady_clock::now();
  CHECK(run_shell("sleep 100", {.words = {}, .interrupted = &interrupted}).status ==
        Status::interrupted);
  CHECK(seconds_since(start) < 20.0);
  CHECK(run_shell("sleep 0.3", {.words = {}, .interrupted = &interrupted}).succeeded());
}

TEST_CASE("what we ignore the program does not") {
  std::signal(SIGPIPE, SIG_IGN);
  CHECK(run_shell("kill -PIPE $$").status == Status::killed);
  std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace annealvi
