// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/json.hpp"

#include "output/sharp_json.hpp"

namespace annealvi {

using namespace detail;

namespace {

std::string status_name(DesignStatus status) {
  switch (status) {
    case DesignStatus::found:
      return "found";
    case DesignStatus::whole_range:
      return "whole_range";
    case DesignStatus::unreachable:
      return "unreachable";
    case DesignStatus::undecided:
      return "undecided";
    case DesignStatus::failed:
      return "failed";
    case DesignStatus::interrupted:
      return "interrupted";
  }
  return {};
}

Json steps_object(const Config& config, const DesignResult& result) {
  const double step = config.problem.noise.step;
  return step > 0.0 && result.total_time() > 0.0 ? Json(step_count(result.total_time(), step))
                                                 : Json(nullptr);
}

/// The configuration; a table has no rate.
Json answer_object(const std::optional<Config>& config) {
  if (!config) return nullptr;
  Json object = config_object(*config);
  if (config->problem.annealing.schedule.kind == ScheduleKind::table) {
    object["annealing"]["rate"] = nullptr;
  }
  return object;
}

Json check_object(const DesignResult& result) {
  if (!result.check) return nullptr;
  const EnsembleResult& check = *result.check;
  return {{"engine", config_object(*result.recommended)["simulation"]["engine"]},
          {"runs", check.runs},
          {"runs_wanted", result.check_runs_wanted},
          {"collapsed", check.collapsed},
          {"recovered", check.recovered},
          {"undecided", check.undecided},
          {"failed", check.failed},
          {"probability", number(check.probability)},
          {"lower", number(check.interval.lower)},
          {"upper", number(check.interval.upper)},
          {"agrees", result.agrees},
          {"interrupted", check.interrupted}};
}

}  // namespace

std::string design_json(const Config& config, const DesignReport& report) {
  const DesignResult& result = report.result;
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
  object["recommended"] = answer_object(result.recommended);
  object["best_reachable"] = answer_object(result.best_reachable);
  object["sharp"] =
      result.schedules.empty() ? Json(nullptr) : sharp_object(result.schedules.front().sharp);
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
                                {"note", point.failure},
                                {"status", status_name(point.status)}});
  }
  object["failures"] = result.failures;
  object["messages"] = report.messages;
  object["notes"] = Json::array();
  for (const AnswerNote& note : result.notes) object["notes"].push_back(note.text());
  return finished_text(object);
}

}  // namespace annealvi
