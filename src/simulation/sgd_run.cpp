// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of stochastic gradient descent, once for the full and the reduced simulator.

#include "simulation/engines.hpp"
#include "simulation/sgd_full.hpp"
#include "simulation/sgd_reduced.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace annealvi {
namespace {

std::string describe_divergence(const char* engine, const GradientNoise& noise, std::uint64_t step,
                                const Coefficients& coefficients, const SummaryState& before) {
  std::ostringstream text;
  text.precision(17);
  text << engine << " SGD diverged in step " << step
       << " from t = " << noise.step * static_cast<double>(step)
       << ", T = " << coefficients.temperature << ", m = (" << before.overlap[0] << ", "
       << before.overlap[1] << "), Q = (" << before.q11 << ", " << before.q12 << ", " << before.q22
       << "): sgd.step = " << noise.step << " is too large for the curvature "
       << coefficients.speed * coefficients.annealed.precision;
  return text.str();
}

/// False once the means have left the range of the arithmetic, NaN included. Full SGD forms
/// differences of the means and their products with z in single precision.
bool in_range(const SummaryState& state) {
  constexpr double largest_squared_norm = 1e60;
  return state.squared_norm(0) + state.squared_norm(1) < largest_squared_norm;
}

/// `engine` begins the message of a run that diverged.
template <class Sgd>
std::optional<Run> simulate_sgd(const char* engine, const RunSetup& setup, std::uint64_t number,
                                std::span<const double> times, const StopRequest& stop) {
  const double eta = setup.problem.noise.step;
  const std::uint64_t steps = step_count(setup.end_time, eta);
  const auto nearest_step = [&](double time) {
    return std::min(steps, static_cast<std::uint64_t>(std::llround(time / eta)));
  };
  // The last step may pass the end time by less than eta; its state stands for the end time.
  const auto time_of = [&](std::uint64_t n) {
    return n == steps ? setup.end_time : eta * static_cast<double>(n);
  };

  Sgd sgd(setup.problem);
  if (setup.start) {
    sgd.place_start(*setup.start);
  } else {
    sgd.draw_start(setup.seed, number);
  }

  Run run;
  run.points.reserve(times.size());
  run.final_state = sgd.statistics();
  RandomKey key{.seed = setup.seed, .stream = Sgd::noise_stream, .run = number};
  auto wanted = times.begin();
  for (std::uint64_t n = 0;; ++n) {
    for (; wanted != times.end() && nearest_step(*wanted) == n; ++wanted) {
      const double time = time_of(n);
      run.points.push_back(
          {time, setup.problem.annealing.schedule.temperature(time), run.final_state});
    }
    run.steps = n;
    if (n == steps) break;
    if (stop()) return std::nullopt;

    const Coefficients coefficients = coefficients_at(setup.problem, eta * static_cast<double>(n));
    key.step = n;
    sgd.step(coefficients, key);
    const SummaryState after = sgd.statistics();
    if (!in_range(after)) {
      run.failure =
          describe_divergence(engine, setup.problem.noise, n, coefficients, run.final_state);
      return run;
    }
    run.final_state = after;
  }
  run.outcome = outcome_at_end(setup, run.final_state);
  return run;
}

}  // namespace

std::optional<Run> simulate_full_sgd(const RunSetup& setup, std::uint64_t number,
                                     std::span<const double> times, const StopRequest& stop) {
  return simulate_sgd<FullSgd>("full", setup, number, times, stop);
}

std::optional<Run> simulate_reduced_sgd(const RunSetup& setup, std::uint64_t number,
                                        std::span<const double> times, const StopRequest& stop) {
  return simulate_sgd<ReducedSgd>("reduced", setup, number, times, stop);
}

}  // namespace annealvi
