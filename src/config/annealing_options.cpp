// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/annealing_options.hpp"

#include "config/characters.hpp"
#include "config/option_kinds.hpp"
#include "config/schedule_points.hpp"

namespace annealvi::config {
namespace {

// Wide of anything one may want, and within what the integrators can do.
constexpr Range rates{.lower = 1e-12, .upper = 1e12};

Option initial_temperature() {
  Option option = number(
      {"annealing", "initial_temperature", "", "T0; 1 means no annealing"}, between(1, 1e6),
      [](auto& config) -> auto& { return config.problem.annealing.schedule.initial_temperature; });
  option.set = [set = option.set](Draft& draft, const Value& value) {
    auto problem = set(draft, value);
    if (problem) *problem += about_inverse(as_number(value).value_or(0.0));
    return problem;
  };
  return option;
}

Value rows_of(const Points& points) {
  Value::Array rows;
  for (const auto& [time, temperature] : points) {
    rows.push_back({Value::Array{{time}, {temperature}}});
  }
  return {std::move(rows)};
}

/// Given points of T(t), written down or in a file, of which the numbers are kept.
Option temperature_points(std::string key, std::string meaning, Points Schedule::*field) {
  Option option = described(
      {"annealing", std::move(key), "", std::move(meaning)},
      "[[t, T], ...] with t from 0 strictly increasing and every T >= 1, or \"FILE.csv\" with "
      "these two columns");
  option.set = [field, allowed = option.allowed](Draft& draft,
                                                 const Value& value) -> std::optional<std::string> {
    Value given = value;
    if (const auto* file = std::get_if<std::string>(&value.data)) {
      auto [read, problem] = read_schedule_points(*file);
      if (problem) return refused(allowed + "; " + *problem);
      given = rows_of(read);
    }
    const auto* rows = std::get_if<Value::Array>(&given.data);
    if (rows == nullptr) {
      return refused(allowed);
    }
    Points points;
    for (const Value& row : *rows) {
      const auto pair = as_numbers(row, 2);
      const bool in_order =
          pair && (points.empty() ? pair->at(0) == 0.0 : pair->at(0) > points.back().first);
      if (!in_order || pair->at(1) < 1.0) {
        return refused(allowed + "; row " + std::to_string(points.size() + 1) + " is " +
                       shown_text(to_text(row)) + (in_order ? about_inverse(pair->at(1)) : ""));
      }
      points.emplace_back(pair->at(0), pair->at(1));
    }
    draft.config.problem.annealing.schedule.*field = std::move(points);
    return std::nullopt;
  };
  option.get = [field](const Config& config) {
    return rows_of(config.problem.annealing.schedule.*field);
  };
  return option;
}

}  // namespace

std::vector<Option> annealing_options() {
  return {
      choice<AnnealingPath>(
          {"annealing", "path", "", "how the target is heated"},
          {{"power", AnnealingPath::power},
           {"component", AnnealingPath::component},
           {"bridge", AnnealingPath::bridge}},
          [](auto& config) -> auto& { return config.problem.annealing.path; }),
      choice<Objective>(
          {"annealing", "objective", "", "KL(q || p_t), or T times it"},
          {{"kl", Objective::kl}, {"free-energy", Objective::free_energy}},
          [](auto& config) -> auto& { return config.problem.annealing.objective; }),
      choice<ScheduleKind>(
          {"annealing", "schedule", "", "temperature as a function of time"},
          {{"constant", ScheduleKind::constant},
           {"exponential", ScheduleKind::exponential},
           {"linear", ScheduleKind::linear},
           {"linear-beta", ScheduleKind::linear_beta},
           {"geometric", ScheduleKind::geometric},
           {"power", ScheduleKind::power},
           {"cosine", ScheduleKind::cosine},
           {"table", ScheduleKind::table},
           {"hold", ScheduleKind::hold},
           {"staircase", ScheduleKind::staircase},
           {"gate", ScheduleKind::gate},
           {"adaann", ScheduleKind::adaann}},
          [](auto& config) -> auto& { return config.problem.annealing.schedule.kind; }),
      initial_temperature(),
      number(
          {"annealing", "rate", "1/time",
           "kappa, speed of cooling; gates and adaann: theory/gates.md"},
          rates, [](auto& config) -> auto& { return config.problem.annealing.schedule.rate; }),
      number(
          {"annealing", "exponent", "", "power schedule only: T - 1 falls like time^-p"},
          between(1e-3, 1e3),
          [](auto& config) -> auto& { return config.problem.annealing.schedule.exponent; }),
      temperature_points("table", "table schedule only: T linear in between", &Schedule::table),
      number(
          {"annealing", "bridge_scale", "length", "bridge path only: s0 of N(0, s0^2)"},
          between(1e-6, 1e6),
          [](auto& config) -> auto& { return config.problem.annealing.bridge_scale; }),
      unless_default(number(
          {"annealing", "hold", "time", "hold schedule only: time at T0, then T = T0^(1 - rate t)"},
          between(0, 1e12),
          [](auto& config) -> auto& { return config.problem.annealing.schedule.hold; })),
      unless_default(temperature_points(
          "stairs", "staircase schedule only: T from t on, up to the next row", &Schedule::stairs)),
      unless_default(choice<GateKind>(
          {"annealing", "gate", "",
           "gate schedule only: what cooling waits for: the distance of the components, a small "
           "KL(q || p_t), a large effective sample size"},
          {{"separation", GateKind::separation}, {"kl", GateKind::kl}, {"ess", GateKind::ess}},
          [](auto& config) -> auto& { return config.problem.annealing.schedule.gate; })),
      unless_default(number_or_word(
          {"annealing", "gate_threshold", "",
           "|mu_1 - mu_2|^2/sigma^2, nats or a share, by the kind of gate"},
          above(0), "auto",
          [](auto& config) -> auto& { return config.problem.annealing.schedule.gate_threshold; })),
      unless_default(number_or_word(
          {"annealing", "stall_time", "time",
           "gate and adaann: a run with T > 1 by then is stalled, not counted in P"},
          between(1e-9, 1e9), "auto",
          [](auto& config) -> auto& { return config.problem.annealing.schedule.stall_time; })),
      unless_default(choice<SpeedVariance>(
          {"annealing", "adaann_variance", "",
           "adaann only: d(1/T)/dt = rate over the standard deviation of log p under q, or p_t"},
          {{"q", SpeedVariance::q}, {"p", SpeedVariance::p}},
          [](auto& config) -> auto& { return config.problem.annealing.schedule.speed_variance; })),
  };
}

}  // namespace annealvi::config
