// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "support/small_curve.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace annealvi {

using nlohmann::json;

TEST_CASE("probability: the keys of the contract, null where there is no value") {
  const Config config = test::small_curve_config();
  ProbabilityReport report{};
  report.rates = LinearRates{0.25, 0.5, 0.25};
  report.critical_temperature = 5.5;
  report.safe_temperature.status = SafeTemperatureStatus::none;
  report.end_time = 100.0;
  report.seconds = 0.5;
  report.messages = {"words"};
  report.sharp.probability = 1.0 / 3.0;
  report.answer = {.status = AnswerStatus::unfinished,
                   .notes = {{AnswerStatus::unfinished, "too early"}},
                   .end_temperature = 1.5,
                   .lifetime = {}};
  report.sharp.log10_probability = -std::numeric_limits<double>::infinity();
  const json object = json::parse(probability_json(config, report));
  CHECK(object["config"]["target"]["separation"] == 3.0);
  CHECK(object["linear"]["lambda_sum"] == 0.25);
  CHECK(object["linear"]["critical_temperature"] == 5.5);
  CHECK(object["linear"]["safe_temperature"].is_null());
  CHECK(object["linear"]["safe_temperature_status"] == "none");
  CHECK(object["overlap"]["probability"].is_null());
  CHECK(object["sharp"]["probability"] == 1.0 / 3.0);
  CHECK(object["sharp"]["log10_probability"].is_null());
  CHECK(object["status"] == "unfinished");
  CHECK(object["sharp"]["status"] == "converged");
  CHECK(object["end_temperature"] == 1.5);
  CHECK(object["lifetime"].is_null());
  CHECK(object["notes"][0] == "unfinished: too early");
  for (const char* key : {"version", "seconds", "end_time", "long_lived", "messages"}) {
    CHECK(object.contains(key));
  }
  report.sharp.status = report.answer.status = SharpStatus::failed;
  report.answer.lifetime = 30.0;
  const json failed = json::parse(probability_json(config, report));
  CHECK(failed["sharp"]["probability"].is_null());
  CHECK(failed["status"] == "failed");
  CHECK(failed["lifetime"] == 30.0);
}

TEST_CASE("simulation: counts, and null for a proportion of nothing") {
  const Config config = test::small_curve_config();
  EnsembleResult result;
  result.runs = 10;
  result.undecided = 10;
  const auto written = [&] {
    const RunSetup at_rest = config.run_setup();
    return json::parse(
        simulation_json(config, result, answer_of(config, at_rest, result), 50.0, 0.1));
  };
  json object = written();
  CHECK(object["probability"].is_null());
  CHECK(object["undecided"] == 10);
  CHECK(object["engine"] == "flow");
  CHECK(object["status"] == "undecided");
  result.collapsed = 1;
  result.undecided = 9;
  result.probability = 1.0;
  result.interrupted = true;
  object = written();
  CHECK(object["probability"] == 1.0);
  CHECK(object["status"] == "interrupted");
}

TEST_CASE("curve: sweeps, temperatures and points, numbers as numbers") {
  const Config config = test::small_curve_config();
  CollapseCurve curve = test::small_curve(config);
  curve.points[0].probability.reset();
  const json object = json::parse(curve_json(config, curve));
  CHECK(object["vary"]["key"] == "annealing.initial_temperature");
  CHECK(object["series"]["values"].size() == 2);
  CHECK(object["points"].size() == 12);
  CHECK(object["points"][0]["probability"].is_null());
  CHECK(object["points"][0]["lower"].is_null());
  CHECK(object["points"][1]["method"] == "full");
  CHECK(object["points"][1]["vary"] == 1);
  CHECK(object["points"][1]["probability"] == 0.4);
  CHECK(object["temperatures"][0]["safe"] == 1.9);
  CHECK(object["status"] == "done");
}

}  // namespace annealvi
