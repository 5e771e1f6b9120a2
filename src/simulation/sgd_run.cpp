// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/engines.hpp"
#include "simulation/sgd_full.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace annealvi {
namespace {

std::string describe_divergence(const GradientNoise& noise, std::uint64_t step,
                                const Coefficients& coefficients, const SummaryState& before) {
  std::ostringstream text;
  text.precision(17);
  text << "full SGD diverged in step " << step
       << " from t = " << noise.step * static_cast<double>(step)
       << ", T = " << coefficients.temperature << ", m = (" << before.overlap[0] << ", "
       << before.overlap[1] << "), Q = (" << before.q11 << ", " << before.q12 << ", " << before.q22
       << "): sgd.step = " << noise.step << " is too large for the curvature "
       << coefficients.speed * coefficients.annealed.precision;
  return text.str();
}

}  // namespace

std::optional<Run> simulate_full_sgd(const RunSetup& setup, std::uint64_t number,
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

  FullSgd sgd(setup.problem, setup.problem.noise);
  if (setup.start) {
    sgd.place_start(*setup.start);
  } else {
    sgd.draw_start(setup.seed, number);
  }

  Run run;
  run.points.reserve(times.size());
  auto wanted = times.begin();
  for (std::uint64_t n = 0;; ++n) {
    for (; wanted != times.end() && nearest_step(*wanted) == n; ++wanted) {
      const double time = time_of(n);
      run.points.push_back(
          {time, setup.problem.annealing.schedule.temperature(time), sgd.statistics()});
    }
    if (n == steps) break;
    if (stop()) return std::nullopt;

    const Coefficients coefficients = coefficients_at(setup.problem, eta * static_cast<double>(n));
    const SummaryState before = sgd.statistics();
    sgd.step(
        coefficients,
        RandomKey{
            .seed = setup.seed, .stream = RandomStream::gradient_noise, .run = number, .step = n});
    if (!sgd.finite()) {
      run.final_state = before;
      run.steps = n;
      run.failure = describe_divergence(setup.problem.noise, n, coefficients, before);
      return run;
    }
  }
  run.final_state = sgd.statistics();
  run.steps = steps;
  run.outcome = outcome_at_end(setup, run.final_state);
  return run;
}

}  // namespace annealvi
