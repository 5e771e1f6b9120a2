// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The tasks of a plan at work.
#include "experiments/curve_point.hpp"
#include "experiments/point_plan.hpp"
#include "experiments/point_record.hpp"
#include "experiments/remote_task.hpp"
#include "simulation/engines.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <new>
#include <utility>

namespace annealvi {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

bool PointPlan::execute_round(const std::vector<Work>& works, unsigned threads) {
  // A rank is a process for one core, and the first one has a core, too.
  const std::size_t others = options_.ranks == nullptr ? 0 : options_.ranks->others();
  own_threads_ = others > 0 && threads == 0 ? 1 : thread_count(threads);
  const std::size_t all_threads = own_threads_ + others;
  // Blocks are cut so that all threads have work until the end, of at most half a second each.
  double total = 0.0;
  for (const Work& work : works) total += work.cost;
  constexpr double longest = 0.5, pieces_a_thread = 8.0, shortest = 1e-6;
  const double wanted =
      std::clamp(total / (pieces_a_thread * static_cast<double>(all_threads)), shortest, longest);
  std::vector<Work> pieces;
  for (const Work& work : works) {
    const std::uint64_t runs = work.end - work.begin;
    const auto parts = static_cast<std::uint64_t>(
        std::clamp(std::ceil(work.cost / wanted), 1.0, std::max(1.0, static_cast<double>(runs))));
    for (std::uint64_t i = 0; i < parts; ++i)
      pieces.push_back({work.point, work.begin + runs * i / parts,
                        work.begin + runs * (i + 1) / parts,
                        work.cost / static_cast<double>(parts)});
  }
  const Plan plan{.tasks = pieces.size(),
                  .cost = [&](std::size_t task) { return pieces[task].cost; },
                  .work = [&](std::size_t task,
                              TaskContext& context) { return do_work(pieces[task], context); }};
  // Nobody knows how many runs a wanted half width takes: then points count.
  const bool adaptive = std::any_of(points_.begin(), points_.end(),
                                    [](const auto& point) { return point->is_adaptive(); });
  const auto progress = [&](double done, double all) {
    if (!options_.progress || !(all > 0.0)) return;
    options_.progress(adaptive ? static_cast<double>(known_) / static_cast<double>(points_.size())
                               : std::min(1.0, (past_cost_ + done) / std::max(all_cost_, all)));
  };
  const bool complete = execute(plan, {.threads = static_cast<unsigned>(all_threads),
                                       .progress = progress,
                                       .interrupted = options_.interrupted});
  past_cost_ += total;
  return complete;
}

TaskEnd PointPlan::do_work(const Work& work, TaskContext& context) {
  Point& point = *points_[work.point];
  if (point.failed) return TaskEnd::finished;
  const auto fail = [&](const std::string& note) {
    const std::scoped_lock lock(mutex_);
    point.failed = true;
    point.answer.status = AnswerStatus::failed;
    point.answer.note = without_commas(note);
    point.known = true;
    ++known_;
    return TaskEnd::finished;
  };
  const bool assembly = point.setup && work.begin == work.end;
  try {
    if (context.thread() >= own_threads_ && !assembly)
      if (const auto end = ask_rank(point, work, context)) return *end;
    if (!point.setup) return compute_formula(point);
    return compute_runs(point, work, context);
  } catch (const StoreError&) {
    throw;
  } catch (const std::bad_alloc&) {
    return fail(no_memory_note);
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

TaskEnd PointPlan::compute_formula(Point& point) {
  const Clock::time_point begin = Clock::now();
  const std::optional<CurvePoint> found =
      computed_point(point.answer, point.config(), options_, [](double /*share*/) {});
  if (!found) return TaskEnd::stopped;
  settle(point, *found, seconds_since(begin), machine_kind());
  return TaskEnd::finished;
}

/// The answer of a formula is there.
void PointPlan::settle(Point& point, CurvePoint answer, double seconds,
                       const std::string& machine) {
  point.answer = std::move(answer);
  point.known = true;
  ++known_;
  if (options_.stored.store != nullptr && point.answer.note != no_memory_note)
    options_.stored.store->save(point.identity, {.value = encoded(point.answer)}, seconds, machine);
}

TaskEnd PointPlan::compute_runs(Point& point, const Work& work, TaskContext& context) {
  constexpr double now_and_then = 1.0;  // seconds: so much of a long task a killed program loses
  const auto total = static_cast<double>(work.end - work.begin);
  const auto empty = [](std::uint64_t first) {
    return RunsRecord{.first = first, .runs = {}, .first_failure = {}, .first_collapsed = {}};
  };
  Clock::time_point begin = Clock::now();
  RunsRecord record = empty(work.begin);
  for (std::uint64_t number = work.begin; number < work.end; ++number) {
    const auto done = static_cast<double>(number - work.begin);
    const std::optional<Run> run = simulate_run_until(*point.setup, number, {}, [&](double share) {
      return context.look((done + share) / total);
    });
    if (!run) break;
    record.add(*run);
    if (seconds_since(begin) < now_and_then || number + 1 == work.end) continue;
    keep(point, std::exchange(record, empty(number + 1)), seconds_since(begin), machine_kind());
    begin = Clock::now();
  }
  const bool complete = record.end() == work.end;
  if (!record.runs.empty()) keep(point, std::move(record), seconds_since(begin), machine_kind());
  if (!complete) return TaskEnd::stopped;
  assemble(point);
  return TaskEnd::finished;
}

void PointPlan::keep(Point& point, RunsRecord record, double seconds, const std::string& machine) {
  if (options_.stored.store != nullptr)
    options_.stored.store->save(point.identity, {record.first, record.runs.size(), encoded(record)},
                                seconds, machine);
  if (!options_.stored.shard.is_whole() && !point.is_adaptive()) return;
  const std::scoped_lock lock(mutex_);
  point.builder->deliver(std::move(record));
}

/// Empty: it is to be computed here.
std::optional<TaskEnd> PointPlan::ask_rank(Point& point, const Work& work,
                                           const TaskContext& context) {
  const auto words = options_.ranks->ask(context.thread() - own_threads_,
                                         task_request(point.identity, work.begin, work.end),
                                         [&context] { return context.stopped(); });
  if (!words) return TaskEnd::stopped;
  const TaskAnswer answer = decoded_answer(*words);
  if (answer.kind == TaskAnswer::Kind::refused) return std::nullopt;
  if (answer.kind == TaskAnswer::Kind::no_memory) throw std::bad_alloc();
  const bool complete = answer.kind == TaskAnswer::Kind::value;
  if (!point.setup) {
    if (complete)
      settle(point, decoded_point(point.answer, answer.value), answer.seconds, answer.machine);
  } else {
    RunsRecord record = decoded_runs(work.begin, answer.value);
    if (!record.runs.empty()) keep(point, std::move(record), answer.seconds, answer.machine);
    if (complete) assemble(point);
  }
  return complete ? TaskEnd::finished : TaskEnd::stopped;
}

/// Once, by the task that finds all runs there.
void PointPlan::assemble(Point& point) {
  EnsembleResult result;
  {
    const std::scoped_lock lock(mutex_);
    if (!point.builder->satisfied() || point.known) return;
    point.known = true;
    result = point.builder->result(false);
  }
  point.answer = simulated_answer(point.answer, point.config(), *point.setup, result);
  ++known_;
}

}  // namespace annealvi
