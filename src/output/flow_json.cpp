// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/json_head.hpp"

namespace annealvi {

using namespace detail;

std::string flow_json(const Config& config, const FlowCurve& curve) {
  Json object = head(config);
  object["vary"] = curve.vary.values.empty() ? Json(nullptr) : sweep_object(curve.vary);
  object["series"] = curve.series.values.empty() ? Json(nullptr) : sweep_object(curve.series);
  object["points"] = Json::array();
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const FlowCurvePoint& point = curve.points[i];
    const MixtureTheory& theory = curve.theory.at(i);
    object["points"].push_back({{"series", sweep_value(curve.series, point.series)},
                                {"vary", sweep_value(curve.vary, point.position)},
                                {"probability", number(point.probability)},
                                {"lower", number(point.interval.lower)},
                                {"upper", number(point.interval.upper)},
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
                                {"note", point.first_failure}});
  }
  object["agreement"] = curve.agreement ? Json{{"rank_correlation", curve.agreement->coefficient},
                                               {"p_value", curve.agreement->p_value},
                                               {"points", curve.agreement->points}}
                                        : Json(nullptr);
  object["status"] = curve.interrupted ? "interrupted" : curve.failed() ? "failed" : "done";
  return finished_text(object);
}

}  // namespace annealvi
