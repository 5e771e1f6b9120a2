// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

#include <utility>

namespace annealvi {

using namespace detail;

namespace {

/// A configuration without what changes no result.
Json comparable(Json config) {
  for (const auto& [section, key] :
       {std::pair("simulation", "threads"), std::pair("realnvp", "checkpoint_every")}) {
    if (config.contains(section) && config[section].is_object()) config[section].erase(key);
  }
  return config;
}

}  // namespace

std::string flow_json(const Config& config, const FlowCurve& curve, const std::string& command,
                      const std::vector<FileRecord>& files) {
  Json object = head(config);
  object["vary"] = curve.vary.values.empty() ? Json(nullptr) : sweep_object(curve.vary);
  object["series"] = curve.series.values.empty() ? Json(nullptr) : sweep_object(curve.series);
  object["points"] = Json::array();
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const FlowCurvePoint& point = curve.points[i];
    const MixtureTheory& theory = curve.theory.at(i);
    const auto end_of = [](const std::optional<double>& share, double end) {
      return share ? number(end) : Json(nullptr);
    };
    const Interval &of_converged = point.interval, &of_all = point.lopsided_interval;
    object["points"].push_back({{"series", sweep_value(curve.series, point.series)},
                                {"vary", sweep_value(curve.vary, point.position)},
                                {"probability", number(point.probability)},
                                {"lower", end_of(point.probability, of_converged.lower)},
                                {"upper", end_of(point.probability, of_converged.upper)},
                                {"runs", point.runs.size()},
                                {"collapsed", point.collapsed},
                                {"covered", point.covered},
                                {"not_converged", point.not_converged},
                                {"not_converged_lopsided", point.lopsided},
                                {"failed", point.failed},
                                {"critical_temperature", number(theory.temperatures.critical)},
                                {"safe_temperature", number(theory.temperatures.safe)},
                                {"theory_probability", number(theory.probability)},
                                {"theory_note", theory.note},
                                {"note", point.first_failure},
                                {"lopsided", point.collapsed + point.lopsided},
                                {"lopsided_share", number(point.lopsided_share)},
                                {"lopsided_lower", end_of(point.lopsided_share, of_all.lower)},
                                {"lopsided_upper", end_of(point.lopsided_share, of_all.upper)},
                                {"status", status_name(point.status)},
                                {"status_note", one_line(point.notes)},
                                {"theory_status", status_name(theory.status)}});
  }
  object["agreement"] = curve.agreement ? Json{{"rank_correlation", curve.agreement->coefficient},
                                               {"p_value", curve.agreement->p_value},
                                               {"points", curve.agreement->points}}
                                        : Json(nullptr);
  object["status"] = curve.interrupted ? "interrupted" : curve.failed() ? "failed" : "done";
  object["command"] = command;
  object["files"] = Json::array();
  for (const FileRecord& file : files) {
    object["files"].push_back(
        {{"suffix", file.suffix},
         {"checksum", file.is_picture() ? Json(nullptr) : Json(file.checksum)}});
  }
  return finished_text(object);
}

EarlierFlowCurve earlier_flow_curve(const std::string& text, const Config& config,
                                    const std::string& command) {
  const Json earlier = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!earlier.is_object() || !text.ends_with('\n')) return {};  // cut, even by its last byte
  for (const char* key : {"status", "command", "version", "config"}) {
    if (!earlier.contains(key)) return {};
  }
  const bool complete = earlier["status"] == "done" || earlier["status"] == "failed";
  const Json job = head(config);
  const bool same = earlier["command"] == command && earlier["version"] == job["version"] &&
                    comparable(earlier["config"]) == comparable(job["config"]);
  EarlierFlowCurve result{.complete = complete,
                          .of_this_job = complete && same,
                          .failed = earlier["status"] == "failed"};
  for (const Json& file : earlier.value("files", Json::array())) {
    if (!file.is_object() || !file.contains("suffix") || !file["suffix"].is_string()) continue;
    const bool has_checksum = file.contains("checksum") && file["checksum"].is_string();
    result.files.push_back({file["suffix"].get<std::string>(),
                            has_checksum ? file["checksum"].get<std::string>() : std::string()});
  }
  return result;
}

}  // namespace annealvi
