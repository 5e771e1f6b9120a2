// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Collapse probability against one parameter, several series, several methods. Knows theory and
// simulation; computes, prints nothing.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/simulation/ensemble.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// A parsed "key=from:to:count[:log]" or "key=v1,v2,...". Values are kept as the text that is set.
struct Sweep {
  std::string key;
  std::vector<std::string> values;
  bool logarithmic = false;
};
/// Throws ConfigError naming the text and the grammar. An empty text gives an empty sweep.
[[nodiscard]] Sweep parse_sweep(const std::string& text);

enum class Method { sharp, overlap, flow, full };
[[nodiscard]] std::vector<Method> parse_methods(const std::string& text);

/// One number of one method at one point.
struct CurvePoint {
  std::size_t series;    ///< index into the series sweep (0 when there is none)
  std::size_t position;  ///< index into the vary sweep
  Method method;
  double end_time;
  std::optional<double> probability;  ///< empty: not available, see note
  double lower, upper;                ///< error band (sharp) or Wilson interval (flow, full)
  std::uint64_t runs = 0, collapsed = 0, recovered = 0, undecided = 0, failed = 0;
  std::string note;  ///< status or reason, without commas
};

struct SeriesTemperatures {
  std::optional<double> critical, safe;  ///< T_c, T_f of that series' target and annealing
};

struct CollapseCurve {
  Sweep vary, series;
  std::vector<Method> methods;
  std::vector<SeriesTemperatures> temperatures;  ///< one a series (at the first vary value)
  std::vector<CurvePoint> points;                ///< finished ones, in order series, position, method
  bool interrupted = false;
};

struct CurveOptions {
  double half_width = 0.0;
  std::function<void(double fraction)> progress;
  std::function<void(const CurvePoint&)> finished;  ///< called as each point is done
  const std::atomic<bool>* interrupted = nullptr;
};

[[nodiscard]] CollapseCurve collapse_curve(const Config& config, const CurveOptions& options);

}  // namespace annealvi
