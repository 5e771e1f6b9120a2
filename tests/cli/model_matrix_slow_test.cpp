// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Command by model, the table of README.md (Which question for which model): every cell gives a
// number with its status, or says what to do in its place. The cells that take half a minute each.
#include "cli/models.hpp"

#include <doctest/doctest.h>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace annealvi::test;
using Json = nlohmann::json;

TEST_CASE("validate: formula against reduced SGD for a model with trained weights") {
  const ModelJob job;
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
  const ModelJob job;
  const Answer answer = job.run({"design", "base.toml", "--risk", "0.02", "--json"}, models[1],
                                {"simulation.until=\"auto\"", "simulation.runs=200"});
  CAPTURE(answer.err);
  CHECK(answer.exit_code == 0);
  const Json json = Json::parse(answer.out);
  CHECK(json["status"] == "found");
  CHECK(json["sharp"]["probability"] <= 0.02);
  CHECK(json["sharp"]["probability"] > 0.0199);
}
