// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Adaptive integration of ordinary differential equations with events: theory/flow.md
// (Integration). The only door to Boost.Odeint.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// Named, so that two bare doubles can never be swapped. A step is accepted when the estimated
/// error of every component is below absolute + relative |x|.
struct Tolerances {
  double relative = 1e-9;   ///< in [1e-15, 0.1]
  double absolute = 1e-12;  ///< >= 0, in the units of the state
};

/// dx/dt at (t, x); must fill every entry of `derivative`, may return non-finite values (the step
/// is then rejected and retried with a smaller one).
using OdeSystem =
    std::function<void(double time, std::span<const double> x, std::span<double> derivative)>;

/// A root to watch: reported when `value` changes sign in `direction` (+1 up, -1 down, 0 both).
/// Crossings inside a step are looked for on its cubic interpolant too, located by re-stepping.
struct OdeEvent {
  std::function<double(double time, std::span<const double> x)> value;
  int direction = 0;
  bool terminal = false;    ///< stop there
  double resolution = 0.0;  ///< of the time, relative to the step; 0: the relative tolerance
};

struct OdeEventHit {
  std::size_t event;  ///< index into OdeOptions::events
  double time;
  std::vector<double> state;
};

enum class OdeStatus {
  reached_end,
  stopped_by_event,
  stopped_by_condition,  ///< OdeOptions::stop_when held after a step
  step_budget_exhausted,
  step_too_small,  ///< the tolerance cannot be met, or the right-hand side is not finite
};

struct OdeOptions {
  Tolerances tolerances;
  /// Absolute tolerances of the components, in place of tolerances.absolute; empty: that one for
  /// all.
  std::vector<double> absolute;
  std::uint64_t max_steps = 10'000'000;
  std::vector<double> kinks;  ///< times where the right-hand side is not smooth: stop, restart
  std::vector<double> output_times;  ///< sorted, inside [t0, t1]; each is hit exactly
  std::function<void(double time, std::span<const double> x)> output;  ///< called at output_times
  std::vector<OdeEvent> events;
  std::function<bool(double time, std::span<const double> x)> stop_when;  ///< looked at after steps
};

struct OdeResult {
  OdeStatus status = OdeStatus::reached_end;
  double time = 0.0;          ///< reached; equals t1 exactly when status is reached_end
  std::vector<double> state;  ///< at `time`, finite
  std::uint64_t steps = 0, rejected = 0, evaluations = 0;
  std::vector<OdeEventHit> hits;  ///< in order of time

  [[nodiscard]] bool failed() const {
    return status == OdeStatus::step_budget_exhausted || status == OdeStatus::step_too_small;
  }
};

/// Dormand-Prince 8(7) with step-size control from t0 to t1 > t0, ending on t1 exactly.
/// Throws std::invalid_argument for a non-finite start, bad tolerances, unsorted times or NaN.
[[nodiscard]] OdeResult solve_ode(const OdeSystem& system, std::span<const double> start, double t0,
                                  double t1, const OdeOptions& options);

/// One sentence for people: what failed, at which time and state.
[[nodiscard]] std::string describe(const OdeResult& result);

}  // namespace annealvi
