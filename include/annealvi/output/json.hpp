// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Results as one JSON object, for scripts. Every text ends with a newline; a value that does not
// exist or is not finite is null. nlohmann-json is known to
// src/output/*_json.cpp and their private header only.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/experiments/answer.hpp"
#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/experiments/design.hpp"
#include "annealvi/experiments/flow_curve.hpp"
#include "annealvi/experiments/validation.hpp"
#include "annealvi/output/files.hpp"
#include "annealvi/output/table.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/component_collapse.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/linear_stage.hpp"

#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// What `annealvi probability` found.
struct ProbabilityReport {
  std::optional<LinearRates> rates;  ///< at t = 0; empty where (L1)-(L3) do not hold
  std::optional<double> critical_temperature;
  SafeTemperature safe_temperature;
  std::optional<OverlapProbability> overlap;
  /// The linear stage of any other number of components and modes; empty where it does not hold.
  std::optional<ComponentCollapseResult> components;
  SharpProbability sharp;
  std::optional<EnsembleResult> flow;  ///< probability.runs runs
  Answer answer;                       ///< what `sharp`, or else `flow`, is worth
  double end_time;
  double seconds;
  std::vector<std::string> messages;  ///< what follows, in words
};

/// What `annealvi design` found.
struct DesignReport {
  DesignResult result;
  std::vector<std::string> messages;  ///< what follows, in words
};

/// Keys version, config, linear, overlap (with error, log10_probability, without_overlap,
/// overlap_rate and covered_modes for any other number of components and modes than two:
/// covered_modes[n] is the probability that n modes get a component), sharp, status, seconds; then
/// end_time, long_lived, time_scale, messages, end_temperature, lifetime (of a collapse that does
/// not last, or null), notes (all that holds of P in words; `status` is the gravest), flow (null,
/// or the counts, P and interval of probability.runs runs). With a schedule that watches, of those
/// runs also stalled and, at top level, annealing_time: runs, mean, standard_error, median, q99.
[[nodiscard]] std::string probability_json(const Config& config, const ProbabilityReport& report);

/// Keys version, config, engine, runs, collapsed, recovered, undecided, probability, lower, upper,
/// status (a name of AnswerStatus), seconds, steps; then failed, same_sign, end_time, first
/// (numbers of the first few runs: collapsed, undecided, failed), messages, mixture (null, then
/// same_sign is not; or the tally of the runs that did not fail; means with standard error;
/// covered_modes[n]: runs that cover n modes), end_temperature, lifetime, notes as in
/// probability_json; stalled and annealing_time likewise.
[[nodiscard]] std::string simulation_json(const Config& config, const EnsembleResult& result,
                                          const Answer& answer, double end_time, double seconds);

/// Keys version, config, vary, series, methods, temperatures, points, status. No timing: the text
/// is a function of configuration and seed.
[[nodiscard]] std::string curve_json(const Config& config, const CollapseCurve& curve);

/// Keys version, config, command, remarks, columns (name, meaning), rows (arrays in the order of
/// the columns; numbers where a cell reads as one, null where it is empty).
[[nodiscard]] std::string table_json(const Config& config, const Table& table);

/// Keys version, config, free, status, range, crossings, recommended (a configuration), sharp,
/// time, schedules, temperatures, simulation, points, failures, messages. No timing.
[[nodiscard]] std::string design_json(const Config& config, const DesignReport& report);

/// Keys version, config (of the first case), comparisons, conclusion, status ("agreement",
/// "disagreement", "failed", "interrupted"), seconds.
[[nodiscard]] std::string validation_json(const Config& config, const Validation& validation,
                                          double seconds);

/// Keys version, config, vary, series, points (with the counts, P and its interval), status,
/// command, files (suffix and checksum of what the job wrote). No timing.
[[nodiscard]] std::string flow_json(const Config& config, const FlowCurve& curve,
                                    const std::string& command,
                                    const std::vector<FileRecord>& files = {});

/// What a text of flow_json tells about the job that wrote it.
struct EarlierFlowCurve {
  bool complete = false;     ///< not interrupted
  bool of_this_job = false;  ///< complete, and of the same version, configuration and command
  bool failed = false;       ///< runs of it failed
  std::vector<FileRecord> files = {};
};
/// `config` may differ in simulation.threads and realnvp.checkpoint_every. Any text may be given.
[[nodiscard]] EarlierFlowCurve earlier_flow_curve(const std::string& text, const Config& config,
                                                  const std::string& command);

}  // namespace annealvi
