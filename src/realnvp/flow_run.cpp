// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/realnvp/flow_run.hpp"

#include "realnvp/trainer.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

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

FlowOutcome outcome_of(const FlowRun& run, const RealNvpSettings& settings) {
  if (!run.failure.empty()) return FlowOutcome::failed;
  if (run.quality.fit_divergence > settings.converged_divergence) return FlowOutcome::not_converged;
  return run.quality.relative_mass < settings.collapse_threshold ? FlowOutcome::collapsed
                                                                 : FlowOutcome::covered;
}

/// Trained to its end and judged; empty when stopped.
template <class Scalar>
std::optional<FlowRun> trained(realnvp::Trainer<Scalar>& trainer, const FlowSetup& setup,
                               std::uint64_t number, const FlowHooks& hooks) {
  const RealNvpSettings& settings = setup.settings;
  FlowRun run;
  std::size_t next_density = 0;
  const auto draw_due = [&] {
    for (; next_density < hooks.density_steps.size() &&
           hooks.density_steps[next_density] <= trainer.steps_done();
         ++next_density) {
      if (hooks.density_steps[next_density] < trainer.steps_done()) continue;
      auto density = realnvp::density(trainer.flow(), setup, number, trainer.steps_done());
      if (density) run.densities.push_back(std::move(*density));
    }
  };
  draw_due();
  while (trainer.steps_done() < settings.steps && trainer.step()) {
    draw_due();
    const bool stopped = hooks.stop && hooks.stop();
    const std::uint64_t done = trainer.steps_done();
    const bool due = settings.checkpoint_every > 0 && done % settings.checkpoint_every == 0;
    if (hooks.save && (stopped || (due && done < settings.steps))) hooks.save(trainer.checkpoint());
    if (stopped) return std::nullopt;
  }
  run.steps = trainer.steps_done();
  run.history = trainer.history();
  run.failure = trainer.failure();
  if (!run.failure.empty()) return run;
  run.quality = realnvp::evaluate(trainer.flow(), setup, number);
  if (!std::isfinite(run.quality.divergence)) {
    run.failure = "after training the log-density of a sample is not a number";
  }
  return run;
}

template <class Scalar>
std::optional<FlowRun> train(const FlowSetup& setup, std::uint64_t number, const FlowHooks& hooks) {
  std::optional<realnvp::OpenedRecord> record;
  if (hooks.checkpoint) record = realnvp::opened(*hooks.checkpoint, setup, number);
  std::optional<FlowRun> run;
  if (record && record->kind == realnvp::RecordKind::finished_run) {
    run = realnvp::finished_run(record->body);
  } else {
    realnvp::Trainer<Scalar> trainer(setup, number, &hooks.stop_within);
    if (record) trainer.restore(record->body);
    try {
      run = trained(trainer, setup, number, hooks);
    } catch (const FlowStopped&) {
      if (hooks.save) hooks.save(trainer.checkpoint());
    }
    if (!run) return std::nullopt;
    if (hooks.save) hooks.save(realnvp::finished_record(*run, setup, number));
  }
  run->outcome = outcome_of(*run, setup.settings);
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
  try {
    return setup.settings.precision == Precision::float32 ? train<float>(setup, number, hooks)
                                                          : train<double>(setup, number, hooks);
  } catch (const FlowStopped&) {
    return std::nullopt;  // before the first step
  }
}

}  // namespace annealvi
