// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/validation_budget.hpp"

#include "numerics/elementary.hpp"

#include <algorithm>

namespace annealvi {
namespace {

// Nominal seconds of one core, per run or per step: they only decide how many runs a level affords.
constexpr double flow_run_cost = 1.5e-3;
constexpr double reduced_sample_cost = 1.5e-7;
constexpr double sde_step_cost = 1.2e-6;
constexpr double weak2_cost = 12.0;             // of its step, times that of Euler-Maruyama
constexpr double trained_equation_cost = 40.0;  // likewise
constexpr double full_coordinate_cost = 3e-9;

struct Budget {
  double seconds;  // of one core for each simulation
  std::uint64_t fewest, most;
};
Budget budget_of(ValidationLevel level) {
  return level == ValidationLevel::quick ? Budget{2.0, 150, 20'000} : Budget{20.0, 1024, 100'000};
}

}  // namespace

std::uint64_t affordable_runs(const Config& config, Engine engine, double end_time,
                              ValidationLevel level) {
  const Budget budget = budget_of(level);
  const GradientNoise& noise = config.problem.noise;
  // Mixtures keep more numbers, and expectations in more directions.
  const double slower =
      config.is_mixture() ? 6.0 * math::square(static_cast<double>(config.mixture.components) - 1.0)
                          : 1.0;
  double cost = slower * flow_run_cost;
  if (engine != Engine::flow) {
    const bool equation = engine == Engine::sde;
    const double step = equation ? config.sde.step.value_or(noise.step) : noise.step;
    const auto steps = static_cast<double>(step_count(end_time, step));
    const double scheme_cost = config.is_mixture()                     ? trained_equation_cost
                               : config.sde.scheme == SdeScheme::euler ? 1.0
                                                                       : weak2_cost;
    const double samples = 2.0 * noise.batch;
    const double coordinates = std::max(10.0, config.problem.target.dimension);
    cost = steps * (equation                    ? sde_step_cost * scheme_cost
                    : engine == Engine::reduced ? slower * 0.5 * samples * reduced_sample_cost
                                                : full_coordinate_cost * samples * coordinates);
  }
  const double runs = budget.seconds / cost;
  if (runs < static_cast<double>(budget.fewest)) return 0;
  return static_cast<std::uint64_t>(std::min(runs, static_cast<double>(budget.most)));
}

}  // namespace annealvi
