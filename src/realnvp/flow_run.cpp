// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/realnvp/flow_run.hpp"

#include "realnvp/trainer.hpp"

#include <cmath>
#include <stdexcept>

namespace annealvi {
namespace {

void check(const FlowSetup& setup) {
  const RealNvpSettings& s = setup.settings;
  const double dimension = setup.problem.target.dimension;
  if (!(dimension >= 2.0 && dimension <= 1e5)) {
    throw std::invalid_argument("train_flow: couplings need 2 <= dimension <= 1e5");
  }
  if (s.batch < 1 || s.steps < 1 || s.history_rows < 1 || s.evaluation_samples < 1 ||
      !(s.learning_rate > 0.0) || !(s.learning_rate_decay > 0.0) || !(s.time_per_step >= 0.0)) {
    throw std::invalid_argument("train_flow: a number of the settings is out of range");
  }
}

FlowOutcome outcome_of(const FlowQuality& quality, const RealNvpSettings& settings) {
  if (quality.fit_divergence > settings.converged_divergence) return FlowOutcome::not_converged;
  return quality.relative_mass < settings.collapse_threshold ? FlowOutcome::collapsed
                                                             : FlowOutcome::covered;
}

template <class Scalar>
std::optional<FlowRun> train(const FlowSetup& setup, std::uint64_t number, const FlowHooks& hooks) {
  const RealNvpSettings& settings = setup.settings;
  realnvp::Trainer<Scalar> trainer(setup, number);
  if (hooks.checkpoint) trainer.restore(*hooks.checkpoint);
  const bool saving = hooks.save && settings.checkpoint_every > 0;
  FlowRun run;
  std::size_t next_density = 0;
  const auto draw_due = [&] {
    while (next_density < hooks.density_steps.size() &&
           hooks.density_steps[next_density] <= trainer.steps_done()) {
      if (hooks.density_steps[next_density] == trainer.steps_done()) {
        run.densities.push_back(
            realnvp::density(trainer.flow(), setup, number, trainer.steps_done()));
      }
      ++next_density;
    }
  };
  draw_due();
  while (trainer.steps_done() < settings.steps && trainer.step()) {
    draw_due();
    const bool stopped = hooks.stop && hooks.stop();
    const std::uint64_t done = trainer.steps_done();
    const bool due = saving && done < settings.steps && done % settings.checkpoint_every == 0;
    if (due || (saving && stopped)) hooks.save(trainer.checkpoint());
    if (stopped) return std::nullopt;
  }
  if (saving) hooks.save(trainer.checkpoint());
  run.steps = trainer.steps_done();
  run.history = trainer.history();
  run.failure = trainer.failure();
  if (!run.failure.empty()) return run;
  run.quality = realnvp::evaluate(trainer.flow(), setup, number);
  if (!std::isfinite(run.quality.divergence)) {
    run.failure = "after training the log-density of a sample is not a number";
    return run;
  }
  run.outcome = outcome_of(run.quality, settings);
  return run;
}

}  // namespace

double FlowSetup::temperature(std::uint64_t step) const {
  return problem.annealing.schedule.temperature(static_cast<double>(step) * settings.time_per_step);
}

AnnealedTarget FlowSetup::annealed(std::uint64_t step) const {
  return annealed_target(problem.target, problem.annealing.path, temperature(step),
                         problem.annealing.bridge_scale);
}

std::optional<FlowRun> train_flow(const FlowSetup& setup, std::uint64_t number,
                                  const FlowHooks& hooks) {
  check(setup);
  return setup.settings.precision == Precision::float32 ? train<float>(setup, number, hooks)
                                                        : train<double>(setup, number, hooks);
}

}  // namespace annealvi
