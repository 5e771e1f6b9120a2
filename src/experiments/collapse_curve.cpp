// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/collapse_curve.hpp"

#include "experiments/curve_grid.hpp"
#include "experiments/curve_point.hpp"
#include "jobs/threads.hpp"

#include <algorithm>
#include <mutex>
#include <tuple>

namespace annealvi {
namespace {

// One method at one grid point, or (no method) the temperatures there.
struct Task {
  std::size_t series, position;
  std::size_t grid;  // series * positions + position
  std::optional<Method> method;
  double weight;  // share of the work, roughly seconds
};

bool is_simulation(const Task& task) {
  return task.method && engine_of(*task.method);
}

std::vector<Task> build_tasks(const CollapseCurve& curve, const std::vector<GridPoint>& grid) {
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const std::size_t series = i / curve.vary.values.size();
    const std::size_t position = i % curve.vary.values.size();
    tasks.push_back({series, position, i, std::nullopt, estimated_cost(std::nullopt, grid[i])});
    for (const MethodChoice& choice : curve.methods) {
      if (position % choice.every != 0) continue;
      tasks.push_back({series, position, i, choice.method, estimated_cost(choice.method, grid[i])});
    }
  }
  return tasks;
}

// Runs the tasks of a curve and collects what they give.
class Computation {
 public:
  Computation(CollapseCurve& curve, const std::vector<GridPoint>& grid, const CurveOptions& options)
      : curve_(curve), grid_(grid), options_(options), tasks_(build_tasks(curve, grid)) {
    curve_.temperatures.resize(grid.size());
    for (const Task& task : tasks_) total_weight_ += task.weight;
  }

  void run(unsigned threads) {
    std::vector<Task> simulations, theory;
    for (const Task& task : tasks_) (is_simulation(task) ? simulations : theory).push_back(task);
    run_in_parallel(theory, threads);
    for (const Task& task : simulations) run_one(task);
    const auto order = [](const CurvePoint& a, const CurvePoint& b) {
      return std::tie(a.series, a.position, a.method) < std::tie(b.series, b.position, b.method);
    };
    std::sort(curve_.points.begin(), curve_.points.end(), order);
  }

 private:
  [[nodiscard]] bool stopped() const {
    return options_.interrupted && options_.interrupted->load();
  }

  void run_in_parallel(const std::vector<Task>& tasks, unsigned threads) {
    std::atomic<std::size_t> next{0};
    run_on_threads(std::max<std::size_t>(1, std::min<std::size_t>(threads, tasks.size())), [&] {
      try {
        for (std::size_t i = next++; i < tasks.size(); i = next++) run_one(tasks[i]);
      } catch (...) {
        next = tasks.size();
        throw;
      }
    });
  }

  void run_one(const Task& task) {
    if (stopped()) {
      const std::scoped_lock lock(mutex_);
      curve_.interrupted = true;
      return;
    }
    const GridPoint& at = grid_[task.grid];
    if (!task.method) {
      store_temperatures(task, at);
      return;
    }
    CurvePoint empty{.series = task.series,
                     .position = task.position,
                     .method = *task.method,
                     .end_time = at.end_time,
                     .probability = {},
                     .note = {}};
    const std::optional<CurvePoint> point = computed_point(
        empty, at.config, options_, [&](double share) { report(task.weight * share, false); });
    const std::scoped_lock lock(mutex_);
    if (!point) {
      curve_.interrupted = true;
      return;
    }
    curve_.points.push_back(*point);
    report(task.weight, true);
  }

  void store_temperatures(const Task& task, const GridPoint& at) {
    const Temperatures temperatures = temperatures_of(at.config.model());
    const std::scoped_lock lock(mutex_);
    curve_.temperatures[task.grid] = temperatures;
    report(task.weight, true);
  }

  // Simulations run one at a time, so their partial shares need no lock.
  void report(double weight, bool complete) {
    if (options_.progress) options_.progress((done_weight_ + weight) / total_weight_);
    if (complete) done_weight_ += weight;
  }

  CollapseCurve& curve_;
  const std::vector<GridPoint>& grid_;
  const CurveOptions& options_;
  std::vector<Task> tasks_;
  double total_weight_ = 0.0, done_weight_ = 0.0;
  std::mutex mutex_;
};

}  // namespace

void check_curve(const Config& config) {
  (void)build_grid(config, planned_curve(config));
}

CollapseCurve collapse_curve(const Config& config, const CurveOptions& options) {
  CollapseCurve curve = planned_curve(config);
  const std::vector<GridPoint> grid = build_grid(config, curve);
  Computation(curve, grid, options).run(thread_count(config.threads));
  return curve;
}

}  // namespace annealvi
