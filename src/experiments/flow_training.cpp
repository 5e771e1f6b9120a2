// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/flow_training.hpp"

#include "jobs/threads.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
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
    run_on_threads(std::max<std::size_t>(1, std::min<std::size_t>(threads, tasks_.size())),
                   [this] { work(); });
  }

  [[nodiscard]] FlowRuns take_runs() { return std::move(runs_); }

 private:
  struct Task {
    std::size_t point;
    std::uint64_t run;
  };

  [[nodiscard]] bool stopped() const {
    return failed_.load(std::memory_order_relaxed) ||
           (options_.interrupted != nullptr &&
            options_.interrupted->load(std::memory_order_relaxed));
  }

  void work() {
    try {
      for (std::size_t i = next_++; i < tasks_.size() && !stopped(); i = next_++) train(tasks_[i]);
    } catch (...) {
      failed_ = true;
      throw;
    }
  }

  void train(const Task& task) {
    FlowHooks hooks;
    const auto steps = static_cast<double>(setups_[task.point].settings.steps);
    double asked = 0.0, told = 0.0;
    hooks.stop = [&] {  // asked once a step
      constexpr double worth_telling = 1.0 / 128.0;
      const double share = std::min(1.0, ++asked / steps);
      if (share - told >= worth_telling) {
        tell(share - told, 0);
        told = share;
      }
      return stopped();
    };
    hooks.stop_within = [this] { return stopped(); };
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
      runs_[task.point][task.run] = train_flow(setups_[task.point], task.run, hooks);
    } catch (const std::invalid_argument& error) {
      if (!checkpoint) throw;
      throw ConfigError(
          "cannot go on from " + checkpoint->name + ": " + error.what() +
          "; delete this file to train its run anew, or start without --resume to clear them all");
    }
    tell(-told, 1);
  }

  void tell(double under_way, std::size_t finished) {
    const std::scoped_lock lock(mutex_);
    under_way_ += under_way;
    finished_ += finished;
    if (options_.progress) {
      options_.progress((static_cast<double>(finished_) + under_way_) /
                        static_cast<double>(tasks_.size()));
    }
  }

  const FlowCurveOptions& options_;
  std::vector<FlowSetup> setups_;
  FlowRuns runs_;
  std::vector<Task> tasks_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;  ///< guards what follows
  std::size_t finished_ = 0;
  double under_way_ = 0.0;  ///< sum of the shares told of runs that are not finished
};

}  // namespace

FlowRuns train_flows(const std::vector<Config>& grid, const FlowCurveOptions& options,
                     unsigned threads) {
  Training training(grid, options);
  training.run(threads);
  return training.take_runs();
}

}  // namespace annealvi
