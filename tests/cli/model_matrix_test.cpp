// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Command by model, the table of README.md (Which question for which model): every cell gives a
// number with its status, or says what to do in its place.
#include "cli/program.hpp"

#include <doctest/doctest.h>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace annealvi::test;
using Json = nlohmann::json;

namespace {

constexpr const char* base =
    "[target]\nseparation = 3.0\ndimension = 100\n"
    "[annealing]\ninitial_temperature = 5.0\nrate = 0.2\n"
    "[simulation]\nuntil = 68.0045122977104\nruns = 40\n";

struct Model {
  const char* name;
  std::vector<std::string> settings;
  const char *exact, *noisy;  ///< sharp.method without and with sgd.step = 0.01
  double probability;         ///< by simulation of an independent code, with noise; 0: none
  double standard_error;
};

// Simulated numbers: theory.md of the developers, sections 14 to 16 (1e5 runs, 2e4 to 8e4 for
// trained ones), made by a code that shares nothing with this one.
const std::vector<Model> models{
    {"fixed pair", {}, "S4", "S4, N7", 0.0, 0.0},
    {"unequal weights", {"family.weights=[0.3,0.7]"}, "S6", "S5, N11", 0.0269, 0.0005},
    {"pi != 1/2", {"target.weight=0.6"}, "S4", "S5, N11", 0.1397, 0.0011},
    {"trained weights", {"family.train_weights=true"}, "S6'", "S6', N11", 0.0221, 0.0005},
    {"trained variance", {"family.variance=trained"}, "S6'", "S6', N11", 0.0420, 0.0014},
};

class Job {
 public:
  Job() { (void)folder_.file("base.toml", base); }

  [[nodiscard]] Answer run(std::vector<std::string> words, const Model& model,
                           const std::vector<std::string>& more = {}) const {
    for (const auto* settings : {&model.settings, &more}) {
      for (const std::string& setting : *settings) {
        words.emplace_back("--set");
        words.push_back(setting);
      }
    }
    return run_program(folder_.path(), words);
  }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return folder_.path() / name;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("probability: a number for every model of two components, with and without noise") {
  const Job job;
  for (const Model& model : models) {
    CAPTURE(model.name);
    const Json exact = Json::parse(job.run({"probability", "base.toml", "--json"}, model).out);
    CHECK(exact["status"] == "converged");
    CHECK(exact["sharp"]["method"] == model.exact);
    CHECK(exact["sharp"]["error"] <= 1.001e-3 * exact["sharp"]["probability"].get<double>());
    const Json noisy =
        Json::parse(job.run({"probability", "base.toml", "--json"}, model, {"sgd.step=0.01"}).out);
    // Converged: the stated error is below 3 % of P.
    CHECK((noisy["status"] == "converged" || noisy["status"] == "not_converged"));
    CHECK(noisy["sharp"]["error"] <= 0.06 * noisy["sharp"]["probability"].get<double>());
    CHECK(noisy["sharp"]["method"] == model.noisy);
    CHECK(noisy["lifetime"].is_null() == (std::string(model.name) != "trained weights"));
    if (model.probability == 0.0) continue;
    // Three standard errors of the simulation and the stated error.
    const double P = noisy["sharp"]["probability"], error = noisy["sharp"]["error"];
    CHECK(std::abs(P - model.probability) <= 3.0 * model.standard_error + error);
    // Negative control: P without noise is told apart.
    CHECK(std::abs(exact["sharp"]["probability"].get<double>() - model.probability) >
          3.0 * model.standard_error + error);
  }
}

TEST_CASE("probability: the flow's number where no formula is known") {
  const Job job;
  const Model ring{"ring", {"target.modes=ring:3", "family.components=3"}, "", "", 0, 0};
  const Answer without = job.run({"probability", "base.toml", "--json"}, ring);
  CHECK(without.exit_code == 0);
  const Json none = Json::parse(without.out);
  CHECK(none["status"] == "not_available");
  CHECK(none["sharp"]["probability"].is_null());
  CHECK(none["sharp"]["method"].is_null());
  CHECK(none["flow"].is_null());
  CHECK(without.err.find("annealvi probability --runs") != std::string::npos);
  const std::vector<std::string> fast{"numerics.relative_tolerance=1e-5",
                                      "numerics.absolute_tolerance=1e-7",
                                      "numerics.span_error=1e-4", "family.initial_scale=1"};
  const Json json =
      Json::parse(job.run({"probability", "base.toml", "--json", "--runs", "6"}, ring, fast).out);
  CHECK(json["flow"]["runs"] == 6);
  CHECK(json["status"] == "done");
  CHECK(json["flow"]["lower"] <= json["flow"]["probability"]);
  CHECK(json["flow"]["probability"] <= json["flow"]["upper"]);
}

TEST_CASE("curve: the method sharp, the same number as probability") {
  const Job job;
  for (const std::size_t i : {1U, 2U, 4U}) {
    const Model& model = models[i];
    CAPTURE(model.name);
    const Answer curve = job.run({"curve", "base.toml", "--vary", "annealing.rate=0.2,0.5",
                                  "--methods", "sharp", "--out", "c.csv", "--force"},
                                 model);
    CAPTURE(curve.err);
    CHECK(curve.exit_code == 0);
    const Json points = Json::parse(read_file(job.file("c.json")))["points"];
    REQUIRE(points.size() == 2);
    const Json alone = Json::parse(job.run({"probability", "base.toml", "--json"}, model).out);
    CHECK(points[0]["probability"] == alone["sharp"]["probability"]);
    CHECK(points[1]["probability"] > points[0]["probability"]);
    for (const Json& point : points) CHECK(point["status"] == "done");
  }
}

TEST_CASE("phase: a map of a model with a trained variance") {
  const Job job;
  const Answer map = job.run({"phase", "base.toml", "--x", "annealing.initial_temperature=2:5:2",
                              "--y", "annealing.rate=0.2:0.5:2", "--out", "map.csv"},
                             models[4]);
  CAPTURE(map.err);
  CHECK(map.exit_code == 0);
  const std::string table = read_file(job.file("map.csv"));
  std::size_t computed = 0;
  for (std::size_t at = 0; (at = table.find(",sharp,computed,done,", at)) != std::string::npos;
       ++at)
    ++computed;
  CHECK(computed == 4);
}

TEST_CASE("trajectory: bands of models with trained weights and with more modes") {
  const Job job;
  const std::vector<std::string> fast{"numerics.relative_tolerance=1e-5",
                                      "numerics.absolute_tolerance=1e-7",
                                      "numerics.span_error=1e-3", "family.initial_scale=1"};
  const Model ring{"ring", {"target.modes=ring:3", "family.components=3"}, "", "", 0, 0};
  for (const Model& model : {models[3], ring}) {
    CAPTURE(model.name);
    const Answer band =
        job.run({"trajectory", "base.toml", "--runs", "3", "--times", "0,2,20"}, model, fast);
    CAPTURE(band.err);
    CHECK(band.exit_code == 0);
    CHECK(band.out.find("flow_abs_d_mean,flow_abs_d_sd") != std::string::npos);
  }
}

TEST_CASE("simulate: engine sde for a model with trained weights") {
  const Job job;
  const Answer answer =
      job.run({"simulate", "base.toml", "--engine", "sde", "--runs", "4", "--json"}, models[3],
              {"sgd.step=0.05", "simulation.until=40"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["runs"] == 4);
  CHECK(json["failed"] == 0);
}

TEST_CASE("validate: formula against reduced SGD for a model with trained weights") {
  const Job job;
  const Answer answer = job.run({"validate", "base.toml", "--json"}, models[3],
                                {"sgd.step=0.05", "target.dimension=40", "simulation.until=40"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  std::size_t formulas = 0;
  const Json json = Json::parse(answer.out);
  for (const Json& row : json["comparisons"])
    if (row["claim"].get<std::string>().find("formula") != std::string::npos) ++formulas;
  CHECK(formulas == 2);
}

TEST_CASE("design: the fastest rate of a pair with unequal weights keeps the risk") {
  const Job job;
  const Answer answer = job.run({"design", "base.toml", "--risk", "0.02", "--json"}, models[1],
                                {"simulation.until=\"auto\"", "simulation.runs=200"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["status"] == "found");
  CHECK(json["sharp"]["probability"] <= 0.02);
  CHECK(json["sharp"]["probability"] > 0.0199);
}
