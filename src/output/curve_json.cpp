// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

namespace {

Json count(const std::optional<std::uint64_t>& runs) {
  return runs ? Json(*runs) : Json(nullptr);
}

}  // namespace

std::string curve_json(const Config& config, const CollapseCurve& curve) {
  Json object = head(config);
  object["vary"] = sweep_object(curve.vary);
  object["series"] = curve.series.values.empty() ? Json(nullptr) : sweep_object(curve.series);
  object["methods"] = Json::array();
  for (const MethodChoice& choice : curve.methods) {
    object["methods"].push_back({{"name", method_name(choice.method)}, {"every", choice.every}});
  }
  object["temperatures"] = Json::array();
  for (std::size_t series = 0; series < curve.series_count(); ++series) {
    for (std::size_t position = 0; position < curve.vary.values.size(); ++position) {
      const Temperatures& at = curve.temperatures_at(series, position);
      object["temperatures"].push_back({{"series", sweep_value(curve.series, series)},
                                        {"vary", sweep_value(curve.vary, position)},
                                        {"critical", number(at.critical)},
                                        {"safe", number(at.safe)}});
    }
  }
  object["points"] = Json::array();
  for (const CurvePoint& point : curve.points) {
    const bool known = point.probability.has_value();
    object["points"].push_back({{"series", sweep_value(curve.series, point.series)},
                                {"vary", sweep_value(curve.vary, point.position)},
                                {"method", method_name(point.method)},
                                {"end_time", number(point.end_time)},
                                {"probability", number(point.probability)},
                                {"lower", known ? number(point.lower) : Json(nullptr)},
                                {"upper", known ? number(point.upper) : Json(nullptr)},
                                {"runs", point.runs},
                                {"collapsed", point.collapsed},
                                {"recovered", point.recovered},
                                {"undecided", point.undecided},
                                {"failed", point.failed},
                                {"note", point.note},
                                {"mean_alignment", count(point.mean_alignment)},
                                {"vanishing_weight", count(point.vanishing_weight)},
                                {"status", status_name(point.status)}});
  }
  object["status"] = curve.interrupted           ? "interrupted"
                     : curve.numerical_failure() ? "failed"
                                                 : "done";
  return finished_text(object);
}

}  // namespace annealvi
