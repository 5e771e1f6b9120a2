// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The life of a job of `annealvi realnvp` on disk: what an interrupt keeps, what --resume reads,
// what a new job clears, and whose results stand in the folder.
#include "cli/realnvp_job.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <thread>

using namespace annealvi::test;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Runs of some milliseconds each, for a minute or so: the end is never reached before an
/// interrupt.
const Words endless{"job.toml", "--set", "realnvp.steps=1000",  "--runs",
                    "20000",    "--set", "simulation.threads=2"};
/// Its first runs, finished in a second.
const Words few{"job.toml", "--set", "realnvp.steps=1000",  "--runs",
                "30",       "--set", "simulation.threads=2"};
const Words to_out{"--out", "out"}, resume{"--resume"};

const char* const folder_name = "out/realnvp-checkpoints";

std::size_t checkpoints(const Job& place) {
  std::error_code not_there;
  const std::filesystem::directory_iterator files(place.folder().path() / folder_name, not_there);
  return static_cast<std::size_t>(std::count_if(begin(files), end(files), [](const auto& file) {
    return file.path().extension() == ".checkpoint";
  }));
}

/// Interrupted as soon as `due` says so of the number of checkpoints: then it is at work.
Answer interrupted(const Job& place, const Words& arguments,
                   const std::function<bool(std::size_t)>& due) {
  Program program(place.folder().path(), Words{"realnvp"} + arguments);
  for (int i = 0; i < 6000 && !due(checkpoints(place)); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  program.interrupt();
  return program.answer();
}

/// With this many at least, of a job that begins without any.
Answer interrupted(const Job& place, const Words& arguments, std::size_t count) {
  return interrupted(place, arguments, [&](std::size_t there) { return there >= count; });
}

/// All results at out/, without the checkpoints.
std::map<std::string, std::string> results(const Job& place) {
  std::map<std::string, std::string> all;
  if (!std::filesystem::exists(place.folder().path() / "out")) return all;
  for (const auto& entry : std::filesystem::directory_iterator(place.folder().path() / "out")) {
    if (!entry.is_directory()) all[entry.path().filename()] = read_file(entry.path());
  }
  return all;
}

}  // namespace

TEST_CASE("finished runs and the others survive an interrupt, with checkpoint_every = 0") {
  const Job place;
  const Answer cut = interrupted(place, endless + to_out, 5);
  CAPTURE(cut.err);
  CHECK(cut.exit_code == 130);
  CHECK(mentions(cut.err, "0 finished points and "));
  CHECK_FALSE(mentions(cut.err, " 0 finished runs"));
  CHECK(checkpoints(place) >= 5);
  CHECK(results(place).empty());  // of no point anything is known: no empty tables

  // The same runs, fewer of them: some are read, the others trained, and nothing tells them apart.
  const Answer resumed = place.run(few + to_out + resume);
  CAPTURE(resumed.err);
  CHECK(resumed.exit_code == 0);
  CHECK(mentions(resumed.err, "going on from "));
  CHECK_FALSE(std::filesystem::exists(place.folder().path() / folder_name));
  CHECK(place.run(few + Words{"--out", "whole"}).exit_code == 0);
  for (const std::string& name : tables) {
    CAPTURE(name);
    CHECK(place.file("out/" + name) == place.file("whole/" + name));
  }
}

TEST_CASE("checkpoints within a run: the job goes on and ends with the same bytes") {
  const Job place;
  const Words long_runs{"job.toml", "--set", "realnvp.steps=40000", "--set",
                        "realnvp.checkpoint_every=1000"};
  const Answer cut = interrupted(place, long_runs + to_out, 1);
  CHECK(cut.exit_code == 130);
  CHECK(place.run(long_runs + to_out + resume).exit_code == 0);
  CHECK(place.run(long_runs + Words{"--out", "whole"}).exit_code == 0);
  for (const std::string& name : tables) {
    CAPTURE(name);
    CHECK(place.file("out/" + name) == place.file("whole/" + name));
  }
}

TEST_CASE("a new job clears the checkpoints of an earlier one, and can itself be resumed") {
  const Job place;
  CHECK(interrupted(place, endless + to_out, 40).exit_code == 130);
  const Words other{"--set", "realnvp.learning_rate=0.001"};
  const Answer refused = place.run(few + other + to_out + resume);
  CHECK(refused.exit_code == 2);
  CHECK(mentions(refused.err, "belongs to another configuration"));
  CHECK(mentions(refused.err, "out/realnvp-checkpoints/point-0-run-"));
  CHECK(checkpoints(place) >= 40);  // a refusal takes nothing away

  const Answer cut =
      interrupted(place, endless + other + to_out, [](std::size_t there) { return there < 40; });
  CHECK(cut.exit_code == 130);
  CHECK(mentions(cut.err, "without --resume all runs start anew"));
  const Answer resumed = place.run(few + other + to_out + resume);
  CAPTURE(resumed.err);
  CHECK(resumed.exit_code == 0);
}

TEST_CASE("an interrupt leaves the complete results of an earlier job alone") {
  const Job place;
  const Words sweep{"job.toml", "--vary", "annealing.rate=1,2", "--out", "out"};
  REQUIRE(place.run(sweep).exit_code == 0);
  const auto complete = results(place);
  // Its first point is finished, its second never.
  const Words steps{
      "job.toml", "--set", "realnvp.steps=60", "--vary", "realnvp.steps=60,1e9", "--out",
      "out",      "--set", "realnvp.runs=1"};
  const Answer cut = interrupted(place, steps, 1);
  CAPTURE(cut.err);
  CHECK(cut.exit_code == 130);
  CHECK(mentions(cut.err, "the complete results of an earlier job stay as they are"));
  CHECK(results(place) == complete);

  std::filesystem::remove_all(place.folder().path() / folder_name);
  // Where there is nothing better, the finished point is written.
  for (const auto& [name, text] : complete) {
    std::filesystem::remove(place.folder().path() / "out" / name);
  }
  CHECK(interrupted(place, steps, 1).exit_code == 130);
  CHECK(mentions(place.file("out/realnvp.csv"), "interrupted: only finished points are here"));
  CHECK(mentions(place.file("out/realnvp.json"), "\"status\": \"interrupted\""));

  // A complete job takes the place of all of it.
  REQUIRE(place.run({"job.toml", "--out", "out"}).exit_code == 0);
  CHECK(results(place).count("realnvp.svg") == 0);
  CHECK(results(place).count("realnvp-history.svg") == 1);
}

TEST_CASE("--resume repeats no finished job, and says when there is nothing to go on from") {
  const Job place;
  const Answer first = place.run(few + to_out + resume);
  CHECK(first.exit_code == 0);
  CHECK(mentions(first.err, "no checkpoints in out/realnvp-checkpoints: starting from the"));
  const auto complete = results(place);
  const auto written = std::filesystem::last_write_time(place.folder().path() / "out/realnvp.csv");
  const Answer again = place.run(few + to_out + resume + Words{"--set", "simulation.threads=1"});
  CHECK(again.exit_code == 0);
  CHECK(mentions(again.err, "nothing to do"));
  CHECK(results(place) == complete);
  CHECK(std::filesystem::last_write_time(place.folder().path() / "out/realnvp.csv") == written);
  const Answer other = place.run(few + to_out + resume + Words{"--set", "simulation.seed=2"});
  CHECK(other.exit_code == 0);
  CHECK_FALSE(mentions(other.err, "nothing to do"));
  CHECK(results(place) != complete);
}

TEST_CASE("--resume does not train over results of a version that named no files") {
  const Job place;
  REQUIRE(place.run(few + to_out).exit_code == 0);
  std::string json = place.file("out/realnvp.json");
  const std::size_t files = json.find(",\n  \"files\": [");
  const std::size_t end = json.find("\n  ]", files);
  REQUIRE(files != std::string::npos);
  REQUIRE(end != std::string::npos);
  json.erase(files, end + std::string("\n  ]").size() - files);
  (void)place.folder().file("out/realnvp.json", json);
  const auto older = results(place);
  const Answer refused = place.run(few + to_out + resume);
  CAPTURE(refused.err);
  CHECK(refused.exit_code == 2);
  CHECK(mentions(refused.err, "out/realnvp.json is of an older version of annealvi"));
  CHECK(mentions(refused.err, "--force"));
  CHECK(results(place) == older);
  CHECK(place.run(few + to_out + resume + Words{"--force"}).exit_code == 0);
  CHECK(mentions(place.file("out/realnvp.json"), "\"files\": ["));
}

TEST_CASE("a checkpoint that cannot be used is named, with what to do") {
  const Job place;
  const Words saving{"job.toml", "--out", "out"};
  const auto path = place.folder().path() / folder_name / "point-0-run-1.checkpoint";
  std::filesystem::create_directories(path.parent_path());
  const auto refused = [&](const std::string& part) {
    const Answer answer = place.run(saving + resume);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(mentions(answer.err, "out/realnvp-checkpoints/point-0-run-1.checkpoint"));
    CHECK(mentions(answer.err, part));
    CHECK(mentions(answer.err, "start without --resume"));
    CHECK(answer.out.empty());
    CHECK(results(place).empty());
  };
  for (const char* text : {"", "something else", "a longer text than a checksum is"}) {
    (void)place.folder().file(std::string(folder_name) + "/point-0-run-1.checkpoint", text);
    refused("damaged");
  }
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  refused("cannot read the checkpoint");
  CHECK(place.run(saving).exit_code == 0);  // without --resume it is cleared
  CHECK_FALSE(std::filesystem::exists(path.parent_path()));

  (void)place.folder().file(folder_name, "a file");
  const Answer answer = place.run(saving);
  CHECK(answer.exit_code == 2);
  CHECK(mentions(answer.err, "is not a folder"));
}

TEST_CASE("a new job removes nothing but checkpoints") {
  const Job place;
  const std::string notes = std::string(folder_name) + "/old.checkpoints";
  std::filesystem::create_directories(place.folder().path() / folder_name);
  (void)place.folder().file(notes, "not ours");
  CHECK(place.run(few + to_out).exit_code == 0);
  CHECK(place.file(notes) == "not ours");
}

TEST_CASE("--resume makes what is missing of a finished job") {
  const Job place;
  REQUIRE(place.run(few + to_out).exit_code == 0);
  const auto complete = results(place);
  const std::filesystem::path out = place.folder().path() / "out";

  // Pictures that are missing or cut are drawn, and nothing is trained for them.
  const std::string svg = complete.at("realnvp-history.svg");
  for (const std::string& part : {std::string(), svg.substr(0, svg.size() / 2)}) {
    std::filesystem::remove(out / "realnvp-history.png");
    (void)place.folder().file("out/realnvp-history.svg", part);
    const Answer drawn = place.run(few + to_out + resume);
    CAPTURE(drawn.err);
    CHECK(drawn.exit_code == 0);
    CHECK(mentions(drawn.err, "wrote out/realnvp-history.svg"));
    CHECK(mentions(drawn.err, "nothing else to do"));
    CHECK(results(place) == complete);
  }
  // A table that is not as it was written makes the job unfinished.
  for (const std::string& name : tables) {
    const std::string& whole = complete.at(name);
    for (const std::string& part :
         {std::string(), whole.substr(0, whole.size() / 2), whole.substr(0, whole.size() - 1)}) {
      CAPTURE(name);
      (void)place.folder().file("out/" + name, part);
      const Answer made = place.run(few + to_out + resume);
      CHECK(made.exit_code == 0);
      CHECK_FALSE(mentions(made.err, "nothing "));
      CHECK(results(place) == complete);
    }
  }
}
