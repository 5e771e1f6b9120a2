// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What a task costs besides its work: the executor, and the store. Of a task of 10 ms, 1 % is
// 100 us.
#include "annealvi/jobs/executor.hpp"
#include "annealvi/jobs/store.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <random>
#include <string>

using namespace annealvi;

namespace {

/// A folder that goes with it.
struct Folder {
  Folder() {
    path = std::filesystem::temp_directory_path() /
           ("annealvi-benchmark-" + std::to_string(std::random_device()()));
    std::filesystem::create_directories(path);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

/// As long as a record of 256 runs.
const std::string record(1300, 'r');

TaskIdentity task(std::size_t number) {
  return {"[target]\nseparation = " + std::to_string(number) + "\n", "flow", 1};
}

constexpr std::size_t tasks = 1000;

/// Time is that of one task.
void per_task(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tasks));
  state.counters["task"] =
      benchmark::Counter(static_cast<double>(tasks), benchmark::Counter::kIsIterationInvariantRate |
                                                         benchmark::Counter::kInvert);
}

void executor(benchmark::State& state) {
  const auto threads = static_cast<unsigned>(state.range(0));
  double told = 0.0;
  const Plan plan{.tasks = tasks, .cost = {}, .work = [](std::size_t i, TaskContext& context) {
                    benchmark::DoNotOptimize(i);
                    return context.look(0.5) ? TaskEnd::stopped : TaskEnd::finished;
                  }};
  for (auto _ : state)
    benchmark::DoNotOptimize(execute(
        plan, {.threads = threads, .progress = [&told](double done, double) { told = done; }}));
  per_task(state);
}
BENCHMARK(executor)->Arg(1)->Arg(2)->Arg(4)->UseRealTime();

void executor_and_store(benchmark::State& state) {
  const Folder folder;
  Store store(folder.path / "store.sqlite");
  std::size_t round = 0;
  for (auto _ : state) {
    const Plan plan{.tasks = tasks, .cost = {}, .work = [&](std::size_t i, TaskContext&) {
                      store.save(task(round * tasks + i), {0, 256, record}, 0.01);
                      return TaskEnd::finished;
                    }};
    benchmark::DoNotOptimize(
        execute(plan, {.threads = static_cast<unsigned>(state.range(0)), .progress = {}}));
    ++round;
  }
  per_task(state);
}
BENCHMARK(executor_and_store)->Arg(1)->Arg(2)->Arg(4)->UseRealTime();

void found_in_store(benchmark::State& state) {
  const Folder folder;
  Store store(folder.path / "store.sqlite");
  for (std::size_t i = 0; i < tasks; ++i) store.save(task(i), {0, 256, record}, 0.01);
  for (auto _ : state)
    for (std::size_t i = 0; i < tasks; ++i) benchmark::DoNotOptimize(store.find(task(i)));
  per_task(state);
}
BENCHMARK(found_in_store)->UseRealTime();

}  // namespace
