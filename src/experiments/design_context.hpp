// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the goals of a design share: schedules of a wanted annealing time, their P, the
// recommendation.
#pragma once

#include "annealvi/experiments/design.hpp"
#include "experiments/risk_search.hpp"

#include <mutex>
#include <string>

namespace annealvi {

/// `schedule` with its time scale changed so that it settles within `distance` after `time` > 0.
/// Its temperatures must leave that distance at all.
[[nodiscard]] Schedule with_annealing_time(Schedule schedule, double time, double distance);

/// Four (or `digits`) significant decimal digits, never below (up) or above x > 0.
[[nodiscard]] double rounded_up(double x, int digits = 4);
[[nodiscard]] double rounded_down(double x, int digits = 4);

/// Six digits, for messages.
[[nodiscard]] std::string short_text(double value);

/// Default upper bound of the search over temperatures: design.highest_temperature, or
/// 8 max(T_c, T_f) where that is "auto"; never where the Gaussian expectations do not hold.
[[nodiscard]] double highest_design_temperature(const Config& config);

/// One design job: the configuration and how to compute P for another schedule.
class DesignContext {
 public:
  DesignContext(const Config& config, const DesignOptions& options);

  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const Schedule& schedule() const { return config_.problem.annealing.schedule; }
  [[nodiscard]] double distance() const { return config_.decision.temperature_distance; }
  [[nodiscard]] double flow() const { return flow_; }
  [[nodiscard]] double log_risk() const;
  [[nodiscard]] unsigned threads() const;
  [[nodiscard]] double highest_temperature() const { return highest_temperature_; }

  /// simulation.until, or annealing time plus flow time.
  [[nodiscard]] double end_time(const Schedule& schedule) const;

  /// P of the problem under `schedule`. Exceptions of the theory become a status; throws
  /// SearchInterrupted.
  [[nodiscard]] SharpProbability probability(const Schedule& schedule, double end_time,
                                             double absolute_error) const;
  /// The same as a sample at x, as accurate as a search needs it.
  [[nodiscard]] RiskSample sample(double x, const Schedule& schedule) const;

  /// Over T0: the lowest P of a schedule of this kind that settles after x = `annealing_time`; its
  /// T0 is the companion. Looked for about `near` if that is not 0, else everywhere.
  [[nodiscard]] RiskSample best_of_kind(ScheduleKind kind, double annealing_time,
                                        double near = 0.0) const;
  /// That schedule.
  [[nodiscard]] Schedule schedule_of(ScheduleKind kind, double annealing_time,
                                     double initial_temperature) const;

  [[nodiscard]] DesignPoint point(const RiskSample& sample, const Schedule& schedule) const;

  /// Makes `schedule` the first of `result`, with the end time and P at full accuracy: recommended
  /// with the status `kept` when P plus its error is at most the risk, else the best reachable.
  /// Returns whether it is recommended.
  bool choose(DesignResult& result, const Schedule& schedule, double log_probability,
              DesignStatus kept) const;

  /// P at full accuracy; `log_probability` is roughly its logarithm.
  [[nodiscard]] SharpProbability accurate(const Schedule& schedule, double end_time,
                                          double log_probability) const;

 private:
  const Config& config_;
  const DesignOptions& options_;
  double flow_, highest_temperature_;
  double expected_;           // evaluations of P, roughly
  mutable std::mutex mutex_;  // of the next
  mutable double evaluated_ = 0.0;
};

/// Goals rate, initial_temperature and time.
[[nodiscard]] DesignResult design_parameter(const DesignContext& context);
/// Goal shape.
[[nodiscard]] DesignResult design_shape(const DesignContext& context);

}  // namespace annealvi
