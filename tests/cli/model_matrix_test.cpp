// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Command by model, the table of README.md (Which question for which model): every cell gives a
// number with its status, or says what to do in its place.
#include "cli/models.hpp"

#include <doctest/doctest.h>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace annealvi::test;
using Json = nlohmann::json;

TEST_CASE("probability: a number for every model of two components, with and without noise") {
  const ModelJob job;
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
  const ModelJob job;
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
  const ModelJob job;
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
  const ModelJob job;
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
  const ModelJob job;
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
  const ModelJob job;
  const Answer answer =
      job.run({"simulate", "base.toml", "--engine", "sde", "--runs", "4", "--json"}, models[3],
              {"sgd.step=0.05", "simulation.until=40"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["runs"] == 4);
  CHECK(json["failed"] == 0);
}

TEST_CASE("one meaning of collapse for fixed weights, and no rule of thumb for unequal masses") {
  const ModelJob job;
  // A light component that has settled on its mode covers it, with a trained variance as without.
  const Model light{"light", {"family.weights=[0.05,0.95]"}, "", "", 0, 0};
  for (const char* variance : {"matched", "trained"}) {
    CAPTURE(variance);
    const Json json = Json::parse(job.run({"probability", "base.toml", "--json"}, light,
                                          {std::string("family.variance=") + variance})
                                      .out);
    CHECK(json["sharp"]["probability"] < 0.05);
  }
  const Model rows{
      "rows", {"target.modes=[[2,2],[-2,-2]]", "target.mode_weights=[0.7,0.3]"}, "", "", 0, 0};
  const Answer masses = job.run({"probability", "base.toml"}, rows);
  CHECK(masses.out.find("of the heavier mode") != std::string::npos);
  CHECK(masses.out.find("as small as wanted") == std::string::npos);
  CHECK(masses.out.find("not available for target.weight != 0.5") != std::string::npos);
}
