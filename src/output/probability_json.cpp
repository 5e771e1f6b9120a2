// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/sharp_json.hpp"

#include <numbers>

namespace annealvi {

using namespace detail;

namespace {

/// Without the numbers of several components where the linear stage is that of two.
Json linear_stage(const ProbabilityReport& report) {
  if (report.components && report.components->value) {
    const ComponentCollapse& found = *report.components->value;
    return {{"probability", number(found.probability)},
            {"error", number(found.error)},
            {"log10_probability", number(found.log_probability / std::numbers::ln10)},
            {"without_overlap", number(found.without_overlap)},
            {"overlap_rate", number(found.overlap_rate)},
            {"evaluated_at", number(found.evaluated_at)},
            {"covered_modes", found.covered}};
  }
  const auto& overlap = report.overlap;
  return {{"probability", overlap ? number(overlap->probability) : Json(nullptr)},
          {"evaluated_at", overlap ? number(overlap->evaluated_at) : Json(nullptr)}};
}

}  // namespace

std::string probability_json(const Config& config, const ProbabilityReport& report) {
  const SharpProbability& sharp = report.sharp;
  const auto rate = [&](double LinearRates::*member) {
    return report.rates ? number((*report.rates).*member) : Json(nullptr);
  };
  Json object = head(config);
  object["linear"] = {{"lambda_sum", rate(&LinearRates::sum)},
                      {"lambda_difference", rate(&LinearRates::difference)},
                      {"overlap_rate", rate(&LinearRates::overlap)},
                      {"critical_temperature", number(report.critical_temperature)},
                      {"safe_temperature", number(report.safe_temperature.value)},
                      {"safe_temperature_status", status_name(report.safe_temperature.status)}};
  object["overlap"] = linear_stage(report);
  object["sharp"] = sharp_object(sharp);
  object["sharp"]["method"] = sharp.method.empty() ? Json(nullptr) : Json(sharp.method);
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
  object["flow"] = nullptr;
  if (const auto& flow = report.flow) {
    object["flow"] = {{"runs", flow->runs},
                      {"collapsed", flow->collapsed},
                      {"recovered", flow->recovered},
                      {"undecided", flow->undecided},
                      {"failed", flow->failed},
                      {"probability", number(flow->probability)},
                      {"lower", number(flow->interval.lower)},
                      {"upper", number(flow->interval.upper)}};
  }
  return finished_text(object);
}

}  // namespace annealvi
