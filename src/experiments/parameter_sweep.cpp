// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/parameter_sweep.hpp"

#include "annealvi/config/task_model.hpp"
#include "config/overrides.hpp"
#include "experiments/point_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace annealvi {
namespace {

constexpr std::size_t most_combinations = 1'000'000;  // more is a slip of the pen

[[noreturn]] void refuse(const Config& config, const std::string& key, const std::string& reason) {
  throw ConfigError(fmt::format("{} is not allowed: {}", config.origin(key), reason));
}

/// What cannot be an axis: settings of jobs, and of how a job is done.
void check_key(const Config& config, const std::string& origin_key, const std::string& key) {
  constexpr std::array<std::string_view, 10> jobs{"sweep",   "curve",      "phase", "design",
                                                  "realnvp", "trajectory", "table", "validate",
                                                  "advise",  "probability"};
  const std::string section = key.substr(0, key.find('.'));
  if (std::find(jobs.begin(), jobs.end(), section) != jobs.end() || key == "simulation.threads" ||
      key == "simulation.seeds")
    refuse(config, origin_key, key + " does not change P");
  if (key == "simulation.engine")
    refuse(config, origin_key, "simulation.engine is chosen by sweep.methods");
}

struct Grid {
  std::vector<std::string> keys;
  std::vector<std::vector<std::string>> values;
  std::vector<MethodChoice> methods;
  std::vector<GridPoint> points;

  [[nodiscard]] std::vector<PointRequest> requests() const {
    std::vector<PointRequest> all;
    for (const GridPoint& point : points)
      for (const MethodChoice& choice : methods) all.push_back({&point, choice.method});
    return all;
  }
};

/// Every row of `rows` with every value of `sweep`.
std::vector<std::vector<std::string>> product(const std::vector<std::vector<std::string>>& rows,
                                              const Sweep& sweep) {
  std::vector<std::vector<std::string>> all;
  for (const auto& row : rows) {
    for (const std::string& value : sweep.values) {
      all.push_back(row);
      all.back().push_back(value);
    }
  }
  return all;
}

GridPoint grid_point(const Config& config, const Grid& grid,
                     const std::vector<std::string>& values) {
  std::vector<Override> overrides;
  for (std::size_t i = 0; i < values.size(); ++i)
    overrides.emplace_back(grid.keys[i] + "=" + values[i],
                           i < (config.sweep.points.empty() ? 0 : config.sweep.points[0].size())
                               ? config.origin("sweep.points")
                               : config.origin("sweep.over"));
  Config point = with_overrides(config, overrides);
  for (const MethodChoice& choice : grid.methods) {
    // What the engine asks for: a step, and a dimension that it can do.
    const std::optional<Engine> engine = engine_of(choice.method);
    if (!engine || !uses_gradient_noise(*engine)) continue;
    (void)with_override(point, "simulation.engine", method_name(choice.method),
                        config.origin("sweep.methods"))
        .run_setup();
  }
  const double end_time = point.end_time();
  point.seed = point_seed(point);
  return {std::move(point), end_time};
}

Grid build_sweep(const Config& config) {
  Grid grid{
      .keys = {}, .values = {{}}, .methods = parse_methods(config.sweep.methods), .points = {}};
  if (config.sweep.over.empty() && config.sweep.points.empty())
    throw ConfigError(
        "a sweep needs --over section.key=from:to:count[:log] or =v1,v2,... (key sweep.over), or "
        "--points FILE.csv with a column a key");
  const auto sharp_or_overlap = [](const MethodChoice& choice) {
    return !engine_of(choice.method);
  };
  if (config.start && std::any_of(grid.methods.begin(), grid.methods.end(), sharp_or_overlap))
    throw ConfigError(config.origin("family.initial_overlaps") +
                      " is not allowed with the methods sharp and overlap: their probabilities are "
                      "over the random start");
  for (const MethodChoice& choice : grid.methods)
    if (choice.every != 1) refuse(config, "sweep.methods", "/n is for curves and diagrams");
  if (!config.sweep.points.empty()) {
    grid.keys = config.sweep.points.front();
    grid.values.assign(config.sweep.points.begin() + 1, config.sweep.points.end());
    for (const std::string& key : grid.keys) check_key(config, "sweep.points", key);
  }
  for (const std::string& text : config.sweep.over) {
    const Sweep sweep = parse_sweep(text);
    check_key(config, "sweep.over", sweep.key);
    if (grid.values.size() * sweep.values.size() > most_combinations)
      refuse(config, "sweep.over",
             fmt::format("there would be more than {} points", most_combinations));
    grid.keys.push_back(sweep.key);
    grid.values = product(grid.values, sweep);
  }
  const std::set<std::string> distinct(grid.keys.begin(), grid.keys.end());
  for (const std::string& key : distinct)
    if (std::count(grid.keys.begin(), grid.keys.end(), key) > 1)
      refuse(config, "sweep.over", key + " is varied twice");
  grid.points.reserve(grid.values.size());
  for (const auto& values : grid.values) grid.points.push_back(grid_point(config, grid, values));
  return grid;
}

}  // namespace

bool ParameterSweep::numerical_failure() const {
  return std::any_of(points.begin(), points.end(),
                     [](const SweepPoint& point) { return point.answer.failed_numerically(); });
}

JobForecast forecast_sweep(const Config& config, const CurveOptions& options) {
  const Grid grid = build_sweep(config);
  const std::vector<PointRequest> requests = grid.requests();
  JobForecast forecast = PointPlan(requests, options).forecast();
  forecast.points = grid.points.size();
  return forecast;
}

ParameterSweep parameter_sweep(const Config& config, const CurveOptions& options) {
  const Grid grid = build_sweep(config);
  const std::vector<PointRequest> requests = grid.requests();
  PointPlan plan(requests, options);
  ParameterSweep sweep{.keys = grid.keys, .points = {}};
  sweep.asked = requests.size();
  sweep.stored = plan.forecast().stored;
  const auto answers = plan.run(config.threads);
  sweep.interrupted = options.interrupted != nullptr && *options.interrupted;
  if (!options.stored.shard.is_whole()) return sweep;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::size_t point = i / grid.methods.size();
    if (answers[i])
      sweep.points.push_back({grid.values[point], grid.points[point].config.seed, *answers[i]});
  }
  sweep.interrupted = sweep.interrupted && sweep.points.size() < sweep.asked;
  return sweep;
}

}  // namespace annealvi
