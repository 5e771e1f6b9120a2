// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Collapse of RealNVP flows over many seeds, against one parameter, in several series.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/config/sweep.hpp"
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/experiments/rank_correlation.hpp"
#include "annealvi/model/answer_status.hpp"
#include "annealvi/realnvp/flow_run.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// All runs of one configuration.
struct FlowCurvePoint {
  std::size_t series = 0, position = 0;
  double weight = 0.5;        ///< pi of its target
  std::vector<FlowRun> runs;  ///< by number
  std::uint64_t collapsed = 0, covered = 0, not_converged = 0, failed = 0;
  std::uint64_t lopsided = 0;  ///< not converged, and the relative mass is below the threshold
  std::optional<double> probability;  ///< collapsed / (collapsed + covered)
  Interval interval{0.0, 1.0};        ///< Wilson, of it
  /// Of the runs that did not fail, converged or not, the share with a relative mass below the
  /// threshold, (collapsed + lopsided) / (collapsed + covered + not_converged). P leaves out flows
  /// that cover badly more often than those that collapse; this share does not.
  std::optional<double> lopsided_share;
  Interval lopsided_interval{0.0, 1.0};  ///< Wilson, of it
  std::string first_failure;
  /// undecided: no run converged. unfinished: the training ends before T is near 1.
  AnswerStatus status = AnswerStatus::done;
  std::vector<AnswerNote> notes;
};

/// What the mixture theory says of a configuration; it knows nothing of [realnvp], and its rate is
/// per unit of its own time.
struct MixtureTheory {
  Temperatures temperatures;
  std::optional<double> probability;  ///< sharp P (S4); empty: not available, see note
  std::string note;                   ///< status or reason
  AnswerStatus status = AnswerStatus::done;
};

/// Whether the mixture theory depends on what is varied: not on keys of [realnvp].
[[nodiscard]] bool theory_depends_on(const Sweep& sweep);

struct FlowCurve {
  Sweep vary, series;                  ///< no values: one point, one line
  std::vector<FlowCurvePoint> points;  ///< finished ones, series by series
  std::vector<MixtureTheory> theory;   ///< of each of them
  /// Of P of the flows and of the theory over the points that have both.
  std::optional<RankCorrelation> agreement;
  bool interrupted = false;
  std::uint64_t waiting_runs = 0;  ///< finished ones of unfinished points

  [[nodiscard]] std::size_t positions() const;     ///< at least 1
  [[nodiscard]] std::size_t series_count() const;  ///< at least 1
  [[nodiscard]] bool failed() const;               ///< of any run
};

struct FlowCheckpoint {
  std::string name;  ///< for messages
  std::string bytes;
};

struct FlowCurveOptions {
  std::function<void(double fraction)> progress;  ///< serialised, from any thread
  const std::atomic<bool>* interrupted = nullptr;
  /// Checkpoint of run `run` at grid point `point` (series-major), if there is one.
  std::function<std::optional<FlowCheckpoint>(std::size_t point, std::uint64_t run)> load;
  std::function<void(std::size_t point, std::uint64_t run, const std::string&)> save;
  std::span<const std::uint64_t> density_steps;  ///< of run `density_run` of the only point
  std::uint64_t density_run = 0;
};

/// Throws ConfigError for everything that flow_curve refuses; computes nothing.
void check_flow_curve(const Config& config);

/// Trains realnvp.runs flows at every point of realnvp.vary and realnvp.series. Every point uses
/// the same seed and run numbers (common random numbers). Threads share the runs; results do not
/// depend on their number. An interrupt keeps the finished points. Throws ConfigError, also for a
/// checkpoint that is damaged or of another configuration.
[[nodiscard]] FlowCurve flow_curve(const Config& config, const FlowCurveOptions& options);

/// The smaller job of --level quick: an eighth of the runs, at least 1. They are the first runs of
/// the full job: flows trained less would be other flows, most of them not converged.
[[nodiscard]] RealNvpSettings quick_settings(const RealNvpSettings& full);

}  // namespace annealvi
