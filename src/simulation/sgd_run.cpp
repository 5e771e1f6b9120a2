// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The run of stochastic gradient descent, once for the full and the reduced simulator.

#include "simulation/engines.hpp"
#include "simulation/sgd_full.hpp"
#include "simulation/sgd_reduced.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace annealvi {
namespace {

/// Curvature of F far out, w_k H: a step above 2/curvature multiplies the distance from the modes.
double curvature(const Problem& problem, const Coefficients& coefficients) {
  const auto& weights = problem.family.weights;
  return std::max(weights[0], weights[1]) * coefficients.speed * coefficients.annealed.precision;
}

std::string describe_divergence(const char* engine, const Problem& problem, std::uint64_t step,
                                const Coefficients& coefficients, const SummaryState& before) {
  const GradientNoise& noise = problem.noise;
  std::ostringstream text;
  text.precision(17);
  text << engine << " SGD diverged in step " << step
       << " from t = " << noise.step * static_cast<double>(step)
       << ", T = " << coefficients.temperature << ", m = (" << before.overlap[0] << ", "
       << before.overlap[1] << "), Q = (" << before.q11 << ", " << before.q12 << ", " << before.q22
       << "): sgd.step = " << noise.step << " is too large for the curvature "
       << curvature(problem, coefficients);
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
  constexpr auto never = std::numeric_limits<std::uint64_t>::max();
  const auto step_of = [&](auto wanted) {
    if (wanted == times.end()) return never;
    return std::min(steps, static_cast<std::uint64_t>(std::llround(*wanted / eta)));
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
  std::uint64_t wanted_step = step_of(wanted);
  for (std::uint64_t n = 0;; ++n) {
    for (; wanted_step == n; wanted_step = step_of(++wanted)) {
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
    // Out of range, or on the way there at the end time: then signs of overlaps mean nothing.
    const bool unstable = eta * curvature(setup.problem, coefficients) > 2.0;
    if (!in_range(after) || (unstable && n + 1 == steps)) {
      run.failure = describe_divergence(engine, setup.problem, n, coefficients, run.final_state);
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
