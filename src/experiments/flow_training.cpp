// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/flow_training.hpp"

#include "annealvi/jobs/executor.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace annealvi {
namespace {

FlowSetup setup_of(const Config& config) {
  return {.problem = config.problem, .settings = config.realnvp, .seed = config.seed};
}

/// Threads take (point, run) in order; a result has its own place, so their number changes nothing.
class Training {
 public:
  Training(const std::vector<Config>& grid, const FlowCurveOptions& options)
      : options_(options), runs_(grid.size()) {
    for (const Config& config : grid) setups_.push_back(setup_of(config));
    for (std::size_t i = 0; i < grid.size(); ++i) {
      runs_[i].resize(setups_[i].settings.runs);
      for (std::uint64_t run = 0; run < runs_[i].size(); ++run) tasks_.push_back({i, run});
    }
  }

  void run(unsigned threads) {
    const auto progress = [this](double done, double all) {
      if (options_.progress) options_.progress(done / all);
    };
    const auto work = [this](std::size_t i, TaskContext& context) {
      return train(tasks_[i], context);
    };
    (void)execute({.tasks = tasks_.size(), .cost = {}, .work = work},
                  {.threads = threads, .progress = progress, .interrupted = options_.interrupted});
  }

  [[nodiscard]] FlowRuns take_runs() { return std::move(runs_); }

 private:
  struct Task {
    std::size_t point;
    std::uint64_t run;
  };

  TaskEnd train(const Task& task, TaskContext& context) {
    FlowHooks hooks;
    const auto steps = static_cast<double>(setups_[task.point].settings.steps);
    double asked = 0.0;
    hooks.stop = [&] { return context.look(std::min(1.0, ++asked / steps)); };  // once a step
    hooks.stop_within = [&context] { return context.stopped(); };
    const bool drawn = task.run == options_.density_run && !options_.density_steps.empty();
    // A run that is drawn starts anew: a checkpoint has no densities of the past.
    std::optional<FlowCheckpoint> checkpoint;
    if (options_.load && !drawn) checkpoint = options_.load(task.point, task.run);
    if (checkpoint) hooks.checkpoint = checkpoint->bytes;
    if (options_.save) {
      hooks.save = [&](const std::string& bytes) { options_.save(task.point, task.run, bytes); };
    }
    if (drawn) hooks.density_steps = options_.density_steps;
    try {
      std::optional<FlowRun>& run = runs_[task.point][task.run];
      run = train_flow(setups_[task.point], task.run, hooks);
      return run ? TaskEnd::finished : TaskEnd::stopped;
    } catch (const std::invalid_argument& error) {
      if (!checkpoint) throw;
      throw ConfigError(
          "cannot go on from " + checkpoint->name + ": " + error.what() +
          "; delete this file to train its run anew, or start without --resume to clear them all");
    }
  }

  const FlowCurveOptions& options_;
  std::vector<FlowSetup> setups_;
  FlowRuns runs_;
  std::vector<Task> tasks_;
};

}  // namespace

FlowRuns train_flows(const std::vector<Config>& grid, const FlowCurveOptions& options,
                     unsigned threads) {
  Training training(grid, options);
  training.run(threads);
  return training.take_runs();
}

}  // namespace annealvi
