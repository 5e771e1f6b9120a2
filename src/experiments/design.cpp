// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/design.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "experiments/design_context.hpp"

#include <cmath>

namespace annealvi {
namespace {

constexpr double latest = 1e9;  // as for simulation.until = "auto": nobody waits longer

[[noreturn]] void refuse(const Config& config, const std::string& key, const std::string& reason) {
  for (const ConfigEntry& entry : entries(config)) {
    if (entry.section + "." + entry.key == key) {
      throw ConfigError(config.origin(key) + " = " + entry.json + " is not allowed: " + reason);
    }
  }
  throw ConfigError(config.origin(key) + " is not allowed: " + reason);
}

/// The flow knows no gradient noise: with a step size SGD is to confirm the answer.
Config with_engine_of_check(const Config& config) {
  if (config.engine != Engine::flow || config.problem.noise.step == 0.0) return config;
  const bool reduced = config.problem.target.dimension >= least_reduced_dimension;
  return with_override(config, "simulation.engine", reduced ? "reduced" : "full",
                       "the check by simulation with sgd.step > 0");
}

/// A search needs P in moments.
void check_formula(const Config& config) {
  const MixtureProblem model = config.model();
  if (has_sharp_probability(model)) return;
  const std::string certain = certain_collapse(model);
  refuse_value(config, config.mixture_key().value(), "annealvi design",
               !certain.empty() ? certain + "; more components are needed"
                                : "no formula of P is known for this model; annealvi curve with "
                                  "the method flow shows P along a key");
}

void check_schedule(const Config& config) {
  const ScheduleKind kind = config.problem.annealing.schedule.kind;
  if (config.design.goal == DesignGoal::shape) return;
  if (kind == ScheduleKind::constant || kind == ScheduleKind::table) {
    refuse(config, "annealing.schedule",
           "annealvi design --free " + goal_name(config.design.goal) +
               " needs a schedule that a rate cools from T0 to 1; --free shape finds tables");
  }
}

void check_times(const Config& config) {
  const bool time = config.design.goal == DesignGoal::time;
  if (!time && config.design.goal != DesignGoal::shape) return;
  if (config.until) {
    refuse(config, "simulation.until",
           "with design.free = \"" + goal_name(config.design.goal) +
               "\" the end time is the total time; it must be \"auto\"");
  }
  // Families are compared by their annealing time: their starts must have one.
  const double highest = highest_design_temperature(config);
  if (!(highest > 1.0 + 3.0 * config.decision.temperature_distance)) {
    refuse(config, "simulation.decision_temperature",
           "a third of the way from 1 to the highest temperature, " + short_text(highest) +
               ", is the most that annealvi design can do with");
  }
  const double flow = flow_time(config.model());
  if (time && config.design.range && !(config.design.range->at(0) > flow)) {
    refuse(config, "design.range",
           "the flow alone needs " + short_text(flow) + ", a total time must be longer");
  }
  if (time) return;
  const double total =
      config.design.time.value_or(total_time(config.model(), config.decision.temperature_distance));
  if (!(total > flow)) {
    refuse(config, "design.time",
           "the flow alone needs " + short_text(flow) + ", the total time must be longer");
  }
  if (!(total <= latest)) {
    refuse(config, "design.time",
           "at most " + short_text(latest) + "; here it is " + short_text(total));
  }
}

void check_range(const Config& config) {
  const auto& range = config.design.range;
  Config slowest = config;
  Schedule& schedule = slowest.problem.annealing.schedule;
  switch (config.design.goal) {
    case DesignGoal::shape:
      if (range) refuse(config, "design.range", "a shape has no range; design.time says how long");
      return;
    case DesignGoal::time:
      if (range && range->at(1) > latest) {
        refuse(config, "design.range", "times up to " + short_text(latest));
      }
      return;
    case DesignGoal::initial_temperature:
      if (range && range->at(0) < 1.0) refuse(config, "design.range", "temperatures are >= 1");
      if (range) schedule.initial_temperature = range->at(1);
      if (config.problem.target.separation * std::sqrt(schedule.initial_temperature) > 1e4) {
        refuse(config, "design.range",
               "target.separation times the square root of the temperature must be <= 1e4");
      }
      break;
    case DesignGoal::rate:
      if (!range) return;  // chosen by times
      schedule.rate = range->at(0);
      break;
  }
  const double longest = total_time(slowest.model(), config.decision.temperature_distance);
  if (!config.until && !(longest <= latest)) {
    refuse(
        config, range ? "design.range" : "annealing.rate",
        "the total time would reach " + short_text(longest) + ", more than " + short_text(latest));
  }
}

}  // namespace

double flow_time(const MixtureProblem& model) {
  MixtureProblem cold = model;
  cold.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.0};
  const auto pair = as_pair(cold);
  return pair && !pair->trained() ? automatic_end_time(pair->problem) : automatic_end_time(cold);
}

double total_time(const MixtureProblem& model, double distance) {
  return model.annealing.schedule.settling_time(distance) + flow_time(model);
}

std::string goal_name(DesignGoal goal) {
  switch (goal) {
    case DesignGoal::rate:
      return "rate";
    case DesignGoal::initial_temperature:
      return "initial_temperature";
    case DesignGoal::time:
      return "time";
    case DesignGoal::shape:
      return "shape";
  }
  return {};
}

std::string schedule_name(ScheduleKind kind) {
  Config config;
  config.problem.annealing.schedule.kind = kind;
  for (const ConfigEntry& entry : entries(config)) {
    if (entry.section == "annealing" && entry.key == "schedule") {
      return entry.json.substr(1, entry.json.size() - 2);  // without the quotes
    }
  }
  return {};
}

void check_design(const Config& config) {
  check_formula(config);
  (void)with_engine_of_check(config);
  if (config.start) {
    throw ConfigError(config.origin("family.initial_overlaps") +
                      " is not allowed with annealvi design: its probability is over the random "
                      "start");
  }
  check_schedule(config);
  check_times(config);
  check_range(config);
}

DesignResult design(const Config& given, const DesignOptions& options) {
  check_design(given);
  const Config config = with_engine_of_check(given);
  DesignResult result;
  try {
    const DesignContext context(config, options);
    result =
        config.design.goal == DesignGoal::shape ? design_shape(context) : design_parameter(context);
    result.highest_temperature = context.highest_temperature();
  } catch (const SearchInterrupted&) {
    result = {};
    result.status = DesignStatus::interrupted;
    return result;
  }
  result.critical_temperature = critical_temperature(config.model());
  result.safe_temperature = safe_temperature(config.model());
  return result;
}

}  // namespace annealvi
