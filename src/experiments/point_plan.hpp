// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Many methods at many points as one plan: from the store what is there, the rest on all threads.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"
#include "annealvi/jobs/executor.hpp"
#include "annealvi/jobs/shard.hpp"
#include "experiments/curve_grid.hpp"
#include "simulation/ensemble_builder.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace annealvi {

/// One method at one point, which outlives the plan.
struct PointRequest {
  const GridPoint* at;
  Method method;
};

/// Formulas are a task each; runs are tasks in blocks of 256. What is computed goes to the store
/// with every task, of long ones every second. With half_width more blocks are asked for in rounds
/// that do not depend on the number of threads, and a shard takes whole points.
class PointPlan {
 public:
  PointPlan(std::span<const PointRequest> requests, const CurveOptions& options);

  /// `points`: the number of requests.
  [[nodiscard]] JobForecast forecast() const;
  /// The points in the order of the requests. Empty: interrupted before, or not of this shard, or
  /// not in the store where nothing else counts. Their series and position are 0.
  [[nodiscard]] std::vector<std::optional<CurvePoint>> run(unsigned threads);

 private:
  struct Point {
    const GridPoint* at;
    CurvePoint answer;
    TaskIdentity identity;
    double cost;                             ///< of the formula, or of a run
    bool whole_in_shard = true;              ///< of a formula, and with half_width
    std::optional<RunSetup> setup;           ///< of simulations
    std::optional<EnsembleBuilder> builder;  ///< likewise
    std::vector<std::pair<std::uint64_t, std::uint64_t>> stored;  ///< runs from, to
    std::vector<bool> blocks_in_shard;                            ///< empty: all
    std::uint64_t planned = 0;  ///< runs before it were given to a round
    std::atomic<bool> failed = false;
    bool known = false;  ///< `answer` is complete

    [[nodiscard]] const Config& config() const { return at->config; }
    [[nodiscard]] bool is_adaptive() const { return setup && config().half_width > 0.0; }
    [[nodiscard]] bool has_run(std::uint64_t run) const;
  };

  /// A formula (no runs), the assembly of stored runs (none to do), or runs of one block.
  struct Work {
    std::size_t point;
    std::uint64_t begin = 0, end = 0;
    double cost = 0.0;
  };

  void load(Point& point);
  void assign_shards();
  void add_theory(std::vector<Work>& works) const;
  /// The next ones of points with a fixed number of runs, up to the limit of a round.
  void add_fixed_runs(std::vector<Work>& works);
  [[nodiscard]] std::vector<Work> next_round() const;
  void add_runs(std::vector<Work>& works, std::size_t index, std::uint64_t begin,
                std::uint64_t end) const;
  [[nodiscard]] bool runs_are_missing(const Point& point) const;
  bool execute_round(const std::vector<Work>& works, unsigned threads);
  TaskEnd do_work(const Work& work, TaskContext& context);
  TaskEnd compute_formula(Point& point);
  TaskEnd compute_runs(Point& point, const Work& work, TaskContext& context);
  std::optional<TaskEnd> ask_rank(Point& point, const Work& work, const TaskContext& context);
  void settle(Point& point, CurvePoint answer, double seconds, const std::string& machine);
  void keep(Point& point, RunsRecord record, double seconds, const std::string& machine);
  void assemble(Point& point);

  const CurveOptions& options_;
  std::vector<std::unique_ptr<Point>> points_;
  std::vector<std::size_t> place_of_;        ///< of every request: its point, shared by equal ones
  std::size_t own_threads_ = 0;              ///< those after them wait for ranks
  std::atomic<std::size_t> known_{0};        ///< points with their answer
  double all_cost_ = 0.0, past_cost_ = 0.0;  ///< of the job, of the rounds before this one
  std::mutex mutex_;                         ///< guards the builders
};

}  // namespace annealvi
