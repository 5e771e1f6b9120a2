// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/flow_curve.hpp"

#include "annealvi/simulation/ensemble.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/flow_training.hpp"

#include <algorithm>

namespace annealvi {
namespace {

/// Memory of a pass grows with d; couplings of a larger one would not be trained in a lifetime.
constexpr double largest_dimension = 1e5;

FlowCurve planned(const Config& config) {
  FlowCurve curve;
  curve.vary = parse_sweep(config.realnvp.vary);
  curve.series = parse_sweep(config.realnvp.series);
  if (!curve.series.values.empty() && curve.vary.key == curve.series.key) {
    throw ConfigError(config.origin("realnvp.series") + " = \"" + config.realnvp.series +
                      "\" is not allowed: realnvp.vary already varies " + curve.series.key);
  }
  return curve;
}

Config with_value(const Config& config, const Sweep& sweep, std::size_t index, const char* key) {
  return sweep.values.empty()
             ? config
             : with_override(config, sweep.key, sweep.values[index], config.origin(key));
}

std::vector<Config> grid_of(const Config& config, const FlowCurve& curve) {
  std::vector<Config> grid;
  for (std::size_t s = 0; s < curve.series_count(); ++s) {
    const Config line = with_value(config, curve.series, s, "realnvp.series");
    for (std::size_t v = 0; v < curve.positions(); ++v) {
      grid.push_back(with_value(line, curve.vary, v, "realnvp.vary"));
      refuse_mixture(grid.back(), "annealvi realnvp");
      const double dimension = grid.back().problem.target.dimension;
      if (dimension < 2.0 || dimension > largest_dimension) {
        throw ConfigError(grid.back().origin("target.dimension") + " = " +
                          std::to_string(static_cast<std::uint64_t>(dimension)) +
                          " is not allowed with RealNVP: couplings need dimension >= 2, and at "
                          "most 100000 fit");
      }
    }
  }
  return grid;
}

void count(FlowCurvePoint& point, const RealNvpSettings& settings, double confidence) {
  for (std::size_t number = 0; number < point.runs.size(); ++number) {
    const FlowRun& run = point.runs[number];
    switch (run.outcome) {
      case FlowOutcome::collapsed:
        ++point.collapsed;
        break;
      case FlowOutcome::covered:
        ++point.covered;
        break;
      case FlowOutcome::not_converged:
        ++point.not_converged;
        if (run.quality.relative_mass < settings.collapse_threshold) ++point.lopsided;
        break;
      case FlowOutcome::failed:
        ++point.failed;
        if (point.first_failure.empty()) {
          point.first_failure = "run " + std::to_string(number) + ": " + run.failure;
        }
        break;
    }
  }
  if (point.failed > 0) point.notes.push_back({AnswerStatus::failed, point.first_failure});
  const std::uint64_t decided = point.collapsed + point.covered;
  if (decided == 0) {
    point.notes.push_back({AnswerStatus::undecided, "no run converged, so there is no P"});
  }
  const std::uint64_t judged = decided + point.not_converged;
  if (judged > 0) {
    const std::uint64_t lopsided = point.collapsed + point.lopsided;
    point.lopsided_share = static_cast<double>(lopsided) / static_cast<double>(judged);
    point.lopsided_interval = wilson_interval(lopsided, judged, confidence);
  }
  if (decided == 0) return;
  point.probability = static_cast<double>(point.collapsed) / static_cast<double>(decided);
  point.interval = wilson_interval(point.collapsed, decided, confidence);
}

MixtureTheory theory_of(const Config& config, const FlowCurvePoint& point,
                        const std::atomic<bool>* interrupted) {
  MixtureTheory theory{
      .temperatures = temperatures_of(config.model()), .probability = {}, .note = {}};
  if (config.start) {
    theory.status = AnswerStatus::not_available;
    theory.note = "no theory: its P is over the random start";
    return theory;
  }
  CurvePoint empty{.series = point.series,
                   .position = point.position,
                   .method = Method::sharp,
                   .end_time = 0.0,
                   .probability = {},
                   .note = {}};
  try {
    empty.end_time = config.end_time();
  } catch (const ConfigError& error) {  // too late for the mixture; the flows end by their steps
    theory.status = AnswerStatus::not_available;
    theory.note = std::string("no theory: ") + error.what();
    return theory;
  }
  const std::optional<CurvePoint> sharp =
      computed_point(empty, config, {.progress = {}, .interrupted = interrupted}, {});
  if (!sharp) {
    theory.status = AnswerStatus::interrupted;
    theory.note = "no theory: interrupted";
    return theory;
  }
  theory.probability = sharp->probability;
  theory.status = sharp->status;
  if (!sharp->note.empty()) theory.note = "theory: " + sharp->note;
  return theory;
}

/// That of an earlier point, where nothing differs that the theory depends on: it takes seconds.
std::optional<MixtureTheory> known_theory(const FlowCurve& curve, const FlowCurvePoint& point) {
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const FlowCurvePoint& earlier = curve.points[i];
    if ((earlier.series == point.series || !theory_depends_on(curve.series)) &&
        (earlier.position == point.position || !theory_depends_on(curve.vary))) {
      return curve.theory[i];
    }
  }
  return std::nullopt;
}

std::optional<RankCorrelation> agreement_of(const FlowCurve& curve, std::uint64_t seed) {
  std::vector<double> flows, theory;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    if (!curve.points[i].probability || !curve.theory[i].probability) continue;
    flows.push_back(*curve.points[i].probability);
    theory.push_back(*curve.theory[i].probability);
  }
  return rank_correlation(theory, flows, seed);
}

}  // namespace

bool theory_depends_on(const Sweep& sweep) {
  return !sweep.key.starts_with("realnvp.");
}

std::size_t FlowCurve::positions() const {
  return std::max<std::size_t>(1, vary.values.size());
}

std::size_t FlowCurve::series_count() const {
  return std::max<std::size_t>(1, series.values.size());
}

bool FlowCurve::failed() const {
  return std::any_of(points.begin(), points.end(),
                     [](const FlowCurvePoint& point) { return point.failed > 0; });
}

void check_flow_curve(const Config& config) {
  (void)grid_of(config, planned(config));
}

FlowCurve flow_curve(const Config& config, const FlowCurveOptions& options) {
  FlowCurve curve = planned(config);
  const std::vector<Config> grid = grid_of(config, curve);
  FlowRuns trained = train_flows(grid, options, thread_count(config.threads));
  for (std::size_t i = 0; i < grid.size(); ++i) {
    FlowCurvePoint point{.series = i / curve.positions(),
                         .position = i % curve.positions(),
                         .weight = grid[i].problem.target.weight,
                         .runs = {},
                         .probability = {},
                         .lopsided_share = {},
                         .first_failure = {}};
    for (std::optional<FlowRun>& run : trained[i]) {
      if (run) point.runs.push_back(std::move(*run));
    }
    if (point.runs.size() < trained[i].size()) {
      curve.interrupted = true;
      curve.waiting_runs += point.runs.size();
      continue;
    }
    const double end = static_cast<double>(grid[i].realnvp.steps) * grid[i].realnvp.time_per_step;
    point.notes = annealing_notes(grid[i].problem.annealing.schedule, end,
                                  grid[i].decision.temperature_distance);
    count(point, grid[i].realnvp, grid[i].confidence);
    point.status = gravest(AnswerStatus::done, point.notes);
    std::optional<MixtureTheory> theory = known_theory(curve, point);
    if (!theory) theory = theory_of(grid[i], point, options.interrupted);
    curve.theory.push_back(std::move(*theory));
    curve.points.push_back(std::move(point));
  }
  // The flows may be complete and the theory not.
  if (options.interrupted != nullptr && options.interrupted->load()) curve.interrupted = true;
  curve.agreement = agreement_of(curve, config.seed);
  return curve;
}

RealNvpSettings quick_settings(const RealNvpSettings& full) {
  RealNvpSettings quick = full;
  quick.runs = std::max<std::uint64_t>(1, full.runs / 8);
  return quick;
}

}  // namespace annealvi
