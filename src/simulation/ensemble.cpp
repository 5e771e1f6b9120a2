// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/ensemble.hpp"

#include "numerics/quantile.hpp"
#include "simulation/engines.hpp"
#include "simulation/ensemble_builder.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>
#include <vector>

namespace annealvi {

AnnealingTimes annealing_times_of(std::vector<double> times) {
  if (times.empty()) return {};
  const auto count = static_cast<double>(times.size());
  double sum = 0.0, squares = 0.0;
  for (const double time : times) sum += time;
  const double mean = sum / count;
  for (const double time : times) squares += (time - mean) * (time - mean);
  std::sort(times.begin(), times.end());
  return {.runs = times.size(),
          .mean = mean,
          .standard_error = std::sqrt(squares / std::max(1.0, count - 1.0) / count),
          .median = quantile(times, 0.5),
          .q99 = quantile(times, 0.99)};
}

EnsembleResult run_ensemble(const RunSetup& setup, const EnsembleOptions& options) {
  check_run(setup, options.times);
  if (options.runs == 0) return {};
  if (setup.mixture) {
    if (std::string reason = certain_collapse(*setup.mixture); !reason.empty()) {
      EnsembleResult result;
      result.probability = 1.0;
      result.interval = {1.0, 1.0};
      result.certain = std::move(reason);
      return result;
    }
  }
  // Threads take run numbers in order and deliver in any order: work done ahead of a stop is
  // dropped.
  EnsembleBuilder builder(setup, options);
  std::mutex mutex;
  const auto work = [&](std::uint64_t number, TaskContext& context) {
    const std::optional<Run> run = simulate_run_until(
        setup, number, options.times, [&](double share) { return context.look(share); });
    if (!run) return TaskEnd::stopped;
    const std::scoped_lock lock(mutex);
    if (options.on_run) options.on_run(number, *run);
    RunsRecord record{.first = number, .runs = {}, .first_failure = {}, .first_collapsed = {}};
    record.add(*run);
    builder.deliver(std::move(record));
    return builder.satisfied() ? TaskEnd::enough : TaskEnd::finished;
  };
  const bool complete = execute({.tasks = options.runs,
                                 .cost = {},
                                 .total_cost = static_cast<double>(options.runs),
                                 .work = work},
                                {.threads = options.threads,
                                 .progress = options.progress,
                                 .interrupted = options.interrupted});
  return builder.result(!complete);
}

}  // namespace annealvi
