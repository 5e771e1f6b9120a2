// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/point_plan.hpp"

#include "annealvi/config/task_model.hpp"
#include "annealvi/jobs/numerics_version.hpp"
#include "experiments/curve_point.hpp"
#include "experiments/point_record.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace annealvi {
namespace {

/// Of a round: a job of 1e9 runs must not list them all before it begins.
constexpr std::size_t most_works = 1 << 12;

}  // namespace

bool PointPlan::Point::has_run(std::uint64_t run) const {
  return std::any_of(stored.begin(), stored.end(),
                     [run](const auto& part) { return part.first <= run && run < part.second; });
}

PointPlan::PointPlan(std::span<const PointRequest> requests, const CurveOptions& options)
    : options_(options) {
  std::map<std::tuple<std::string, std::uint64_t, double, double>, std::size_t> places;
  for (const auto& [at, method] : requests) {
    const Config& config = at->config;
    TaskIdentity identity{task_model(config, method), method_name(method), numerics_version};
    const bool simulated = engine_of(method).has_value();
    const auto key = simulated ? std::tuple(task_hash(identity), config.runs, config.half_width,
                                            config.confidence)
                               : std::tuple(task_hash(identity), std::uint64_t{0}, 0.0, 0.0);
    const auto [place, is_new] = places.emplace(key, points_.size());
    place_of_.push_back(place->second);
    if (!is_new) continue;
    auto point = std::make_unique<Point>();
    point->at = at;
    point->answer.method = method;
    point->answer.end_time = at->end_time;
    point->identity = std::move(identity);
    point->cost = estimated_cost(method, *at);
    if (simulated) {
      RunSetup setup = config.run_setup();
      setup.engine = *engine_of(method);
      setup.end_time = at->end_time;
      // Certain without any run: answered like a formula.
      if (!setup.mixture || certain_collapse(*setup.mixture).empty()) {
        point->cost /= static_cast<double>(config.runs);
        point->builder.emplace(setup, EnsembleOptions{.runs = config.runs,
                                                      .half_width = config.half_width,
                                                      .confidence = config.confidence,
                                                      .progress = {},
                                                      .on_run = {}});
        point->setup = std::move(setup);
      }
    }
    points_.push_back(std::move(point));
  }
  assign_shards();
  for (const auto& point : points_) load(*point);
}

void PointPlan::assign_shards() {
  const Shard shard = options_.stored.shard;
  if (shard.is_whole()) return;
  std::vector<double> costs;
  constexpr double expected_runs = 4096.0;  // with half_width: nobody knows
  for (const auto& point : points_) {
    if (!point->setup || point->is_adaptive()) {
      costs.push_back(point->setup ? point->cost * expected_runs : point->cost);
      continue;
    }
    for (std::uint64_t run = 0; run < point->config().runs; run += block_runs)
      costs.push_back(point->cost *
                      static_cast<double>(std::min(block_runs, point->config().runs - run)));
  }
  const std::vector<std::size_t> shards = shards_of(costs, shard.count);
  std::size_t unit = 0;
  for (const auto& point : points_) {
    if (!point->setup || point->is_adaptive()) {
      point->whole_in_shard = shards[unit++] == shard.index;
      continue;
    }
    for (std::uint64_t run = 0; run < point->config().runs; run += block_runs)
      point->blocks_in_shard.push_back(shards[unit++] == shard.index);
  }
}

void PointPlan::load(Point& point) {
  Store* const store = options_.stored.store;
  if (store == nullptr) return;
  if (options_.stored.fresh) {
    store->forget(point.identity);
    return;
  }
  for (const StoredPart& part : store->find(point.identity)) {
    try {
      if (!point.setup) {
        point.answer = decoded_point(point.answer, part.value);
        point.known = true;
        continue;
      }
      RunsRecord record = decoded_runs(part.first, part.value);
      point.stored.emplace_back(record.first, record.end());
      if (options_.stored.shard.is_whole() || point.is_adaptive())
        point.builder->deliver(std::move(record));
    } catch (const std::runtime_error&) {
      // Not of this version after all: computed anew, and replaced.
    }
  }
}

bool PointPlan::runs_are_missing(const Point& point) const {
  return point.setup && !point.builder->satisfied() && !point.failed;
}

void PointPlan::add_theory(std::vector<Work>& works) const {
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const Point& point = *points_[i];
    const bool formula = !point.setup && !point.known && point.whole_in_shard;
    if (formula && !options_.stored.only_stored) works.push_back({.point = i, .cost = point.cost});
    const bool assembly = point.setup && point.builder->satisfied();
    if (assembly) works.push_back({.point = i, .cost = 1e-3});
  }
}

/// The runs from `begin` to `end` that are not stored, a work for each gap in each block.
void PointPlan::add_runs(std::vector<Work>& works, std::size_t index, std::uint64_t begin,
                         std::uint64_t end) const {
  const Point& point = *points_[index];
  for (std::uint64_t run = begin; run < end;) {
    const std::uint64_t block = run / block_runs;
    const std::uint64_t block_end = std::min(end, (block + 1) * block_runs);
    if (!point.blocks_in_shard.empty() && !point.blocks_in_shard[block]) {
      run = block_end;
      continue;
    }
    while (run < block_end && point.has_run(run)) ++run;
    const std::uint64_t first = run;
    while (run < block_end && !point.has_run(run)) ++run;
    if (run > first)
      works.push_back({index, first, run, point.cost * static_cast<double>(run - first)});
  }
}

void PointPlan::add_fixed_runs(std::vector<Work>& works) {
  if (options_.stored.only_stored) return;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    Point& point = *points_[i];
    if (!runs_are_missing(point) || point.is_adaptive()) continue;
    const std::uint64_t runs = point.config().runs;
    while (point.planned < runs && works.size() < most_works) {
      const std::uint64_t end =
          point.planned + std::min(runs - point.planned, block_runs * (most_works - works.size()));
      add_runs(works, i, point.planned, end);
      point.planned = end;
    }
  }
}

std::vector<PointPlan::Work> PointPlan::next_round() const {
  std::vector<Work> works;
  if (options_.stored.only_stored) return works;
  constexpr std::uint64_t most_blocks = 64;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const Point& point = *points_[i];
    if (!runs_are_missing(point) || !point.is_adaptive() || !point.whole_in_shard) continue;
    // As many blocks again as are counted: few rounds, and at most half of the work in vain.
    const std::uint64_t counted = point.builder->counted();
    const std::uint64_t blocks = std::clamp<std::uint64_t>(counted / block_runs, 1, most_blocks);
    const std::uint64_t end = (counted / block_runs + blocks) * block_runs;
    add_runs(works, i, counted, std::min(end, point.config().runs));
  }
  return works;
}

JobForecast PointPlan::forecast() const {
  JobForecast size{.points = place_of_.size()};
  std::vector<Work> works = next_round();
  add_theory(works);
  for (std::size_t i = 0; i < points_.size() && !options_.stored.only_stored; ++i) {
    const Point& point = *points_[i];
    if (!runs_are_missing(point) || point.is_adaptive()) continue;
    const std::uint64_t runs = point.config().runs;
    if (point.stored.empty() && point.blocks_in_shard.empty()) {
      size.tasks += (runs + block_runs - 1) / block_runs;
      size.seconds += point.cost * static_cast<double>(runs);
    } else {
      add_runs(works, i, 0, runs);
    }
  }
  for (const Work& work : works) {
    if (points_[work.point]->setup && work.begin == work.end) continue;  // an assembly
    ++size.tasks;
    size.seconds += work.cost;
  }
  for (const auto& point : points_) {
    if (point->known) ++size.stored;
    std::uint64_t runs = 0;
    for (const auto& [begin, end] : point->stored) runs += end - begin;
    size.stored += (runs + block_runs - 1) / block_runs;
  }
  return size;
}

std::vector<std::optional<CurvePoint>> PointPlan::run(unsigned threads) {
  all_cost_ = forecast().seconds;
  std::vector<Work> works;
  add_theory(works);
  bool complete = true;
  do {
    add_fixed_runs(works);
    if (works.empty()) works = next_round();
    if (works.empty()) break;
    complete = execute_round(std::exchange(works, {}), threads);
  } while (complete);
  std::vector<std::optional<CurvePoint>> answers;
  for (const std::size_t place : place_of_) {
    const Point& point = *points_[place];
    answers.push_back(point.known ? std::optional(point.answer) : std::nullopt);
  }
  return answers;
}

}  // namespace annealvi
