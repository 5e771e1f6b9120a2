// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/sharp_json.hpp"

#include <numbers>

namespace annealvi {

using namespace detail;

std::string probability_json(const Config& config, const ProbabilityReport& report) {
  const SharpProbability& sharp = report.sharp;
  const auto rate = [&](double LinearRates::*member) {
    return report.rates ? number((*report.rates).*member) : Json(nullptr);
  };
  const auto overlap = [&](double OverlapProbability::*member) {
    return report.overlap ? number((*report.overlap).*member) : Json(nullptr);
  };
  Json object = head(config);
  object["linear"] = {{"lambda_sum", rate(&LinearRates::sum)},
                      {"lambda_difference", rate(&LinearRates::difference)},
                      {"overlap_rate", rate(&LinearRates::overlap)},
                      {"critical_temperature", number(report.critical_temperature)},
                      {"safe_temperature", number(report.safe_temperature.value)},
                      {"safe_temperature_status", status_name(report.safe_temperature.status)}};
  object["overlap"] = {{"probability", overlap(&OverlapProbability::probability)},
                       {"evaluated_at", overlap(&OverlapProbability::evaluated_at)}};
  object["sharp"] = sharp_object(sharp);
  object["sharp"]["variance_sum"] = number(sharp.variance_sum);
  object["sharp"]["variance_difference"] = number(sharp.variance_difference);
  object["sharp"]["matching_time"] = number(sharp.matching_time);
  object["sharp"]["nonlinear_share"] = number(sharp.nonlinear_share);
  object["sharp"]["largest_step"] = number(sharp.largest_step);
  object["status"] = status_name(report.answer.status);
  object["seconds"] = number(report.seconds);
  object["end_time"] = number(report.end_time);
  object["long_lived"] = sharp.long_lived;
  object["time_scale"] = sharp.long_lived ? number(sharp.time_scale) : Json(nullptr);
  object["messages"] = report.messages;
  add_answer(object, report.answer);
  return finished_text(object);
}

std::string component_collapse_json(const Config& config, const ComponentCollapseResult& result,
                                    const Answer& answer, double end_time, double seconds) {
  Json object = head(config);
  object["overlap"] = nullptr;
  if (const auto& found = result.value) {
    object["overlap"] = {{"probability", number(found->probability)},
                         {"error", number(found->error)},
                         {"log10_probability", number(found->log_probability / std::numbers::ln10)},
                         {"without_overlap", number(found->without_overlap)},
                         {"overlap_rate", number(found->overlap_rate)},
                         {"evaluated_at", number(found->evaluated_at)},
                         {"covered_modes", found->covered}};
  }
  object["status"] = status_name(answer.status);
  object["seconds"] = number(seconds);
  object["end_time"] = number(end_time);
  object["messages"] = Json::array();
  if (!result.reason.empty()) object["messages"].push_back(result.reason);
  add_answer(object, answer);
  return finished_text(object);
}

}  // namespace annealvi
