// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/executor.hpp"

#include "jobs/threads.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

namespace annealvi {

unsigned thread_count(unsigned wanted) {
  return wanted == 0 ? std::max(1U, std::thread::hardware_concurrency()) : wanted;
}

class Executor {
 public:
  Executor(const Plan& plan, const ExecutorOptions& options)
      : plan_(plan), options_(options), total_(plan.total_cost) {
    if (total_ > 0.0) return;
    for (std::size_t task = 0; task < plan.tasks; ++task) total_ += cost_of(task);
  }

  bool run() {
    if (plan_.tasks == 0) return true;
    const std::size_t threads = std::min<std::size_t>(thread_count(options_.threads), plan_.tasks);
    run_on_threads(threads, [this] { work(); });
    return enough_ || finished_ == plan_.tasks;
  }

  [[nodiscard]] bool stopped() const {
    return stop_.load(std::memory_order_relaxed) ||
           (options_.interrupted != nullptr &&
            options_.interrupted->load(std::memory_order_relaxed));
  }

  /// A part of a task under way; negative: taken back.
  void add_under_way(double cost) {
    const std::scoped_lock lock(mutex_);
    under_way_ += cost;
    report();
  }

 private:
  [[nodiscard]] double cost_of(std::size_t task) const {
    return plan_.cost ? plan_.cost(task) : 1.0;
  }

  void work() {
    const std::size_t thread = threads_++;
    try {
      while (!stopped()) {
        const std::size_t task = next_.fetch_add(1, std::memory_order_relaxed);
        if (task >= plan_.tasks) return;
        TaskContext context(*this, cost_of(task), thread);
        const TaskEnd end = plan_.work(task, context);
        const std::scoped_lock lock(mutex_);
        under_way_ -= context.share_ * context.cost_;
        if (end == TaskEnd::stopped) continue;
        done_ += context.cost_;
        ++finished_;
        report();
        if (end == TaskEnd::enough) enough_ = stop_ = true;
      }
    } catch (...) {
      stop_ = true;
      throw;
    }
  }

  void report() const {
    if (options_.progress) options_.progress(done_ + under_way_, total_);
  }

  const Plan& plan_;
  const ExecutorOptions& options_;
  double total_;
  std::atomic<std::size_t> next_{0}, threads_{0};
  std::atomic<bool> stop_{false};

  std::mutex mutex_;  ///< guards what follows
  double done_ = 0.0, under_way_ = 0.0;
  std::size_t finished_ = 0;
  bool enough_ = false;
};

bool TaskContext::stopped() const {
  return executor_.stopped();
}

bool TaskContext::look(double share) {
  constexpr double worth_a_look_at_the_clock = 1.0 / 128.0;
  constexpr auto now_and_then = std::chrono::milliseconds(200);
  if (share - share_ >= worth_a_look_at_the_clock) {
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ > now_and_then) {
      executor_.add_under_way((share - share_) * cost_);
      share_ = share;
      told_ = now;
    }
  }
  return stopped();
}

bool execute(const Plan& plan, const ExecutorOptions& options) {
  return Executor(plan, options).run();
}

}  // namespace annealvi
