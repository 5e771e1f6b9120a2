// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of an engine that takes steps of one size, once for all of them.
#pragma once

#include "simulation/engines.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <sstream>
#include <string>

namespace annealvi {

/// False once the means have left the range of the arithmetic, NaN included. Full SGD forms
/// differences of the means and their products with z in single precision.
[[nodiscard]] inline bool in_range(const SummaryState& state) {
  constexpr double largest_squared_norm = 1e60;
  return state.squared_norm(0) + state.squared_norm(1) < largest_squared_norm;
}

[[nodiscard]] inline std::string describe_state(const SummaryState& state) {
  std::ostringstream text;
  text.precision(17);
  text << "m = (" << state.overlap[0] << ", " << state.overlap[1] << "), Q = (" << state.q11 << ", "
       << state.q12 << ", " << state.q22 << ")";
  return text.str();
}

/// before: describe_state of the last good state. cause: half a sentence.
[[nodiscard]] inline std::string describe_divergence(const std::string& engine, std::uint64_t step,
                                                     double time, double temperature,
                                                     const std::string& before,
                                                     const std::string& cause) {
  std::ostringstream text;
  text.precision(17);
  text << engine << " diverged in step " << step << " from t = " << time << ", T = " << temperature
       << ", " << before << ": " << cause;
  return text.str();
}

/// sgd.step against the largest curvature of F.
[[nodiscard]] inline std::string describe_large_step(double step, double curvature) {
  std::ostringstream text;
  text.precision(17);
  text << "sgd.step = " << step << " is too large for the curvature " << curvature;
  return text.str();
}

/// Times of steps of one size. The last step may pass the end time by less than its size; its state
/// stands for the end time.
struct StepTimes {
  StepTimes(double end, double step)
      : end_time(end), size(step), steps(step_count(end_time, size)) {}

  double end_time, size;
  std::uint64_t steps;

  [[nodiscard]] double time_of(std::uint64_t n) const {
    return n == steps ? end_time : size * static_cast<double>(n);
  }
  [[nodiscard]] std::uint64_t nearest_step(double time) const {
    return std::min(steps, static_cast<std::uint64_t>(std::llround(time / size)));
  }
};

/// A stepper has step(), its size; statistics(); advance(n, run, stop), which makes step n from
/// t = n step() and throws Stopped when `stop` says so in a long one; unstable(t), true where a
/// step multiplies the distance from the modes; and divergence_cause(t), half a sentence.
template <class Stepper>
std::optional<Run> simulate_steps(const std::string& engine, const RunSetup& setup,
                                  Stepper& stepper, std::span<const double> times,
                                  const StopRequest& stop) {
  const StepTimes clock(setup.end_time, stepper.step());
  constexpr auto never = std::numeric_limits<std::uint64_t>::max();
  const auto step_of = [&](auto wanted) {
    return wanted == times.end() ? never : clock.nearest_step(*wanted);
  };
  const Schedule& schedule = setup.problem.annealing.schedule;

  const double per_step = 1.0 / static_cast<double>(std::max<std::uint64_t>(1, clock.steps));

  Run run;
  run.points.reserve(times.size());
  run.final_state = stepper.statistics();
  auto wanted = times.begin();
  std::uint64_t wanted_step = step_of(wanted);
  for (std::uint64_t n = 0;; ++n) {
    for (; wanted_step == n; wanted_step = step_of(++wanted)) {
      const double time = clock.time_of(n);
      run.points.push_back({time, schedule.temperature(time), run.final_state});
    }
    run.steps = n;
    if (n == clock.steps) break;
    if (setup.to_last_time && wanted == times.end()) return run;
    const double share = per_step * static_cast<double>(n);
    if (stop(share)) return std::nullopt;

    try {
      stepper.advance(n, run, [&] { return stop(share); });
    } catch (const Stopped&) {
      return std::nullopt;
    }
    const SummaryState after = stepper.statistics();
    const double time = clock.size * static_cast<double>(n);
    // Out of range, or on the way there at the end time: then signs of overlaps mean nothing.
    if (!in_range(after) || (n + 1 == clock.steps && stepper.unstable(time))) {
      run.failure =
          describe_divergence(engine, n, time, schedule.temperature(time),
                              describe_state(run.final_state), stepper.divergence_cause(time));
      return run;
    }
    run.final_state = after;
  }
  run.outcome = outcome_at_end(setup, run.final_state);
  return run;
}

}  // namespace annealvi
