// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/jobs/executor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

namespace annealvi {
namespace {

/// A plan of `tasks` that call `work`, all of the same cost.
Plan plan_of(std::size_t tasks, std::function<TaskEnd(std::size_t, TaskContext&)> work) {
  return {.tasks = tasks, .cost = {}, .work = std::move(work)};
}

}  // namespace

TEST_CASE("every task is done once, whatever the number of threads") {
  for (const unsigned threads : {1U, 2U, 4U, 100U}) {
    std::vector<std::atomic<int>> calls(50);
    const bool complete = execute(plan_of(calls.size(),
                                          [&](std::size_t task, TaskContext&) {
                                            ++calls[task];
                                            return TaskEnd::finished;
                                          }),
                                  {.threads = threads, .progress = {}});
    CHECK(complete);
    CHECK(std::ranges::all_of(calls, [](const auto& count) { return count == 1; }));
  }
}

TEST_CASE("a plan without tasks is complete") {
  CHECK(execute({}, {.threads = 3, .progress = {}}));
}

TEST_CASE("progress grows to the total cost, and tells of tasks under way") {
  double last = -1.0, told_total = 0.0;
  bool grew = true;
  std::set<double> seen;
  // Told after a pause: a task that looks until it is, a minute at most.
  Plan plan = plan_of(4, [&](std::size_t task, TaskContext& context) {
    const auto begin = std::chrono::steady_clock::now();
    while (task == 0 && seen.empty() &&
           std::chrono::steady_clock::now() - begin < std::chrono::minutes(1))
      CHECK_FALSE(context.look(0.5));
    return TaskEnd::finished;
  });
  plan.cost = [](std::size_t task) { return 1.0 + static_cast<double>(task); };
  CHECK(execute(plan, {.threads = 1, .progress = [&](double done, double total) {
                         grew = grew && done >= last;
                         last = done;
                         told_total = total;
                         seen.insert(done);
                       }}));
  CHECK(grew);
  CHECK(last == 10.0);
  CHECK(told_total == 10.0);
  CHECK(seen.contains(0.5));  // half of the first task
}

TEST_CASE("one task that has enough ends the others, and the plan is complete") {
  std::atomic<std::size_t> begun{0};
  CHECK(execute(plan_of(1'000'000,
                        [&](std::size_t task, TaskContext&) {
                          ++begun;
                          return task == 20 ? TaskEnd::enough : TaskEnd::finished;
                        }),
                {.threads = 2, .progress = {}}));
  CHECK(begun < 1'000'000);
}

TEST_CASE("an interruption is seen by tasks under way, and no other begins") {
  std::atomic<bool> interrupted{false};
  std::atomic<int> begun{0};
  CHECK_FALSE(execute(plan_of(10,
                              [&](std::size_t task, TaskContext& context) {
                                ++begun;
                                if (task == 0) interrupted = true;
                                while (!context.stopped()) {
                                }
                                return TaskEnd::stopped;
                              }),
                      {.threads = 2, .progress = {}, .interrupted = &interrupted}));
  CHECK(begun <= 2);
}

TEST_CASE("an exception of a task or of progress ends the others and is thrown once") {
  const auto work = [](std::size_t task, TaskContext& context) {
    if (task == 3) throw std::domain_error("task");
    // Without the end of the others this would never return.
    while (task > 3 && !context.stopped()) {
    }
    return TaskEnd::finished;
  };
  CHECK_THROWS_AS((void)execute(plan_of(100, work), {.threads = 3, .progress = {}}),
                  std::domain_error);
  CHECK_THROWS_AS(
      (void)execute(plan_of(3, [](std::size_t, TaskContext&) { return TaskEnd::finished; }),
                    {.threads = 2, .progress = [](double, double) { throw std::range_error(""); }}),
      std::range_error);
}

}  // namespace annealvi
