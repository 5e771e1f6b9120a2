// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// simulate, trajectory and curve on other models than the pair: what the report, the documented
// JSON and the tables say, and that it does not depend on the number of threads.
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <sstream>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

/// Two components with trained weights on the pair: some runs collapse.
constexpr const char* trained_weights =
    "[target]\nseparation = 3.0\nweight = 0.6\ndimension = 20\n"
    "[family]\ntrain_weights = true\ninitial_scale = 1.0\n"
    "[annealing]\ninitial_temperature = 2.0\nrate = 0.5\n"
    "[sgd]\nstep = 0.05\n"
    "[simulation]\nruns = 12\nuntil = 40\n"
    "[numerics]\nrelative_tolerance = 1e-6\nabsolute_tolerance = 1e-8\n";

/// Four components on three modes in a plane; at this accuracy a run of the flow takes 0.2 s.
constexpr const char* three_modes =
    "[target]\nmodes = \"simplex:3\"\ndimension = 20\n"
    "[family]\ncomponents = 4\ninitial_scale = 1.0\n"
    "[annealing]\ninitial_temperature = 2.0\nrate = 0.5\n"
    "[sgd]\nstep = 0.05\n"
    "[simulation]\nengine = \"reduced\"\nruns = 12\nuntil = 40\n"
    "[numerics]\nrelative_tolerance = 1e-5\nabsolute_tolerance = 1e-7\nspan_error = 1e-4\n";

std::vector<std::string> body_of(const std::string& table) {
  std::istringstream stream(table);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind('#', 0) != 0) lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line + ",");
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class Job {
 public:
  Job() {
    (void)folder_.file("weights.toml", trained_weights);
    (void)folder_.file("modes.toml", three_modes);
  }
  [[nodiscard]] Answer run(std::vector<std::string> arguments) const {
    return run_program(folder_.path(), std::move(arguments));
  }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("simulate: the tally in the report and in the JSON") {
  const Job job;
  const Answer text = job.run({"simulate", "modes.toml"});
  CAPTURE(text.err);
  CHECK(text.exit_code == 0);
  for (const char* part : {"modes simplex:3, R = 3", "4 components", "by mean alignment",
                           "by vanishing weight", "covered modes: runs", "mode-weight error",
                           "entropic coverage", "effective sample size", "ELBO"}) {
    CAPTURE(part);
    CHECK(mentions(text.out, part));
  }
  for (const char* engine : {"flow", "reduced", "full"}) {
    const Answer answer = job.run({"simulate", "modes.toml", "--engine", engine, "--json"});
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 0);
    const Json json = Json::parse(answer.out);
    const Json& tally = json["mixture"];
    for (const char* key :
         {"mean_alignment", "vanishing_weight", "covered_modes", "mode_weight_error",
          "entropic_coverage", "effective_sample_size", "elbo"}) {
      CAPTURE(key);
      CHECK(tally.contains(key));
    }
    CHECK(json["same_sign"].is_null());
    const std::uint64_t aligned = tally["mean_alignment"]["runs"],
                        vanished = tally["vanishing_weight"]["runs"];
    CHECK(aligned + vanished == json["collapsed"]);
    const std::vector<std::uint64_t> covered = tally["covered_modes"];
    CHECK(covered.size() == 4);
    CHECK(std::accumulate(covered.begin(), covered.end(), std::uint64_t{0}) == 12);
    CHECK(covered[3] == json["recovered"]);
    CHECK(tally["elbo"]["mean"] < 0.0);  // -KL
  }
  // Where every run fails there is no average, and none that looks perfect.
  const Answer failed = job.run({"simulate", "modes.toml", "--set", "sgd.step=20", "--json"});
  CHECK(failed.exit_code == 1);
  CHECK(Json::parse(failed.out)["mixture"]["elbo"].is_null());
  // The pair has none of it.
  const Json pair = Json::parse(job.run({"simulate", "weights.toml", "--set",
                                         "family.train_weights=false", "--runs", "4", "--json"})
                                    .out);
  CHECK(pair["mixture"].is_null());
  CHECK(pair["same_sign"].is_number());
}

TEST_CASE("probability: the linear stage of several components") {
  const Job job;
  (void)job.folder().file("pair.toml",
                          "[family]\ncomponents = 3\n"
                          "[annealing]\ninitial_temperature = 2.0\nrate = 1.0\n");
  const Answer text = job.run({"probability", "pair.toml"});
  CAPTURE(text.err);
  CHECK(text.exit_code == 0);
  CHECK(mentions(text.out, "the same without overlap              0.25"));  // 2^(1 - K)
  for (const char* modes : {"[]", "simplex:3"}) {
    const Answer answer = job.run(
        {"probability", "pair.toml", "--json", "--set", std::string("target.modes=") + modes});
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 0);
    const Json json = Json::parse(answer.out);
    const bool pair = modes == std::string("[]");
    CHECK(json["status"] == (pair ? "converged" : "not_available"));
    CHECK(json["sharp"]["method"] == (pair ? Json("S7") : Json()));
    const Json& overlap = json["overlap"];
    CHECK(overlap["probability"] > 0.0);
    CHECK(overlap["probability"] < overlap["without_overlap"]);
    const std::vector<double> covered = overlap["covered_modes"];
    CHECK(std::abs(std::accumulate(covered.begin(), covered.end(), 0.0) - 1.0) < 1e-12);
    CHECK(std::abs(covered.back() + overlap["probability"].get<double>() - 1.0) < 1e-12);
  }
  // A start as wide as the modes are apart has no linear stage.
  const Answer none =
      job.run({"probability", "pair.toml", "--json", "--set", "family.initial_scale=5"});
  CHECK(none.exit_code == 0);
  CHECK(Json::parse(none.out)["overlap"]["probability"].is_null());
}

TEST_CASE("trajectory: the columns of one axis and of several") {
  const Job job;
  const Answer one = job.run({"trajectory", "weights.toml", "--times", "0:end:3"});
  CAPTURE(one.err);
  CHECK(one.exit_code == 0);
  CHECK(body_of(one.out)[0] ==
        "time,temperature,m1,m2,q11,q12,q22,w1,w2,sigma,objective,objective_error,covered");
  CHECK(body_of(one.out).size() == 4);
  CHECK(mentions(one.err, "t = 40: run 0 "));
  CHECK(mentions(one.err, " of 2 modes covered"));

  const Answer several = job.run({"trajectory", "modes.toml", "--times", "0,10"});
  CAPTURE(several.err);
  CHECK(several.exit_code == 0);
  const std::vector<std::string> columns = cells_of(body_of(several.out)[0]);
  CHECK(columns.size() == 2 + 4 * 2 + 10 + 4 + 4);
  CHECK(columns[2] == "m1_1");
  CHECK(columns[9] == "m4_2");
  CHECK(columns[10] == "q11");
  CHECK(columns[19] == "q44");
  const std::vector<std::string> cells = cells_of(body_of(several.out)[2]);
  double weights = 0.0;
  for (std::size_t k = 20; k < 24; ++k) weights += std::stod(cells.at(k));
  CHECK(std::abs(weights - 1.0) < 1e-12);

  // The table is a configuration, and repeats itself.
  (void)job.folder().file("again.csv", several.out);
  CHECK(job.run({"trajectory", "again.csv", "--times", "0,10"}).out == several.out);
}

TEST_CASE("trajectory: pictures in the line and in the plane") {
  const Job job;
  for (const char* file : {"weights.toml", "modes.toml"}) {
    const Answer answer =
        job.run({"trajectory", file, "--times", "0:end:20", "--out", "made/run.csv", "--plot"});
    CAPTURE(answer.err);
    CHECK(answer.exit_code == 0);
    for (const char* name : {"run.svg", "run.png"}) {
      CHECK(std::filesystem::file_size(job.folder().path() / "made" / name) > 1000);
    }
  }
}

TEST_CASE("curve: counts by mechanism, their picture, and no dependence on threads") {
  const Job job;
  const std::vector<std::string> words{
      "curve",    "weights.toml",          "--vary",    "annealing.initial_temperature=1,3",
      "--series", "target.weight=0.5,0.7", "--methods", "flow,reduced"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return more;
  };
  const Answer made = job.run(with({"--out", "made/split.csv"}));
  CAPTURE(made.err);
  CHECK(made.exit_code == 0);
  for (const char* name :
       {"split.csv", "split.json", "split.svg", "split-mechanism.svg", "split-mechanism.png"}) {
    CAPTURE(name);
    CHECK(std::filesystem::exists(job.folder().path() / "made" / name));
  }
  const std::string table = read_file(job.folder().path() / "made" / "split.csv");
  const auto lines = body_of(table);
  CHECK(lines.size() == 1 + 8);
  const auto columns = cells_of(lines[0]);
  CHECK(columns.at(15) == "mean_alignment");
  CHECK(columns.at(16) == "vanishing_weight");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cells = cells_of(lines[i]);
    CHECK(std::stoi(cells.at(15)) + std::stoi(cells.at(16)) == std::stoi(cells.at(8)));
  }
  const auto rows = [](const std::string& text) { return body_of(text); };
  const Answer two = job.run(with({"--set", "simulation.threads=2"}));
  const Answer one = job.run(with({"--set", "simulation.threads=1"}));
  CHECK(rows(two.out) == rows(table));
  CHECK(rows(one.out) == rows(table));
  // Negative control: another seed is another table.
  CHECK(rows(job.run(with({"--set", "simulation.seed=2"})).out) != rows(table));
}
