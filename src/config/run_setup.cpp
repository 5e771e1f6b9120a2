// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a run needs of a configuration: its end, and everything else in one place.
#include "annealvi/config/config.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "config/value.hpp"
#include "config/watched_times.hpp"

#include <fmt/format.h>

#include <string>

namespace annealvi {

double Config::end_time() const {
  refuse_watching(*this, "a temperature that is known before the run");
  if (until) {
    return *until;
  }
  constexpr double latest = 1e9;  // beyond it nobody waits for T = 1: one has to say what is wanted
  const double end = is_mixture() ? automatic_end_time(model()) : automatic_end_time(problem);
  if (!(end <= latest)) {
    throw ConfigError(fmt::format(
        "{} = \"auto\" is not allowed: with this schedule and target the end time would "
        "be {:.3g}, later than {:g}; set simulation.until to a number",
        origin("simulation.until"), end, latest));
  }
  return end;
}

RunSetup Config::run_setup() const {
  const bool watches = problem.annealing.schedule.watches();
  const auto watched = watches ? config::watched_times(*this) : config::WatchedTimes{};
  const double end = watches ? watched.end : end_time();
  constexpr double most_steps = 0x1p53;  // step numbers are exact doubles
  const bool own_step = engine == Engine::sde && sde.step;
  const double step = own_step ? *sde.step : problem.noise.step;
  const auto refuse = [&](const std::string& why) {
    throw ConfigError(fmt::format("{} = {} is not allowed: {} the end time {:g}",
                                  origin(own_step ? "simulation.sde_step" : "sgd.step"),
                                  config::to_text(step), why, end));
  };
  if (uses_gradient_noise(engine) && step > 0.0) {
    if (end / step > most_steps) refuse("the run would need more than 2^53 steps to");
    if (step > end) refuse("a run takes whole steps, and one would pass");
  }
  RunSetup setup{.problem = problem,
                 .engine = engine,
                 .seed = seed,
                 .end_time = end,
                 .decision = decision,
                 .tolerances = tolerances,
                 .sde = sde,
                 .start = start,
                 .mixture = {},
                 .coverage = {},
                 .span = {},
                 .gate_threshold = watched.threshold,
                 .stall_time = watched.stall,
                 .settle_time = watched.settle};
  if (is_mixture()) {
    setup.mixture = model();
    setup.coverage = coverage();
    setup.span = mixture.span;
  }
  return setup;
}

}  // namespace annealvi
