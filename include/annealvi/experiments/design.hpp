// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The inverse question: how hot, how slow, in which shape must a schedule be for P <= risk? Theory
// finds the answer, simulation checks it. Computes, prints nothing. What is found, and what
// "total time" means: docs/design.md.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/model/answer_status.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/critical_temperature.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// Time that the flow needs besides the annealing: the automatic end time of the same problem held
/// at T = 1 all along. The same for every schedule.
[[nodiscard]] double flow_time(const MixtureProblem& model);

/// Time from which T(t) stays within `distance` of its last value (Schedule::settling_time), plus
/// flow_time. `design` takes the distance from simulation.decision_temperature.
[[nodiscard]] double total_time(const MixtureProblem& model, double distance);

/// Collapse probability of a model at an end time to a wanted absolute error; called from several
/// threads at once.
using ProbabilityFunction =
    std::function<SharpProbability(const MixtureProblem&, double end_time, double absolute_error)>;

/// P of one schedule; for the comparison of budgets the best schedule of its kind.
struct DesignPoint {
  std::string schedule;     ///< "exponential", "shape", ...
  double total_time = 0.0;  ///< t_end too, unless simulation.until says otherwise
  double initial_temperature = 0.0;
  double rate = 0.0;                        ///< 0 for a shape
  std::optional<double> log10_probability;  ///< -infinity for P = 0; empty: see failure
  std::string failure;
  AnswerStatus status = AnswerStatus::done;
};

/// A schedule to be drawn and compared.
struct DesignSchedule {
  std::string name;
  Schedule schedule;
  SharpProbability sharp;  ///< at full accuracy
};

/// A value of the free quantity where P = risk, as a bracket.
struct DesignCrossing {
  double acceptable, refused;  ///< values with P <= risk and P > risk
};

enum class DesignStatus {
  found,        ///< P <= risk at the recommendation, which is the extreme such value
  whole_range,  ///< P <= risk at the end of the range already: the boundary lies outside it
  unreachable,  ///< P > risk, by more than its error, wherever it was computed: no recommendation
  undecided,    ///< the lowest P does not keep the risk, but its error reaches across it or the
                ///< theory does not cover the case: no recommendation
  failed,       ///< nothing could be computed: no recommendation
  interrupted,  ///< during the search: no recommendation
};

struct DesignResult {
  DesignStatus status = DesignStatus::failed;
  double from = 0.0, to = 0.0;       ///< where rate, T0 or total time was looked for; 0 for a shape
  double highest_temperature = 0.0;  ///< that goals time and shape could use
  std::vector<DesignCrossing> crossings;  ///< of rate, T0 or total time, increasing
  std::vector<DesignPoint> points;        ///< all that was computed on the way, for the picture

  /// Keeps the risk: P plus its error is at most the risk. Ready to run: simulation.until set, the
  /// engine one of SGD where sgd.step > 0.
  std::optional<Config> recommended;
  /// Without a recommendation, the schedule with the lowest P that was found, likewise.
  std::optional<Config> best_reachable;
  double annealing_time = 0.0, flow_time = 0.0;  ///< of either; their sum: total time
  /// The recommendation or the best reachable first; shape: then the best exponential, linear and
  /// geometric schedule of the same total time, the best first.
  std::vector<DesignSchedule> schedules;
  int shape_evaluations = 0;

  std::optional<double> critical_temperature;
  SafeTemperature safe_temperature{SafeTemperatureStatus::not_defined, {}};

  std::optional<EnsembleResult> check;  ///< runs of `recommended`; empty: not simulated
  std::uint64_t check_runs_wanted = 0;  ///< simulation.runs; more than were done: see CheckPlan
  bool agrees = false;                  ///< P lies in the Wilson interval at 99.73 %

  std::vector<AnswerNote> notes;      ///< of P of the recommendation or the best reachable
  std::vector<std::string> failures;  ///< what could not be computed, a sentence each

  [[nodiscard]] double total_time() const { return annealing_time + flow_time; }
};

struct DesignOptions {
  ProbabilityFunction probability;  ///< empty: collapse_probability with the tolerances of Config
  std::function<void(double share)> progress;  ///< of the search, serialised
  const std::atomic<bool>* interrupted = nullptr;
};

/// Throws ConfigError for everything that `design` refuses; computes no probability.
void check_design(const Config& config);

/// Searches by log10 P on a logarithmic grid and closes in on P = risk; theory only. A value of P
/// whose error reaches beyond the risk by more than a tenth of it counts as not computed. The
/// recommendation is rounded to four digits towards the safe side and P recomputed at
/// numerics.probability_error or 1e-4 of P, whichever is smaller. The result does not depend on the
/// number of threads. Throws ConfigError.
[[nodiscard]] DesignResult design(const Config& config, const DesignOptions& options);

/// What a check by simulation may do: simulation.runs, or as many as take about design.check_time.
/// From rough costs of a step, not from a clock: the same number on every machine.
struct CheckPlan {
  std::uint64_t runs;
  double seconds;  ///< of one core, roughly
};
[[nodiscard]] CheckPlan plan_check(const Config& recommended);

/// Adds the check of result.recommended by its engine; its number of runs becomes that of the plan.
void check_by_simulation(DesignResult& result,
                         const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                         const std::atomic<bool>* interrupted);

/// "rate", "initial_temperature", "time", "shape"
[[nodiscard]] std::string goal_name(DesignGoal goal);
/// The name of a schedule kind as the configuration spells it.
[[nodiscard]] std::string schedule_name(ScheduleKind kind);

}  // namespace annealvi
