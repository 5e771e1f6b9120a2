// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/curve_grid.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace annealvi {
namespace {

bool uses(const CollapseCurve& curve, Method method) {
  return std::any_of(curve.methods.begin(), curve.methods.end(),
                     [method](const MethodChoice& choice) { return choice.method == method; });
}

std::string refusal(const Config& config, const std::string& key, const std::string& value,
                    const std::string& reason) {
  return config.origin(key) + " = \"" + value + "\" is not allowed: " + reason;
}

/// How much finer the grid is than `curve.vary`, so that it holds the values of every method; from
/// here on `every` of a method counts on that grid.
std::size_t finest(const Config& config, std::vector<MethodChoice>& methods) {
  constexpr std::size_t most = 1000;
  std::size_t finer = 1;
  for (const MethodChoice& choice : methods) {
    if (finer <= most) finer = std::lcm(finer, choice.finer);
  }
  const bool range = config.curve.vary.find(':') != std::string::npos;
  if (finer > most || (finer > 1 && !range)) {
    throw ConfigError(refusal(
        config, "curve.methods", config.curve.methods,
        "*n is for a range in curve.vary, and at most " + std::to_string(most) + " times as fine"));
  }
  for (MethodChoice& choice : methods) {
    choice.every *= finer / choice.finer;
    choice.finer = 1;
  }
  return finer;
}

}  // namespace

CollapseCurve planned_curve(const Config& config) {
  CollapseCurve curve;
  curve.series = parse_sweep(config.curve.series);
  curve.methods = parse_methods(config.curve.methods);
  curve.vary = parse_sweep(config.curve.vary, finest(config, curve.methods));
  if (curve.vary.values.empty()) {
    throw ConfigError(refusal(config, "curve.vary", config.curve.vary,
                              "a curve needs section.key=from:to:count[:log] or "
                              "section.key=v1,v2,..."));
  }
  if (curve.vary.key == curve.series.key) {
    throw ConfigError(refusal(config, "curve.series", config.curve.series,
                              "curve.vary already varies " + curve.series.key));
  }
  if (config.start && (uses(curve, Method::sharp) || uses(curve, Method::overlap))) {
    throw ConfigError(config.origin("family.initial_overlaps") +
                      " is not allowed with the methods sharp and overlap: their probabilities are "
                      "over the random start");
  }
  return curve;
}

std::vector<GridPoint> build_grid(const Config& config, const CollapseCurve& curve) {
  std::vector<GridPoint> grid;
  for (std::size_t s = 0; s < curve.series_count(); ++s) {
    const Config line = curve.series.values.empty()
                            ? config
                            : with_override(config, curve.series.key, curve.series.values[s],
                                            config.origin("curve.series"));
    for (const std::string& value : curve.vary.values) {
      Config point = with_override(line, curve.vary.key, value, config.origin("curve.vary"));
      for (const MethodChoice& choice : curve.methods) {
        // What the engine asks for: a step, and a dimension that it can do.
        const std::optional<Engine> engine = engine_of(choice.method);
        if (!engine || !uses_gradient_noise(*engine)) continue;
        const std::string origin = config.origin("curve.methods");
        (void)with_override(point, "simulation.engine", method_name(choice.method), origin)
            .run_setup();
      }
      const double end_time = point.end_time();
      grid.push_back({std::move(point), end_time});
    }
  }
  return grid;
}

}  // namespace annealvi
