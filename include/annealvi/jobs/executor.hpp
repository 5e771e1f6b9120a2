// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Independent tasks on many threads: the one place that owns threads, progress, interruption and
// what happens when a task throws.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>

namespace annealvi {

/// `wanted`, or the number of cores for 0.
[[nodiscard]] unsigned thread_count(unsigned wanted);

class Executor;

/// What a task sees of the job that it belongs to.
class TaskContext {
 public:
  /// True when the task is to end without a result: the job was interrupted, has enough, or failed.
  [[nodiscard]] bool stopped() const;
  /// Tells, now and then, that this share of the task is done (growing from 0 to 1), for a job of
  /// few long tasks. Returns `stopped()`.
  bool look(double share);
  /// The thread that does the task: a number below that of all threads.
  [[nodiscard]] std::size_t thread() const { return thread_; }

 private:
  friend class Executor;
  TaskContext(Executor& executor, double cost, std::size_t thread)
      : executor_(executor), cost_(cost), thread_(thread) {}

  Executor& executor_;
  double cost_;
  std::size_t thread_;
  double share_ = 0.0;  ///< told so far
  std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

enum class TaskEnd {
  finished,
  stopped,  ///< without a result
  enough,   ///< finished, and no other task is needed any more
};

/// A list of tasks, each a function of its number alone, so that results do not depend on the
/// number of threads. A task keeps its result itself, in a place or behind a lock of its own.
struct Plan {
  std::size_t tasks = 0;
  /// Of a task, in any unit, for progress; empty: 1 each.
  std::function<double(std::size_t task)> cost;
  double total_cost = 0.0;  ///< 0: the sum is taken
  std::function<TaskEnd(std::size_t task, TaskContext& context)> work;
};

struct ExecutorOptions {
  unsigned threads = 0;  ///< 0: all cores
  /// Costs of what is finished, tasks under way in part, and of all. Any thread, serialised.
  std::function<void(double done, double total)> progress;
  const std::atomic<bool>* interrupted = nullptr;  ///< polled all the time
};

/// Begins the tasks in their order and returns when all have ended: true when every task was
/// finished or one had enough, false when `interrupted` came before. The first exception of a task
/// or of `progress` ends the others early and is thrown here. Throws ThreadsRefused when the
/// machine does not give the threads.
[[nodiscard]] bool execute(const Plan& plan, const ExecutorOptions& options);

}  // namespace annealvi
