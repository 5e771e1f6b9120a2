// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Every command that prints a P says what it is worth: unfinished annealing, no outcome, collapse
// that does not last.
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The cells of one column of a table.
std::vector<std::string> column_of(const std::string& table, const std::string& name) {
  std::istringstream stream(table);
  std::vector<std::string> names, cells;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind('#', 0) == 0) continue;
    std::vector<std::string> row;
    std::istringstream parts(line + ",");
    for (std::string cell; std::getline(parts, cell, ',');) row.push_back(cell);
    if (names.empty()) {
      names = row;
      continue;
    }
    const auto place = std::find(names.begin(), names.end(), name) - names.begin();
    cells.push_back(row.at(static_cast<std::size_t>(place)));
  }
  return cells;
}

class Folder {
 public:
  Folder() { write("job.toml", ""); }  // everything at its default
  Answer run(std::vector<std::string> arguments) const {
    return run_program(folder_.path(), std::move(arguments));
  }
  Json json(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const Answer answer = run(std::move(arguments));
    REQUIRE(answer.exit_code == 0);
    return Json::parse(answer.out);
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name) << text;
  }

 private:
  TemporaryFolder folder_;
};

const std::vector<std::string> early{"--set", "simulation.until=20"};  // T = 2.218 there

std::vector<std::string> with(std::vector<std::string> first,
                              const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

}  // namespace

TEST_CASE("probability: an annealing that is not finished is said, and the number stays") {
  const Folder folder;
  const Json unfinished = folder.json(with({"probability", "job.toml"}, early));
  CHECK(unfinished["status"] == "unfinished");
  CHECK(unfinished["sharp"]["status"] == "converged");
  CHECK(unfinished["sharp"]["probability"].get<double>() > 0.06);
  CHECK(unfinished["end_temperature"].get<double>() > 2.0);
  CHECK(unfinished["lifetime"].is_null());
  REQUIRE(unfinished["notes"].size() == 1);
  CHECK(mentions(unfinished["notes"][0], "unfinished: "));
  const Answer text = folder.run(with({"probability", "job.toml"}, early));
  CHECK(mentions(text.out, "P of equal signs, sharp (S4)"));
  CHECK(mentions(text.out, "(annealing not finished)"));
  CHECK(mentions(text.err, "unfinished: the annealing is not finished"));

  const Json finished = folder.json({"probability", "job.toml"});
  CHECK(finished["status"] == "converged");
  CHECK(finished["notes"].empty());
  CHECK(finished["sharp"]["probability"].get<double>() < 0.003);
}

TEST_CASE("probability: the lifetime of a collapse that does not last") {
  const Folder folder;
  const Json weak = folder.json({"probability", "job.toml", "--set", "target.separation=2.1"});
  CHECK(weak["status"] == "converged");
  CHECK(weak["lifetime"].get<double>() > 0.0);
  REQUIRE(weak["notes"].size() == 1);
  CHECK(mentions(weak["notes"][0], "long-lived"));
  CHECK(mentions(weak["notes"][0], "t_end"));
}

TEST_CASE("probability: where the formula says nothing there is no number") {
  const Folder folder;
  const std::vector<std::string> weak{"probability",           "job.toml", "--set",
                                      "target.separation=0.5", "--set",    "sgd.step=0.01"};
  const Json none = folder.json(weak);
  CHECK(none["status"] == "not_available");
  CHECK(none["sharp"]["probability"].is_null());
  const Answer text = folder.run(weak);
  CHECK(text.exit_code == 0);
  CHECK(mentions(text.out, "the formula knows no number here"));
  CHECK_FALSE(mentions(text.out, "about 0.5"));
}

TEST_CASE("simulate: undecided because T is not near 1, whatever the schedule's last temperature") {
  const Folder folder;
  folder.write("ladder.toml",
               "[target]\nseparation = 4\ndimension = 100\n[annealing]\nschedule = \"table\"\n"
               "table = [[0, 8], [20, 4], [40, 2], [60, 1.5]]\n[simulation]\nruns = 20\n");
  for (const auto& job : {std::vector<std::string>{"simulate", "ladder.toml"},
                          with({"simulate", "job.toml", "--runs", "20"}, early)}) {
    const Json answer = folder.json(job);
    CHECK(answer["status"] == "unfinished");
    CHECK(answer["undecided"] == 20);
    CHECK(answer["probability"].is_null());
    CHECK(answer["end_temperature"].get<double>() > 1.4);
  }
  CHECK(mentions(folder.run({"simulate", "ladder.toml"}).err, "never reaches 1"));
  CHECK(folder.json({"probability", "ladder.toml"})["status"] == "unfinished");
}

TEST_CASE("an exact saddle has no outcome, and a later end is not recommended") {
  const Folder folder;
  folder.write("saddle.toml",
               "[target]\nseparation = 4\ndimension = 10\n[family]\ninitial_overlaps = [0, 0]\n"
               "initial_gram = [0, 0, 0]\n[annealing]\ninitial_temperature = 5\n"
               "[simulation]\nruns = 50\n");
  const Json answer = folder.json({"simulate", "saddle.toml"});
  CHECK(answer["status"] == "no_outcome");
  CHECK(answer["probability"].is_null());
  const Answer text = folder.run({"simulate", "saddle.toml"});
  CHECK(mentions(text.err, "exactly on the saddle"));
  CHECK_FALSE(mentions(text.err, "later simulation.until"));
  CHECK(mentions(folder.run({"trajectory", "saddle.toml"}).err, "saddle"));
}

TEST_CASE("trained weights: P is about t_end, and the lifetime is measured") {
  const Folder folder;
  folder.write("trained.toml",
               "[target]\nseparation = 2.5\nweight = 0.8\ndimension = 10\n"
               "[family]\ntrain_weights = true\n"
               "[annealing]\ninitial_temperature = 1.5\nrate = 1\n"
               "[simulation]\nruns = 40\nuntil = 40\n"
               "[numerics]\nrelative_tolerance = 1e-6\nabsolute_tolerance = 1e-8\n");
  const Json answer = folder.json({"simulate", "trained.toml"});
  REQUIRE(answer["collapsed"].get<int>() > 0);
  CHECK(answer["lifetime"].get<double>() > 0.0);
  const std::string notes = answer["notes"].dump();
  CHECK(mentions(notes, "long-lived"));
  CHECK(mentions(notes, "t_end = 40"));
  CHECK(mentions(folder.run({"simulate", "trained.toml"}).out, "by t_end"));
}

TEST_CASE("tables and their JSON have a status for every point") {
  const Folder folder;
  const Answer curve = folder.run({"curve", "job.toml", "--vary", "simulation.until=20,200",
                                   "--methods", "sharp,flow", "--runs", "20"});
  CHECK(column_of(curve.out, "status") ==
        std::vector<std::string>{"unfinished", "unfinished", "done", "done"});
  CHECK(mentions(column_of(curve.out, "note")[0], "unfinished: "));
  CHECK(column_of(curve.out, "note")[2].empty());
  CHECK(mentions(curve.err, "unfinished"));
  CHECK(mentions(curve.err, "at 1 of 2 simulated points some runs are undecided"));
  CHECK(mentions(curve.err, "at most 20 of 20 runs"));

  const Answer sizes = folder.run({"table", "finite-size", "--separation", "3", "--temperature",
                                   "1,1.5", "--dimension", "100"});
  CHECK(column_of(sizes.out, "status") == std::vector<std::string>{"done", "unfinished"});

  const Answer phase =
      folder.run({"phase", "job.toml", "--x", "annealing.initial_temperature=2:4:3", "--y",
                  "annealing.rate=0.05:0.5:3:log", "--set", "simulation.until=30"});
  const auto states = column_of(phase.out, "status");
  CHECK(states.front() == "unfinished");  // rate 0.05
  CHECK(states.back() == "done");
  CHECK(mentions(phase.err, "unfinished"));
}

TEST_CASE("design, validate and realnvp say unfinished too") {
  const Folder folder;
  const Json design =
      folder.json({"design", "job.toml", "--set", "design.risk=0.4", "--set", "simulation.until=8",
                   "--set", "design.range=0.05:0.2", "--runs", "20"});
  CHECK(mentions(design["notes"].dump(), "unfinished: "));
  const auto unfinished = [](const Json& point) { return point["status"] == "unfinished"; };
  CHECK(std::any_of(design["points"].begin(), design["points"].end(), unfinished));

  folder.write("case.toml", small_job);
  const Answer validate =
      folder.run({"validate", "case.toml", "--set", "simulation.until=2", "--json"});
  for (const Json& row : Json::parse(validate.out)["comparisons"])
    CHECK(row["status"] == "unfinished");
  CHECK(mentions(validate.err, "unfinished"));

  const Answer flows =
      folder.run({"realnvp", "job.toml", "--set", "realnvp.steps=20", "--runs", "1"});
  CHECK(column_of(flows.out, "status") == std::vector<std::string>{"unfinished"});
  CHECK(mentions(flows.err, "unfinished"));
}

TEST_CASE("no digit of P beyond the place of its error") {
  const Folder folder;
  const std::vector<std::string> noisy{"probability", "job.toml", "--set", "sgd.step=0.02"};
  const Json sharp = folder.json(noisy).at("sharp");
  const double error = sharp.at("error"), probability = sharp.at("probability");
  REQUIRE(error > 1e-5);
  const std::string text = folder.run(noisy).out;
  const auto start = text.find_last_of(' ', text.find(" +- ") - 1) + 1;
  const std::string number = text.substr(start, text.find(" +- ") - start);
  CHECK(std::abs(std::stod(number) - probability) <= error);
  const auto decimals = number.size() - number.find('.') - 1;
  CHECK(std::pow(10.0, -static_cast<double>(decimals)) > 0.1 * error);
}
