// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/store_check.hpp"

#include "annealvi/config/task_model.hpp"
#include "annealvi/jobs/numerics_version.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/point_record.hpp"
#include "simulation/engines.hpp"
#include "simulation/runs_record.hpp"

#include <algorithm>
#include <exception>

namespace annealvi {
namespace {

constexpr std::uint64_t most_runs = 8;

bool same_formula(const Config& config, Method method, const StoredPart& part,
                  const CurveOptions& options, bool& interrupted) {
  CurvePoint empty{.method = method, .end_time = config.end_time(), .probability = {}, .note = {}};
  const auto point = computed_point(empty, config, options, [](double /*share*/) {});
  interrupted = !point;
  return interrupted || encoded(*point) == part.value;
}

/// The first runs of the part: those after them begin anew, each with random numbers of its own.
bool same_runs(const Config& config, const StoredPart& part, const CurveOptions& options,
               bool& interrupted) {
  const RunSetup setup = config.run_setup();
  RunsRecord stored = decoded_runs(part.first, part.value);
  stored.runs.resize(std::min<std::uint64_t>(stored.runs.size(), most_runs));
  RunsRecord computed{.first = part.first, .runs = {}, .first_failure = {}, .first_collapsed = {}};
  for (std::uint64_t number = part.first; number < stored.end(); ++number) {
    const auto run = simulate_run_until(setup, number, {}, [&](double /*share*/) {
      return options.interrupted != nullptr && *options.interrupted;
    });
    interrupted = !run;
    if (interrupted) return true;
    computed.add(*run);
  }
  // Failure and state may be those of a later run.
  stored.first_failure.clear();
  stored.first_collapsed.reset();
  computed.first_failure.clear();
  computed.first_collapsed.reset();
  return encoded(stored) == encoded(computed);
}

bool same(const TaskIdentity& task, const StoredPart& part, const CurveOptions& options,
          bool& interrupted) {
  const auto method = method_named(task.method);
  if (!method) return false;
  try {
    const Config config = config_of_task(task.model, task.method);
    // Where collapse is certain without any run, it is answered like a formula.
    const bool certain = config.is_mixture() && !certain_collapse(config.model()).empty();
    return engine_of(*method) && !certain
               ? same_runs(config, part, options, interrupted)
               : same_formula(config, *method, part, options, interrupted);
  } catch (const ConfigError&) {
    return false;
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

StoreCheck check_store(Store& store, std::uint64_t most, const CurveOptions& options) {
  StoreCheck check;
  std::vector<StoredTask> tasks = store.tasks();
  std::erase_if(
      tasks, [](const StoredTask& task) { return task.task.numerics_version != numerics_version; });
  check.tasks = tasks.size();
  const std::uint64_t wanted = std::min<std::uint64_t>(most, tasks.size());
  for (std::uint64_t i = 0; i < wanted; ++i) {
    const TaskIdentity& task = tasks[i * tasks.size() / wanted].task;
    const std::vector<StoredPart> parts = store.find(task);
    if (parts.empty()) continue;  // damaged, and counted as such
    if (!same(task, parts[i % parts.size()], options, check.interrupted)) {
      if (check.different++ == 0) check.first_difference = task.method + " of " + task.model;
    }
    if (check.interrupted) break;
    ++check.checked;
    if (options.progress)
      options.progress(static_cast<double>(i + 1) / static_cast<double>(wanted));
  }
  std::replace(check.first_difference.begin(), check.first_difference.end(), '\n', ' ');
  return check;
}

}  // namespace annealvi
