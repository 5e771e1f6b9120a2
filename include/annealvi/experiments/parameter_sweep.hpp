// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Collapse probability at every combination of any number of keys, by several methods. Knows
// theory and simulation; computes, prints nothing.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"

#include <string>
#include <vector>

namespace annealvi {

/// One number of one method at one point. Of `answer`, series and position are 0.
struct SweepPoint {
  std::vector<std::string> values;  ///< of the keys, as they were written
  std::uint64_t seed;               ///< of its runs
  CurvePoint answer;
};

struct ParameterSweep {
  std::vector<std::string> keys;   ///< those of sweep.points, then those of sweep.over
  std::vector<SweepPoint> points;  ///< finished ones: the last key fastest, then the methods
  std::size_t asked = 0;           ///< how many there are to be
  std::uint64_t stored = 0;        ///< formulas and blocks of runs that were in the store
  bool interrupted = false;

  [[nodiscard]] bool numerical_failure() const;
};

/// Throws ConfigError for everything that `parameter_sweep` refuses; computes nothing.
[[nodiscard]] JobForecast forecast_sweep(const Config& config, const CurveOptions& options);

/// Every method of `config.sweep` at each of its points (at most 1e6). All configurations are built
/// first, so that a wrong value stops the job before it computes. The result does not depend on
/// threads, nor on what the store had. Of a shard there are no points: the store has them. Throws
/// ConfigError and StoreError.
[[nodiscard]] ParameterSweep parameter_sweep(const Config& config, const CurveOptions& options);

}  // namespace annealvi
