// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/collapse_curve.hpp"

#include "annealvi/experiments/answer.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/component_collapse.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "experiments/curve_grid.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/sharp_options.hpp"
#include "jobs/threads.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <new>
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

}  // namespace

double estimated_cost(std::optional<Method> method, const GridPoint& point) {
  const Config& config = point.config;
  const double runs = static_cast<double>(config.runs);
  if (!method || method == Method::overlap) return 0.02;
  if (method == Method::sharp) return 0.5;
  if (method == Method::flow) return 2e-3 * runs;
  if (method == Method::sde) {
    const SdeOptions& sde = config.sde;
    const double size = sde.step.value_or(config.problem.noise.step);
    const double cost = sde.scheme == SdeScheme::euler ? 1e-6 : 1.2e-5;
    return cost * runs * static_cast<double>(step_count(point.end_time, size));
  }
  const double steps = static_cast<double>(step_count(point.end_time, config.problem.noise.step));
  const double samples = runs * steps * config.problem.noise.batch;
  if (method == Method::reduced) return 1e-7 * samples;
  return 8e-9 * samples * config.problem.target.dimension;
}

std::string without_commas(std::string text) {
  std::replace(text.begin(), text.end(), ',', ';');
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

namespace {

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

/// In a table what is as good as asked is done, whatever the method.
void take_answer(CurvePoint& point, const Answer& answer) {
  point.status = answer.status == AnswerStatus::converged ? AnswerStatus::done : answer.status;
  point.note = one_line(answer.notes);
}

}  // namespace

CurvePoint simulated_answer(CurvePoint point, const Config& config, const RunSetup& setup,
                            const EnsembleResult& result) {
  point.runs = result.runs;
  point.collapsed = result.collapsed;
  point.recovered = result.recovered;
  point.undecided = result.undecided;
  point.failed = result.failed;
  if (result.mixture) {
    point.mean_alignment = result.mixture->mean_alignment;
    point.vanishing_weight = result.mixture->vanishing_weight;
  }
  take_answer(point, answer_of(config, setup, result));
  point.note = without_commas(point.note);
  if (!result.probability) return point;
  point.probability = result.probability;
  point.lower = result.interval.lower;
  point.upper = result.interval.upper;
  return point;
}

namespace {

// nullopt: interrupted
std::optional<CurvePoint> sharp_point(CurvePoint point, const Config& config,
                                      const std::atomic<bool>* interrupted) {
  const SharpProbability sharp =
      collapse_probability(config.problem, sharp_options(config, point.end_time, interrupted));
  if (sharp.status == SharpStatus::interrupted) return std::nullopt;
  take_answer(point, answer_of(config, point.end_time, sharp));
  if (!has_number(sharp.status)) return point;
  point.probability = sharp.probability;
  point.lower = std::max(0.0, sharp.probability - sharp.error);
  point.upper = std::min(1.0, sharp.probability + sharp.error);
  return point;
}

// (L4) and (K1) are about the linear stage: whether the annealing is finished does not matter to
// them.
CurvePoint overlap_point(CurvePoint point, const Config& config,
                         const std::atomic<bool>* interrupted) {
  if (config.is_mixture()) {
    const std::function<bool()> stop = [&] { return interrupted != nullptr && *interrupted; };
    SpanOptions span = config.mixture.span;
    span.stop = &stop;
    const auto [overlap, reason] =
        component_collapse(config.mixture_problem(), {.end_time = point.end_time,
                                                      .tolerances = config.tolerances,
                                                      .span = span,
                                                      .seed = config.seed});
    point.note = reason;
    if (!overlap) point.status = AnswerStatus::not_available;
    if (overlap) {
      point.probability = overlap->probability;
      point.lower = std::max(0.0, overlap->probability - overlap->error);
      point.upper = std::min(1.0, overlap->probability + overlap->error);
    }
    return point;
  }
  const auto overlap = overlap_probability(config.problem, point.end_time, config.tolerances);
  if (overlap) {
    point.probability = point.lower = point.upper = overlap->probability;
  } else {
    point.status = AnswerStatus::not_available;
    point.note = "no linear stage";
  }
  return point;
}

// nullopt: interrupted before all runs were done
std::optional<CurvePoint> simulated_point(CurvePoint point, const Config& config,
                                          const CurveOptions& options,
                                          const std::function<void(double)>& share_done) {
  RunSetup setup = config.run_setup();
  setup.engine = engine_of(point.method).value();
  setup.end_time = point.end_time;
  EnsembleOptions ensemble{.runs = config.runs,
                           .half_width = config.half_width,
                           .confidence = config.confidence,
                           .threads = config.threads,
                           .progress = {},
                           .interrupted = options.interrupted};
  ensemble.progress = [&](double finished, double total) { share_done(finished / total); };
  const EnsembleResult result = run_ensemble(setup, ensemble);
  if (result.interrupted) return std::nullopt;
  return simulated_answer(std::move(point), config, setup, result);
}

}  // namespace

std::optional<CurvePoint> computed_point(CurvePoint empty, const Config& config,
                                         const CurveOptions& options,
                                         const std::function<void(double)>& share_done) {
  std::optional<CurvePoint> point;
  const std::string certain =
      config.is_mixture() ? certain_collapse(config.mixture_problem()) : std::string();
  try {
    if (!certain.empty()) {
      point = empty;
      point->probability = point->lower = point->upper = 1.0;
      point->note = certain;
    } else if (empty.method == Method::sharp) {
      point = sharp_point(empty, config, options.interrupted);
    } else if (empty.method == Method::overlap) {
      point = overlap_point(empty, config, options.interrupted);
    } else {
      point = simulated_point(empty, config, options, share_done);
    }
  } catch (const Stopped&) {
    return std::nullopt;
  } catch (const ThreadsRefused&) {
    throw;  // so it would be at every point
  } catch (const std::bad_alloc&) {
    empty.note = "there is not enough memory for this point";
    empty.status = AnswerStatus::failed;
    point = empty;
  } catch (const std::exception& error) {
    empty.note = error.what();
    empty.status = AnswerStatus::failed;
    point = empty;
  }
  if (point) point->note = without_commas(point->note);
  return point;
}

Temperatures temperatures_of(const Problem& problem) {
  try {
    return {critical_temperature(problem), safe_temperature(problem).value};
  } catch (const std::exception&) {
    // A mark on the picture that cannot be computed is left out; the points say what failed.
    return {};
  }
}

namespace {

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
    const Temperatures temperatures =
        at.config.is_mixture() ? Temperatures{} : temperatures_of(at.config.problem);
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
