// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/json_head.hpp"

#include "annealvi/version.hpp"

#include <cmath>

namespace annealvi::detail {

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

Json cell_value(const std::string& text) {
  const Json parsed = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return parsed.is_number() ? parsed : Json(text);
}

Json sweep_object(const Sweep& sweep) {
  return {{"key", sweep.key}, {"values", sweep.values}, {"logarithmic", sweep.logarithmic}};
}

Json sweep_value(const Sweep& sweep, std::size_t index) {
  if (sweep.values.empty()) return nullptr;
  return cell_value(sweep.values.at(index));
}

Json annealing_object(const AnnealingTimes& times) {
  const auto known = [&](double time) { return times.runs > 0 ? number(time) : Json(nullptr); };
  return {{"runs", times.runs},
          {"mean", known(times.mean)},
          {"standard_error", known(times.standard_error)},
          {"median", known(times.median)},
          {"q99", known(times.q99)}};
}

void add_answer(Json& object, const Answer& answer) {
  object["end_temperature"] = number(answer.end_temperature);
  object["lifetime"] = number(answer.lifetime);
  object["notes"] = Json::array();
  for (const AnswerNote& note : answer.notes) object["notes"].push_back(note.text());
}

std::string finished_text(const Json& object) {
  // A text that is not UTF-8 is no reason to lose a result.
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace annealvi::detail
