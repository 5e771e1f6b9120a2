// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Collapse probability against one parameter, several series, several methods. Knows theory and
// simulation; computes, prints nothing.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"
#include "annealvi/jobs/ranks.hpp"
#include "annealvi/jobs/shard.hpp"
#include "annealvi/model/answer_status.hpp"
#include "annealvi/simulation/ensemble.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// One number of one method at one point.
struct CurvePoint {
  std::size_t series;    ///< index into the series sweep (0 when there is none)
  std::size_t position;  ///< index into the vary sweep
  Method method;
  double end_time;
  std::optional<double> probability;  ///< empty: not available, see note
  double lower = 0.0, upper = 1.0;    ///< error band (sharp) or Wilson interval (flow, full)
  std::uint64_t runs = 0, collapsed = 0, recovered = 0, undecided = 0, failed = 0;
  /// Collapsed runs by mechanism; empty for theory and for models without `RunSetup::mixture`.
  std::optional<std::uint64_t> mean_alignment, vanishing_weight;
  /// done: as good as asked. failed: something could not be computed, exit code 1.
  AnswerStatus status = AnswerStatus::done;
  std::string note;  ///< what else is to be said, without commas

  [[nodiscard]] bool failed_numerically() const { return status == AnswerStatus::failed; }
};

/// T_c (L5) and T_f (L6) of one point's target, family and path; empty where there is none.
struct Temperatures {
  std::optional<double> critical, safe;
};

struct CollapseCurve {
  Sweep vary, series;
  std::vector<MethodChoice> methods;
  std::vector<Temperatures> temperatures;  ///< of (series, position), series-major
  std::vector<CurvePoint> points;          ///< finished ones, in order series, position, method
  std::size_t asked = 0;                   ///< points that there are to be
  std::uint64_t stored = 0;                ///< formulas and blocks of runs that were in the store
  bool interrupted = false;                ///< points are missing

  [[nodiscard]] std::size_t series_count() const;  ///< at least 1
  [[nodiscard]] const Temperatures& temperatures_at(std::size_t series, std::size_t position) const;
  /// What all points have in common; empty where they differ or there are none.
  [[nodiscard]] std::optional<Temperatures> shared_temperatures() const;
  [[nodiscard]] bool numerical_failure() const;  ///< of any point
  [[nodiscard]] bool tells_mechanisms() const;   ///< some point counts collapsed runs by mechanism
};

struct CurveOptions {
  std::function<void(double fraction)> progress;  ///< serialised, from any thread
  const std::atomic<bool>* interrupted = nullptr;
  StoreUse stored;
  Ranks* ranks = nullptr;  ///< processes that compute tasks, too
};

/// What a job of many points would do.
struct JobForecast {
  std::size_t points = 0;
  std::uint64_t tasks = 0;   ///< formulas and blocks of 256 runs to compute
  std::uint64_t stored = 0;  ///< likewise, taken from the store
  double seconds = 0.0;      ///< roughly, of one core
};

/// Throws ConfigError for everything that collapse_curve refuses; computes nothing.
void check_curve(const Config& config);
/// The same, and what there is to do.
[[nodiscard]] JobForecast forecast_curve(const Config& config, const CurveOptions& options);

/// Every method at every point of `config.curve`. All configurations are built first, so a wrong
/// value stops the job before it computes. Theory comes first, then the runs, all of them shared
/// among the threads; the result does not depend on their number, nor on what the store had. Every
/// point uses the same seed and the same run numbers (common random numbers): neighbouring points
/// share their starts, so the simulated curve is smoother than its bars. An interrupt keeps the
/// finished points; a numerical failure is recorded in the point's note and the others go on. Of a
/// shard there are no points: the store has them. Throws ConfigError and StoreError.
[[nodiscard]] CollapseCurve collapse_curve(const Config& config, const CurveOptions& options);

}  // namespace annealvi
