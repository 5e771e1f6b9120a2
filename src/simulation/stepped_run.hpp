// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of an engine that takes steps of one size, once for all of them.
#pragma once

#include "simulation/engines.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

namespace annealvi {

/// False once the means have left the range of the arithmetic, NaN included. Full SGD forms
/// differences of the means and their products with z in single precision.
[[nodiscard]] inline bool in_range(const SummaryState& state) {
  constexpr double largest_squared_norm = 1e60;
  return state.squared_norm(0) + state.squared_norm(1) < largest_squared_norm;
}

[[nodiscard]] inline std::string describe_divergence(const std::string& engine, std::uint64_t step,
                                                     double time, double temperature,
                                                     const SummaryState& before,
                                                     const std::string& cause) {
  std::ostringstream text;
  text.precision(17);
  text << engine << " diverged in step " << step << " from t = " << time << ", T = " << temperature
       << ", m = (" << before.overlap[0] << ", " << before.overlap[1] << "), Q = (" << before.q11
       << ", " << before.q12 << ", " << before.q22 << "): " << cause;
  return text.str();
}

/// A stepper has step(), its size; statistics(); advance(n, run), which makes step n from
/// t = n step(); and divergence_cause(t), half a sentence.
template <class Stepper>
std::optional<Run> simulate_steps(const std::string& engine, const RunSetup& setup,
                                  Stepper& stepper, std::span<const double> times,
                                  const StopRequest& stop) {
  const double size = stepper.step();
  const std::uint64_t steps = step_count(setup.end_time, size);
  const auto nearest_step = [&](double time) {
    return std::min(steps, static_cast<std::uint64_t>(std::llround(time / size)));
  };
  // The last step may pass the end time by less than its size; its state stands for the end time.
  const auto time_of = [&](std::uint64_t n) {
    return n == steps ? setup.end_time : size * static_cast<double>(n);
  };
  const Schedule& schedule = setup.problem.annealing.schedule;

  Run run;
  run.points.reserve(times.size());
  run.final_state = stepper.statistics();
  auto wanted = times.begin();
  for (std::uint64_t n = 0;; ++n) {
    for (; wanted != times.end() && nearest_step(*wanted) == n; ++wanted) {
      const double time = time_of(n);
      run.points.push_back({time, schedule.temperature(time), run.final_state});
    }
    run.steps = n;
    if (n == steps) break;
    if (stop()) return std::nullopt;

    stepper.advance(n, run);
    const SummaryState after = stepper.statistics();
    if (!in_range(after)) {
      const double time = size * static_cast<double>(n);
      run.failure = describe_divergence(engine, n, time, schedule.temperature(time),
                                        run.final_state, stepper.divergence_cause(time));
      return run;
    }
    run.final_state = after;
  }
  run.outcome = outcome_at_end(setup, run.final_state);
  return run;
}

}  // namespace annealvi
