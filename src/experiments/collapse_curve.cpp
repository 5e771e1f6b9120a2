// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/collapse_curve.hpp"

#include "experiments/curve_grid.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/point_plan.hpp"

#include <algorithm>
#include <tuple>

namespace annealvi {
namespace {

/// A point that is asked for: its place in the curve, and the method.
struct Place {
  std::size_t series, position;
  Method method;
};

struct CurvePlan {
  std::vector<GridPoint> grid;
  std::vector<Place> places;

  [[nodiscard]] std::vector<PointRequest> requests(std::size_t positions) const {
    std::vector<PointRequest> all;
    for (const Place& place : places)
      all.push_back({&grid[place.series * positions + place.position], place.method});
    return all;
  }
};

CurvePlan plan_of(const Config& config, const CollapseCurve& curve) {
  CurvePlan plan{build_grid(config, curve), {}};
  for (std::size_t series = 0; series < curve.series_count(); ++series)
    for (std::size_t position = 0; position < curve.vary.values.size(); ++position)
      for (const MethodChoice& choice : curve.methods)
        if (position % choice.every == 0) plan.places.push_back({series, position, choice.method});
  return plan;
}

std::vector<Temperatures> temperatures_of(const std::vector<GridPoint>& grid,
                                          const CurveOptions& options, unsigned threads) {
  std::vector<Temperatures> all(grid.size());
  const auto work = [&](std::size_t i, TaskContext& /*context*/) {
    all[i] = temperatures_of(grid[i].config.model());
    return TaskEnd::finished;
  };
  (void)execute({.tasks = grid.size(), .cost = {}, .work = work},
                {.threads = threads, .progress = {}, .interrupted = options.interrupted});
  return all;
}

}  // namespace

void check_curve(const Config& config) {
  (void)build_grid(config, planned_curve(config));
}

JobForecast forecast_curve(const Config& config, const CurveOptions& options) {
  const CollapseCurve curve = planned_curve(config);
  const CurvePlan plan = plan_of(config, curve);
  const std::vector<PointRequest> requests = plan.requests(curve.vary.values.size());
  return PointPlan(requests, options).forecast();
}

CollapseCurve collapse_curve(const Config& config, const CurveOptions& options) {
  CollapseCurve curve = planned_curve(config);
  const CurvePlan plan = plan_of(config, curve);
  const std::vector<PointRequest> requests = plan.requests(curve.vary.values.size());
  PointPlan points(requests, options);
  curve.asked = requests.size();
  curve.stored = points.forecast().stored;
  const bool whole = options.stored.shard.is_whole();
  if (whole) curve.temperatures = temperatures_of(plan.grid, options, config.threads);
  const auto answers = points.run(config.threads);
  curve.interrupted = options.interrupted != nullptr && options.interrupted->load();
  if (!whole) return curve;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i]) continue;
    curve.points.push_back(*answers[i]);
    curve.points.back().series = plan.places[i].series;
    curve.points.back().position = plan.places[i].position;
  }
  const auto order = [](const CurvePoint& a, const CurvePoint& b) {
    return std::tie(a.series, a.position, a.method) < std::tie(b.series, b.position, b.method);
  };
  std::sort(curve.points.begin(), curve.points.end(), order);
  curve.interrupted = curve.points.size() < curve.asked;
  return curve;
}

}  // namespace annealvi
