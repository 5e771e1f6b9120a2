// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Signals as they come in practice: two at once, a dropped terminal, a long step.
#include "cli/process_limits.hpp"
#include "cli/program.hpp"

#include <doctest/doctest.h>

#include <array>
#include <csignal>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

/// The theory at two points is known at once, the simulation never ends.
const Words endless_curve{"curve", "job.toml",  "--methods", "overlap,flow",
                          "--out", "out/c.csv", "--set",     "simulation.runs=1000000000"};

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void pause(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Saved and said, whatever came.
void check_saved(const TemporaryFolder& folder, const Answer& answer) {
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 130);
  CHECK(mentions(answer.err, "2 finished points are saved"));
  CHECK(mentions(read_file(folder.path() / "out/c.csv"), "interrupted: only finished points"));
}

/// It hears signals soon after it has made its folder.
bool is_at_work(const TemporaryFolder& folder) {
  return std::filesystem::exists(folder.path() / "out");
}

}  // namespace

TEST_CASE("two signals within moments are one wish: what is finished is saved") {
  for (const auto& [first, second] : {std::pair(SIGTERM, SIGTERM), std::pair(SIGINT, SIGTERM),
                                      std::pair(SIGINT, SIGINT), std::pair(SIGHUP, SIGHUP)}) {
    CAPTURE(first);
    const TemporaryFolder folder;
    (void)folder.file("job.toml", small_job);
    Program program(folder.path(), endless_curve);
    REQUIRE(wait_until([&] { return is_at_work(folder); }));
    pause(1500);  // the two points of the theory take some milliseconds
    program.interrupt(first);
    pause(2);
    program.interrupt(second);
    check_saved(folder, program.answer());
  }
}

TEST_CASE("a terminal that goes away asks for the same as SIGTERM, but not under nohup") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  Program program(folder.path(), endless_curve);
  REQUIRE(wait_until([&] { return is_at_work(folder); }));
  pause(1500);
  program.interrupt(SIGHUP);
  check_saved(folder, program.answer());

  const TemporaryFolder other;
  (void)other.file("job.toml", small_job);
  Program kept(other.path(), endless_curve, [] { std::signal(SIGHUP, SIG_IGN); });
  REQUIRE(wait_until([&] { return is_at_work(other); }));
  pause(500);
  kept.interrupt(SIGHUP);
  pause(500);
  CHECK_FALSE(std::filesystem::exists(other.path() / "out/c.csv"));
  kept.interrupt(SIGTERM);
  CHECK(kept.answer().exit_code == 130);
}

TEST_CASE("a signal during the drawing ends it: the tables are there, and how to draw is said") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  Program program(folder.path(), {"curve", "job.toml", "--methods", "overlap", "--out", "out"});
  REQUIRE(
      wait_until([&] { return std::filesystem::exists(folder.path() / "out" / "curve.json"); }));
  pause(200);  // a signal before Python starts is about the computation: what is done is drawn
  const auto start = std::chrono::steady_clock::now();
  program.interrupt(SIGTERM);  // Python takes half a second before it draws anything
  const Answer answer = program.answer();
  const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 130);
  CHECK(
      mentions(answer.err, "no picture: interrupted; the tables are saved, to draw later: cd -- "));
  CHECK(waited.count() < 4.0);
  CHECK(listing(folder.path()) == std::set<std::string>{"job.toml", "out", "out/curve.csv",
                                                        "out/curve.json", "out/curve.sqlite"});
}

TEST_CASE(
    "a program that was started with the end of children ignored draws and comes to its end") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const auto as_some_daemons_do = [] {
    std::signal(SIGCHLD, SIG_IGN);
    alarm(60);
  };
  const Answer answer =
      run_program(folder.path(), {"curve", "job.toml", "--methods", "overlap", "--out", "out"},
                  as_some_daemons_do);
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(std::filesystem::exists(folder.path() / "out/curve.png"));
}

TEST_CASE("a signal a second later, or a third, gives up and says so") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  // Its output is a pipe that is full: it never comes to its end.
  const auto stuck = [] {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return;
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (write(ends[1], "x", 1) == 1) {
    }
    fcntl(ends[1], F_SETFL, 0);
    dup2(ends[1], 1);
  };
  for (const bool later : {true, false}) {
    CAPTURE(later);
    Program program(folder.path(), {"simulate", "job.toml", "--set", "simulation.runs=1000000000"},
                    stuck);
    pause(1000);
    program.interrupt(SIGTERM);
    pause(later ? 1500 : 2);
    program.interrupt(SIGTERM);
    if (!later) {
      pause(2);
      program.interrupt(SIGTERM);
    }
    const Answer answer = program.answer();
    CAPTURE(answer.err);
    CHECK(answer.exit_code == -SIGTERM);
    CHECK(
        mentions(answer.err, "annealvi: ended by another signal; what was not saved yet is lost"));
  }
}

TEST_CASE("one signal is heard in a training step and in the judgement of a flow") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  for (const Words& settings :
       {Words{"realnvp.batch=1000000", "realnvp.width=128", "realnvp.steps=10"},
        Words{"realnvp.evaluation_samples=100000000", "realnvp.steps=1"}}) {
    Words words{"realnvp", "job.toml", "--out", "out"};
    for (const std::string& setting : settings) {
      words.insert(words.end(), {"--set", setting});
    }
    Program program(folder.path(), words);
    pause(2000);
    const auto start = std::chrono::steady_clock::now();
    program.interrupt(SIGTERM);
    const Answer answer = program.answer();
    const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
    CAPTURE(words);
    CAPTURE(answer.err);
    CHECK(waited.count() < 2.0);
    CHECK(answer.exit_code == 130);
    CHECK(mentions(answer.err, "--resume goes on from there"));
  }
}

TEST_CASE("one signal is heard within a second, in the longest step") {
  const TemporaryFolder folder;
  (void)folder.file("job.toml", small_job);
  const std::vector<Words> long_ones{
      // a step of SGD: 64 components, a million samples
      {"--engine", "full", "--set", "family.components=64", "--set", "target.modes=ring:4", "--set",
       "sgd.batch=1000000"},
      {"--engine", "full", "--set", "sgd.batch=1000000", "--set", "target.dimension=1000"},
      // a flow whose every step takes a second
      {"--engine", "flow", "--set", "family.components=25", "--set", "target.modes=orthogonal:25",
       "--set", "sgd.step=0"},
      // a flow of very many steps
      {"--engine", "flow", "--set", "annealing.path=bridge", "--set", "annealing.bridge_scale=1e-6",
       "--set", "target.dimension=1e15"}};
  for (const Words& settings : long_ones) {
    for (const char* command : {"simulate", "trajectory"}) {
      CAPTURE(settings);
      CAPTURE(command);
      Words words{command, "job.toml", "--set", "simulation.threads=2"};
      words.insert(words.end(), settings.begin(), settings.end());
      Program program(folder.path(), words);
      pause(1000);
      const auto start = std::chrono::steady_clock::now();
      program.interrupt(SIGTERM);
      const Answer answer = program.answer();
      const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
      CAPTURE(answer.err);
      // A second, and as much again for a machine that does other things.
      CHECK(waited.count() < 2.0);
      CHECK(answer.exit_code == 130);
    }
  }
}
