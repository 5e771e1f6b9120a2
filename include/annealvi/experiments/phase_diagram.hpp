// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Collapse probability over two parameters: the sharp formula as a map, simulations on a coarser
// grid on top. Knows theory and simulation; computes, prints nothing.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/experiments/refined_map.hpp"

#include <optional>
#include <vector>

namespace annealvi {

/// What is known of a point of the grid without its probability.
struct PhaseSite {
  double end_time;
  double highest_temperature;  ///< of the schedule: T0, but for tables
  Temperatures temperatures;
  /// Whether a collapsed state exists at the end, T(t_end) < T_f (L6): below R_c it does not, and
  /// collapse is only long-lived. Empty where that is not assessed (unequal component weights).
  std::optional<bool> lasting;
};

/// A point of the map. `position` is its index along x, `series` along y.
struct PhasePoint {
  CurvePoint at;
  MapPoint::Source source;
};

struct PhaseDiagram {
  Sweep x, y;
  std::vector<MethodChoice> methods;    ///< `every` holds for both axes
  std::vector<PhaseSite> sites;         ///< row by row: x + columns * y
  std::vector<PhasePoint> map;          ///< likewise; empty without the method sharp
  std::vector<CurvePoint> simulations;  ///< finished ones; position along x, series along y
  std::size_t computed = 0;             ///< points of the map that were computed
  std::size_t held_out = 0;             ///< interpolated points checked in the end
  double held_out_error = 0.0;          ///< as in RefinedMap
  std::uint64_t stored = 0;             ///< formulas and blocks of runs that were in the store
  bool interrupted = false;             ///< points are missing

  [[nodiscard]] std::size_t columns() const { return x.values.size(); }
  [[nodiscard]] std::size_t rows() const { return y.values.size(); }
  [[nodiscard]] bool uses(Method method) const;
  [[nodiscard]] bool numerical_failure() const;  ///< of any point
};

/// Throws ConfigError for everything that phase_diagram refuses; computes nothing.
void check_phase(const Config& config);
/// What there is to do, for the map roughly: where it is computed is found out on the way.
[[nodiscard]] JobForecast forecast_phase(const Config& config, const CurveOptions& options);

/// `config.phase` on its whole grid (at most 1e6 points). All configurations are checked first.
/// Then the map by refined_map, each request in parallel; P is interpolated to
/// `config.phase.interpolation_error` in the logarithm (linear) of a logarithmic (linear) axis.
/// Then simulations at every n-th value of both axes, n as said by the
/// method, or such that there are at most nine values an axis. The result does not depend on the
/// number of threads, nor on what the store had. An interrupt keeps what is finished; a numerical
/// failure is recorded in the point's note and the others go on. Of a shard there are no points:
/// the store has them. The map, whose next points depend on the last ones, is of the first shard.
/// Throws ConfigError and StoreError.
[[nodiscard]] PhaseDiagram phase_diagram(const Config& config, const CurveOptions& options);

}  // namespace annealvi
