// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "annealvi/version.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace annealvi {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
Json number(std::optional<double> value) {
  return value ? number(*value) : Json(nullptr);
}

Json config_object(const Config& config) {
  Json object = Json::object();
  for (const ConfigEntry& entry : entries(config)) {
    object[entry.section][entry.key] = Json::parse(entry.json);
  }
  return object;
}

Json head(const Config& config) {
  return {{"version", std::string(version)}, {"config", config_object(config)}};
}

std::string finished_text(const Json& object) {
  return object.dump(2) + '\n';
}

std::string status_name(SharpStatus status) {
  switch (status) {
    case SharpStatus::converged:
      return "converged";
    case SharpStatus::not_converged:
      return "not_converged";
    case SharpStatus::outside_validity:
      return "outside_validity";
    case SharpStatus::failed:
      return "failed";
    case SharpStatus::interrupted:
      return "interrupted";
  }
  return {};
}

Json sweep_object(const Sweep& sweep) {
  return {{"key", sweep.key}, {"values", sweep.values}, {"logarithmic", sweep.logarithmic}};
}

// Numbers where the text reads as one.
Json cell_value(const std::string& text) {
  const Json parsed = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return parsed.is_number() ? parsed : Json(text);
}

Json sweep_value(const Sweep& sweep, std::size_t index) {
  if (sweep.values.empty()) return nullptr;
  return cell_value(sweep.values.at(index));
}

std::string status_name(DesignStatus status) {
  switch (status) {
    case DesignStatus::found:
      return "found";
    case DesignStatus::whole_range:
      return "whole_range";
    case DesignStatus::unreachable:
      return "unreachable";
    case DesignStatus::failed:
      return "failed";
    case DesignStatus::interrupted:
      return "interrupted";
  }
  return {};
}

Json steps_object(const Config& config, const DesignResult& result) {
  const double step = config.problem.noise.step;
  return step > 0.0 && result.recommended ? Json(step_count(result.total_time(), step))
                                          : Json(nullptr);
}

Json check_object(const DesignResult& result) {
  if (!result.check) return nullptr;
  const EnsembleResult& check = *result.check;
  const bool decided = check.collapsed + check.recovered > 0;
  return {{"engine", config_object(*result.recommended)["simulation"]["engine"]},
          {"runs", check.runs},
          {"collapsed", check.collapsed},
          {"recovered", check.recovered},
          {"undecided", check.undecided},
          {"failed", check.failed},
          {"probability", decided ? number(check.probability) : Json(nullptr)},
          {"lower", number(check.interval.lower)},
          {"upper", number(check.interval.upper)},
          {"agrees", result.agrees},
          {"interrupted", check.interrupted}};
}

}  // namespace

std::string probability_json(const Config& config, const ProbabilityReport& report) {
  const SharpProbability& sharp = report.sharp;
  const bool has_number =
      sharp.status != SharpStatus::failed && sharp.status != SharpStatus::interrupted;
  const auto if_number = [&](double value) { return has_number ? number(value) : Json(nullptr); };
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
  object["sharp"] = {{"probability", if_number(sharp.probability)},
                     {"error", if_number(sharp.error)},
                     {"log10_probability", if_number(sharp.log10_probability)},
                     {"variance_sum", number(sharp.variance_sum)},
                     {"variance_difference", number(sharp.variance_difference)},
                     {"matching_time", number(sharp.matching_time)},
                     {"nonlinear_share", number(sharp.nonlinear_share)},
                     {"largest_step", number(sharp.largest_step)}};
  object["status"] = status_name(sharp.status);
  object["seconds"] = number(report.seconds);
  object["end_time"] = number(report.end_time);
  object["long_lived"] = sharp.long_lived;
  object["time_scale"] = sharp.long_lived ? number(sharp.time_scale) : Json(nullptr);
  object["messages"] = report.messages;
  return finished_text(object);
}

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

std::string table_json(const Config& config, const Table& table) {
  Json object = head(config);
  object["command"] = table.command;
  object["remarks"] = table.remarks;
  object["columns"] = Json::array();
  for (const Column& column : table.columns)
    object["columns"].push_back({{"name", column.name}, {"meaning", column.meaning}});
  object["rows"] = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const std::string& cell : row)
      cells.push_back(cell.empty() ? Json(nullptr) : cell_value(cell));
    object["rows"].push_back(std::move(cells));
  }
  return finished_text(object);
}

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
                                {"note", point.note}});
  }
  object["status"] = curve.interrupted           ? "interrupted"
                     : curve.numerical_failure() ? "failed"
                                                 : "done";
  return finished_text(object);
}

std::string validation_json(const Config& config, const Validation& validation, double seconds) {
  Json object = head(config);
  object["comparisons"] = Json::array();
  for (const Comparison& row : validation.comparisons) {
    object["comparisons"].push_back({{"claim", claim_text(row.claim)},
                                     {"case", row.name},
                                     {"first", number(row.first)},
                                     {"second", number(row.second)},
                                     {"standard_error", number(row.standard_error)},
                                     {"z", number(row.z)},
                                     {"allowed", number(row.allowed)},
                                     {"runs", row.runs},
                                     {"verdict", verdict_text(row.verdict)},
                                     {"note", row.note}});
  }
  object["conclusion"] = validation.conclusion();
  object["status"] = validation.interrupted           ? "interrupted"
                     : validation.disagreement()      ? "disagreement"
                     : validation.numerical_failure() ? "failed"
                                                      : "agreement";
  object["seconds"] = number(seconds);
  return finished_text(object);
}

std::string design_json(const Config& config, const DesignReport& report) {
  const DesignResult& result = report.result;
  const auto sharp_object = [](const SharpProbability& sharp) -> Json {
    return {{"probability", number(sharp.probability)},
            {"error", number(sharp.error)},
            {"log10_probability", number(sharp.log10_probability)}};
  };
  Json object = head(config);
  object["free"] = goal_name(config.design.goal);
  object["status"] = status_name(result.status);
  object["range"] = config.design.goal == DesignGoal::shape
                        ? Json(nullptr)
                        : Json({number(result.from), number(result.to)});
  object["crossings"] = Json::array();
  for (const DesignCrossing& crossing : result.crossings) {
    object["crossings"].push_back(
        {{"acceptable", number(crossing.acceptable)}, {"refused", number(crossing.refused)}});
  }
  object["recommended"] = result.recommended ? config_object(*result.recommended) : Json(nullptr);
  object["sharp"] =
      result.recommended ? sharp_object(result.schedules.front().sharp) : Json(nullptr);
  object["time"] = {{"annealing", number(result.annealing_time)},
                    {"flow", number(result.flow_time)},
                    {"total", number(result.total_time())},
                    {"steps", steps_object(config, result)}};
  object["schedules"] = Json::array();
  for (const DesignSchedule& entry : result.schedules) {
    Json schedule = sharp_object(entry.sharp);
    schedule["name"] = entry.name;
    schedule["initial_temperature"] = number(entry.schedule.temperature(0.0));
    schedule["rate"] =
        entry.schedule.kind == ScheduleKind::table ? Json(nullptr) : number(entry.schedule.rate);
    object["schedules"].push_back(schedule);
  }
  object["temperatures"] = {{"critical", number(result.critical_temperature)},
                            {"safe", number(result.safe_temperature.value)}};
  object["simulation"] = check_object(result);
  object["points"] = Json::array();
  for (const DesignPoint& point : result.points) {
    object["points"].push_back({{"schedule", point.schedule},
                                {"total_time", number(point.total_time)},
                                {"initial_temperature", number(point.initial_temperature)},
                                {"rate", point.rate > 0.0 ? number(point.rate) : Json(nullptr)},
                                {"log10_probability", number(point.log10_probability)},
                                {"note", point.failure}});
  }
  object["failures"] = result.failures;
  object["messages"] = report.messages;
  return finished_text(object);
}

std::string flow_json(const Config& config, const FlowCurve& curve) {
  Json object = head(config);
  object["vary"] = curve.vary.values.empty() ? Json(nullptr) : sweep_object(curve.vary);
  object["series"] = curve.series.values.empty() ? Json(nullptr) : sweep_object(curve.series);
  object["points"] = Json::array();
  for (const FlowCurvePoint& point : curve.points) {
    const Temperatures& at =
        curve.temperatures.at(point.series * curve.positions() + point.position);
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
                                {"critical_temperature", number(at.critical)},
                                {"safe_temperature", number(at.safe)},
                                {"note", point.first_failure}});
  }
  object["status"] = curve.interrupted ? "interrupted" : curve.failed() ? "failed" : "done";
  return finished_text(object);
}

}  // namespace annealvi
