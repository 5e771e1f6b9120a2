// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// A made-up collapse curve for tests of what is written: two series, three temperatures.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

namespace annealvi::test {

inline Config small_curve_config() {
  return default_config({"target.separation=3", "sgd.step=0.01", "simulation.seed=7",
                         "curve.vary=annealing.initial_temperature=1,3,6",
                         "curve.series=annealing.rate=0.2,0.05", "curve.methods=sharp,full"});
}

/// P = `first` / 10^position for the first series, half of that for the second; 1000 runs a point.
inline CollapseCurve small_curve(const Config& config, double first = 0.4) {
  CollapseCurve curve;
  curve.vary = parse_sweep(config.curve.vary);
  curve.series = parse_sweep(config.curve.series);
  curve.methods = parse_methods(config.curve.methods);
  for (std::size_t series = 0; series < 2; ++series) {
    double probability = series == 0 ? first : 0.5 * first;
    for (std::size_t position = 0; position < 3; ++position, probability *= 0.1) {
      curve.temperatures.push_back({.critical = 5.5, .safe = 1.9});
      CurvePoint sharp{.series = series,
                       .position = position,
                       .method = Method::sharp,
                       .end_time = 100.0,
                       .probability = probability,
                       .note = {}};
      sharp.lower = probability - 1e-6;
      sharp.upper = probability + 1e-6;
      curve.points.push_back(sharp);
      CurvePoint full = sharp;
      full.method = Method::full;
      full.runs = 1000;
      full.collapsed = static_cast<std::uint64_t>(1000.0 * probability);
      full.recovered = full.runs - full.collapsed;
      const Interval interval = wilson_interval(full.collapsed, full.runs, 0.95);
      full.probability = static_cast<double>(full.collapsed) / 1000.0;
      full.lower = interval.lower;
      full.upper = interval.upper;
      curve.points.push_back(full);
    }
  }
  return curve;
}

}  // namespace annealvi::test
