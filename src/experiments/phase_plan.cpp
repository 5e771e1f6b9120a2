// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/phase_plan.hpp"

#include "annealvi/theory/collapse_probability.hpp"
#include "experiments/curve_point.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace annealvi {
namespace {

constexpr std::size_t most_points = 1'000'000;  // a larger grid is a slip of the pen

// What cannot be an axis: settings of other commands, and of how runs are counted and shown.
constexpr std::array<std::string_view, 4> other_jobs{"curve", "phase", "design", "realnvp"};
constexpr std::array<std::string_view, 5> without_effect{"simulation.runs", "simulation.half_width",
                                                         "simulation.confidence",
                                                         "simulation.threads", "simulation.engine"};

[[noreturn]] void refuse(const Config& config, const std::string& key, const std::string& value,
                         const std::string& reason) {
  throw ConfigError(config.origin(key) + " = \"" + value + "\" is not allowed: " + reason);
}

void check_axes(const Config& config, const PhaseDiagram& diagram) {
  for (const auto& [key, text, axis] : {std::tuple{"phase.x", config.phase.x, &diagram.x},
                                        std::tuple{"phase.y", config.phase.y, &diagram.y}}) {
    if (axis->values.empty()) {
      refuse(config, key, text, "a phase diagram needs section.key=from:to:count[:log]");
    }
    const std::string section = axis->key.substr(0, axis->key.find('.'));
    const auto has = [](const auto& list, const std::string& word) {
      return std::find(list.begin(), list.end(), word) != list.end();
    };
    if (has(other_jobs, section) || has(without_effect, axis->key)) {
      refuse(config, key, text, axis->key + " does not change P");
    }
  }
  if (diagram.x.key == diagram.y.key) {
    refuse(config, "phase.y", config.phase.y, "phase.x already varies " + diagram.x.key);
  }
  if (diagram.columns() * diagram.rows() > most_points) {
    refuse(config, "phase.y", config.phase.y,
           "with phase.x = \"" + config.phase.x + "\" the grid would have more than " +
               std::to_string(most_points) + " points");
  }
}

void check_methods(const Config& config, const PhaseDiagram& diagram) {
  for (const MethodChoice& choice : diagram.methods) {
    if (choice.method == Method::overlap) {
      refuse(config, "phase.method", config.phase.method,
             "a list of names from sharp,flow,sde,reduced,full; overlap is for annealvi curve");
    }
    if (choice.method == Method::sharp && choice.every != 1) {
      refuse(config, "phase.method", config.phase.method,
             "sharp is computed where the map needs it; /n is for simulations");
    }
    if (choice.finer != 1) {
      refuse(config, "phase.method", config.phase.method, "*n is for annealvi curve");
    }
  }
  if (config.start && diagram.uses(Method::sharp)) {
    throw ConfigError(config.origin("family.initial_overlaps") +
                      " is not allowed with the method sharp: its probability is over the random "
                      "start");
  }
}

/// The map needs a formula at every point.
void check_formula(const Config& point) {
  const MixtureProblem model = point.model();
  if (has_sharp_probability(model) || !certain_collapse(model).empty()) return;
  refuse_value(point, point.mixture_key().value(), "the method sharp",
               "no formula of P is known for this model; the method flow simulates it");
}

PhaseSite site_of(const Config& point) {
  const double end_time = point.end_time();
  return {.end_time = end_time,
          .highest_temperature = point.problem.annealing.schedule.highest_temperature(),
          .temperatures = {},
          .lasting = {}};
}

/// What an engine asks for: a step, and vectors that fit into memory.
void check_simulations(const Config& config, const PhaseDiagram& diagram) {
  for (const MethodChoice& choice : diagram.methods) {
    if (choice.method == Method::sharp) continue;
    for (const GridIndex at : simulated_places(diagram, choice)) {
      (void)with_override(phase_config(config, diagram, at), "simulation.engine",
                          method_name(choice.method), config.origin("phase.method"))
          .run_setup();
    }
  }
}

}  // namespace

PhaseDiagram planned_phase(const Config& config) {
  PhaseDiagram diagram;
  diagram.x = parse_sweep(config.phase.x);
  diagram.y = parse_sweep(config.phase.y);
  diagram.methods = parse_methods(config.phase.method);
  check_axes(config, diagram);
  check_methods(config, diagram);
  for (std::size_t y = 0; y < diagram.rows(); ++y) {
    for (std::size_t x = 0; x < diagram.columns(); ++x) {
      const Config point = phase_config(config, diagram, {x, y});
      if (diagram.uses(Method::sharp)) check_formula(point);
      diagram.sites.push_back(site_of(point));
    }
  }
  check_simulations(config, diagram);
  return diagram;
}

Config phase_config(const Config& config, const PhaseDiagram& diagram, GridIndex at) {
  const Config row =
      with_override(config, diagram.y.key, diagram.y.values[at.y], config.origin("phase.y"));
  return with_override(row, diagram.x.key, diagram.x.values[at.x], config.origin("phase.x"));
}

std::vector<GridIndex> simulated_places(const PhaseDiagram& diagram, const MethodChoice& choice) {
  constexpr std::size_t steps = 8;  // nine symbols an axis can still be told apart
  const auto stride = [&](std::size_t count) {
    return choice.every > 1 ? choice.every
                            : std::max<std::size_t>(1, (count - 1 + steps - 1) / steps);
  };
  std::vector<GridIndex> places;
  for (std::size_t y = 0; y < diagram.rows(); y += stride(diagram.rows())) {
    for (std::size_t x = 0; x < diagram.columns(); x += stride(diagram.columns())) {
      places.push_back({x, y});
    }
  }
  return places;
}

std::vector<AskedPoint> asked_simulations(const PhaseDiagram& diagram) {
  std::vector<AskedPoint> all;
  for (const MethodChoice& choice : diagram.methods) {
    if (choice.method == Method::sharp) continue;
    for (const GridIndex at : simulated_places(diagram, choice)) all.push_back({at, choice.method});
  }
  return all;
}

PhaseRequests::PhaseRequests(const Config& config, const PhaseDiagram& diagram,
                             std::span<const AskedPoint> asked) {
  points.reserve(asked.size());
  for (const auto& [at, method] : asked) {
    const double end_time = diagram.sites[at.x + diagram.columns() * at.y].end_time;
    points.push_back({phase_config(config, diagram, at), end_time});
    all.push_back({&points.back(), method});
  }
}

void check_phase(const Config& config) {
  (void)planned_phase(config);
}

JobForecast forecast_phase(const Config& config, const CurveOptions& options) {
  const PhaseDiagram diagram = planned_phase(config);
  const PhaseRequests requests(config, diagram, asked_simulations(diagram));
  JobForecast forecast = PointPlan(requests.all, options).forecast();
  if (!diagram.uses(Method::sharp) || options.stored.shard.index != 1) return forecast;
  const auto sites = static_cast<double>(diagram.sites.size());
  const double map = std::min(sites, expected_map_points);
  forecast.points += diagram.sites.size();
  forecast.tasks += static_cast<std::uint64_t>(map);
  forecast.seconds += map * estimated_cost(Method::sharp, {config, config.end_time()});
  return forecast;
}

}  // namespace annealvi
