// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/sweep.hpp"
#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

std::string sweep_json(const ParameterSweep& sweep, const Config& config) {
  Json object = head(config);
  object["format_version"] = sweep_format_version;
  object["keys"] = sweep.keys;
  object["points"] = Json::array();
  for (const auto& [values, seed, point] : sweep.points) {
    const bool known = point.probability.has_value();
    Json row = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) row[sweep.keys[i]] = cell_value(values[i]);
    row["method"] = method_name(point.method);
    row["probability"] = number(point.probability);
    row["lower"] = known ? number(point.lower) : Json(nullptr);
    row["upper"] = known ? number(point.upper) : Json(nullptr);
    row["error"] = known ? number(0.5 * (point.upper - point.lower)) : Json(nullptr);
    row["runs"] = point.runs;
    row["collapsed"] = point.collapsed;
    row["recovered"] = point.recovered;
    row["undecided"] = point.undecided;
    row["failed"] = point.failed;
    row["end_time"] = number(point.end_time);
    row["seed"] = seed;
    row["status"] = status_name(point.status);
    row["note"] = point.note;
    object["points"].push_back(std::move(row));
  }
  object["status"] = sweep.points.size() < sweep.asked ? "interrupted"
                     : sweep.numerical_failure()       ? "failed"
                                                       : "done";
  return finished_text(object);
}

}  // namespace annealvi
