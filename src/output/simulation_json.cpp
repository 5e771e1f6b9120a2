// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

std::string simulation_json(const Config& config, const EnsembleResult& result, double end_time,
                            double seconds) {
  Json object = head(config);
  const bool decided = result.collapsed + result.recovered > 0;
  object["engine"] = object["config"]["simulation"]["engine"];
  object["runs"] = result.runs;
  object["collapsed"] = result.collapsed;
  object["recovered"] = result.recovered;
  object["undecided"] = result.undecided;
  object["probability"] = decided ? number(result.probability) : Json(nullptr);
  object["lower"] = number(result.interval.lower);
  object["upper"] = number(result.interval.upper);
  object["status"] = result.interrupted ? "interrupted" : result.failed > 0 ? "failed" : "done";
  object["seconds"] = number(seconds);
  object["steps"] = result.steps;
  object["failed"] = result.failed;
  object["same_sign"] = result.same_sign;
  object["end_time"] = number(end_time);
  object["messages"] = Json::array();
  if (!result.first_failure.empty()) object["messages"].push_back(result.first_failure);
  return finished_text(object);
}

}  // namespace annealvi
