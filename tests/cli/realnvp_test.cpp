// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi realnvp: files, repeatability, refusals.
#include "cli/realnvp_job.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace annealvi::test;
using Json = nlohmann::json;

TEST_CASE("a grid of flows gives tables and pictures, the same bytes for any number of threads") {
  const Job place;
  const std::vector<std::string> sweep{"job.toml", "--vary", "annealing.initial_temperature=1,4",
                                       "--series", "annealing.rate=1,2"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> all = sweep;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  const Answer answer = place.run(with({"--out", "one", "--set", "simulation.threads=1"}));
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(answer.out.empty());
  for (const char* name : {"realnvp.svg", "realnvp-history.png"}) {
    CAPTURE(name);
    CHECK_FALSE(place.file(std::string("one/") + name).empty());
  }
  const Json json = Json::parse(place.file("one/realnvp.json"));
  CHECK(json["status"] == "done");
  CHECK(json["points"].size() == 4);
  for (const Json& point : json["points"]) {
    CHECK(point["collapsed"].get<int>() + point["covered"].get<int>() +
              point["not_converged"].get<int>() + point["failed"].get<int>() ==
          3);
  }
  // 3 threads, from the header of a result: only the number of threads may differ.
  CHECK(place.run({"one/realnvp-runs.csv", "--out", "three", "--set", "simulation.threads=3"})
            .exit_code == 0);
  const auto body = [&](const std::string& name) {
    std::string text = place.file(name);
    const std::string threads = "threads = 3";
    if (const auto at = text.find(threads); at != std::string::npos) {
      text.replace(at, threads.size(), "threads = 1");
    }
    return text;
  };
  for (const std::string& name : tables) {
    if (name.ends_with(".json")) continue;
    CAPTURE(name);
    CHECK(body("one/" + name) == body("three/" + name));
  }
  const Answer other = place.run(with({"--out", "other", "--set", "simulation.seed=2"}));
  CHECK(other.exit_code == 0);
  CHECK(place.file("other/realnvp-runs.csv") != place.file("one/realnvp-runs.csv"));
}

TEST_CASE("the theory beside the flows is that of annealvi curve") {
  const Job place;
  const std::vector<std::string> sweep{"--vary", "annealing.initial_temperature=1,4", "--series",
                                       "annealing.rate=1,0.1"};
  const auto points = [&](std::vector<std::string> command) {
    command.insert(command.end(), sweep.begin(), sweep.end());
    const Answer answer = run_program(place.folder().path(), command);
    CAPTURE(answer.err);
    REQUIRE(answer.exit_code == 0);
    return Json::parse(place.file(command[3] + "/" + command[0] + ".json"));
  };
  const Json flows = points({"realnvp", "job.toml", "--out", "flows", "--set", "realnvp.steps=5"});
  const Json theory = points({"curve", "job.toml", "--out", "theory", "--methods", "sharp"});
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(flows["points"][i]["theory_probability"] == theory["points"][i]["probability"]);
  }
  // Nothing converges in 5 steps: there is nothing to correlate.
  CHECK(flows["agreement"].is_null());
  const Answer fixed = place.run({"job.toml", "--set", "family.initial_overlaps=[0.1, 0.2]",
                                  "--set", "family.initial_gram=[0.25, 0.25, 0.25]"});
  CHECK(fixed.exit_code == 0);
  CHECK(mentions(fixed.out, "no theory: its P is over the random start"));
}

TEST_CASE("a series of networks has one theory, and the heading names no value that varies") {
  const Job place;
  const std::vector<std::string> sweep{
      "job.toml", "--vary",   "target.separation=2,3",          "--out",
      "out",      "--series", "realnvp.learning_rate=1e-3,4e-3"};
  REQUIRE(place.run(sweep).exit_code == 0);
  const Json points = Json::parse(place.file("out/realnvp.json"))["points"];
  REQUIRE(points.size() == 4);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(points[i]["theory_probability"].is_number());
    CHECK(points[i]["theory_probability"] == points[i + 2]["theory_probability"]);
  }
  CHECK(points[0]["theory_probability"] != points[1]["theory_probability"]);
  const std::string picture = place.file("out/realnvp.svg");
  CHECK(mentions(picture, "4 tanh units, batch 16, 60 steps"));
  CHECK_FALSE(mentions(picture, "steps, learning rate"));

  auto widths = sweep;
  widths.back() = "realnvp.width=4,8";
  REQUIRE(place.run(widths).exit_code == 0);
  CHECK(mentions(place.file("out/realnvp.svg"), "steps, learning rate"));
  CHECK_FALSE(mentions(place.file("out/realnvp.svg"), "tanh units"));
}

TEST_CASE("densities of one run are drawn") {
  const Job place;
  const Answer answer = place.run({"job.toml", "--out", "out", "--times", "0,0.3,end"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  CHECK(mentions(place.file("out/realnvp-densities.csv"), "along_e"));
  CHECK_FALSE(place.file("out/realnvp-densities.svg").empty());
}

TEST_CASE("samples that are not finite have no density, and that is said") {
  const Job place;
  const Answer answer =
      place.run({"job.toml", "--out", "out", "--times", "0", "--set", "realnvp.steps=1", "--set",
                 "realnvp.log_scale_bound=20", "--set", "realnvp.initial_scale=1000", "--set",
                 "realnvp.couplings=200", "--set", "realnvp.activation=relu"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 1);
  CHECK(mentions(answer.err, "no density at 1 of the times"));
  CHECK_FALSE(std::filesystem::exists(place.folder().path() / "out/realnvp-densities.csv"));
}

TEST_CASE("without --out the table goes to standard output; quick is a smaller job") {
  const Job place;
  const Answer full = place.run({"job.toml"});
  CHECK(full.exit_code == 0);
  CHECK(mentions(full.out, "median_fit_divergence"));
  CHECK(mentions(full.out,
                 ",note,lopsided,lopsided_share,lopsided_lower,lopsided_upper,status,status_note,"
                 "theory_status\n"));
  CHECK(mentions(full.err, "; lopsided, converged or not: "));
  const Answer quick = place.run({"job.toml", "--runs", "16", "--level", "quick"});
  CHECK(quick.exit_code == 0);
  CHECK(mentions(quick.out, "#: steps = 60"));
  CHECK(mentions(quick.out, "#: runs = 2\n"));
}

TEST_CASE("failed runs are counted apart and give exit code 1") {
  const Job place;
  const Answer answer = place.run({"job.toml", "--set", "realnvp.learning_rate=1e6"});
  CHECK(answer.exit_code == 1);
  CHECK(mentions(answer.err, "3 failed"));
  CHECK(mentions(answer.err, "at step"));
}

TEST_CASE("what cannot be done is refused with one sentence") {
  const Job place;
  const auto refused = [&](std::vector<std::string> arguments, const std::string& part) {
    arguments.insert(arguments.begin(), "job.toml");
    const Answer answer = place.run(arguments);
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(mentions(answer.err, part));
    CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
    CHECK(answer.out.empty());
  };
  refused({"--set", "target.dimension=1"}, "couplings need dimension >= 2");
  refused({"--vary", "target.dimension=2,1"}, "couplings need dimension >= 2");
  refused({"--set", "realnvp.width=0"}, "realnvp.width = 0 is not allowed");
  refused({"--set", "realnvp.activation=tan"}, "did you mean \"tanh\"?");
  refused({"--vary", "realnvp.vary=1,2"}, "cannot be varied");
  refused({"--vary", "annealing.rate=1,2", "--series", "annealing.rate=3,4"}, "already varies");
  refused({"--level", "half"}, "--level = half is not allowed");
  refused({"--resume"}, "--resume");
  refused({"--out", "out", "--times", "0,100"}, "--times: realnvp.density_times = \"0,100\"");
  refused({"--out", "out", "--times", "0,end", "--vary", "annealing.rate=1,2"}, "one point");
  refused({"--out", "out", "--times", "0,end", "--run", "7"},
          "--run: realnvp.density_run = 7 is not allowed: a whole number from 0 to 2");
  refused({"--out", "out", "--times", "0,end", "--run", "-1"}, "--run: realnvp.density_run = -1");
  const std::string huge = "99999999999999999999999";
  refused({"--out", "out", "--times", "0,end", "--run", huge},
          "--run: realnvp.density_run = 1e23 is not allowed: a whole number");
  refused({"--out", "out", "--run", "1"},
          "--run: realnvp.density_run is not allowed without realnvp.density_times");
  CHECK(listing(place.folder().path()).size() == 1);
}
