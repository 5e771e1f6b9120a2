// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "annealvi/simulation/ensemble.hpp"

#include "simulation/engines.hpp"
#include "simulation/mixture_tally.hpp"
#include "simulation/threads.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace annealvi {
namespace {

constexpr std::uint64_t block_runs = 256;

struct Tally {
  bool watched = false;  ///< the schedule watches
  std::uint64_t runs = 0, collapsed = 0, recovered = 0, undecided = 0, failed = 0;
  std::uint64_t steps = 0, projections = 0, same_sign = 0, on_saddle = 0;
  std::map<std::uint64_t, std::string> failures;     ///< by run number
  std::map<std::uint64_t, MixtureSummary> mixtures;  ///< the same, of runs that did not fail
  std::uint64_t stalled = 0;
  std::map<std::uint64_t, double> annealing_times;
  std::map<std::uint64_t, MixtureState> collapsed_state;  ///< of the lowest number only

  void add(std::uint64_t number, const Run& run) {
    ++runs;
    steps += run.steps;
    projections += run.projections;
    if (!run.failure.empty()) {
      ++failed;
      // Only the lowest number is ever shown.
      failures.emplace(number, run.failure);
      if (failures.size() > 1) failures.erase(std::prev(failures.end()));
      return;
    }
    if (run.mixture_end) mixtures.emplace(number, run);
    if (run.mixture_end && run.outcome == Outcome::collapsed) {
      collapsed_state.emplace(number, run.mixture_end->state);
      if (collapsed_state.size() > 1) collapsed_state.erase(std::prev(collapsed_state.end()));
    }
    switch (run.outcome) {
      case Outcome::collapsed:
        ++collapsed;
        break;
      case Outcome::recovered:
        ++recovered;
        break;
      case Outcome::undecided:
        ++undecided;
        break;
    }
    if (run.stays_on_saddle) ++on_saddle;
    if (run.annealing_time)
      annealing_times.emplace(number, *run.annealing_time);
    else if (watched)
      ++stalled;
    // Not the product of the two, which underflows for tiny overlaps.
    const auto& [first, second] = run.final_state.overlap;
    if ((first > 0.0 && second > 0.0) || (first < 0.0 && second < 0.0)) ++same_sign;
  }
};

/// Threads take run numbers in order and deliver results in any order. Blocks are counted strictly
/// in order of their number: work of later blocks, done ahead of a stop, is dropped.
class Ensemble {
 public:
  Ensemble(const RunSetup& setup, const EnsembleOptions& options)
      : setup_(setup),
        options_(options),
        mixtures_(setup.mixture ? setup.mixture->modes.size() : 0) {}

  EnsembleResult run(unsigned threads) {
    run_on_threads(threads, [this] { work(); });
    // Interrupted: nothing that is finished is lost.
    if (interrupted() && !satisfied_)
      for (const auto& [block, tally] : open_blocks_) merge(tally);
    result_.interrupted = interrupted() && !satisfied_;
    if (setup_.problem.annealing.schedule.watches())
      result_.annealing = annealing_times_of(annealing_times_);
    if (setup_.mixture) {
      result_.mixture = mixtures_.result();
      result_.mixture->first_collapsed = first_collapsed_;
    }
    return result_;
  }

 private:
  [[nodiscard]] bool interrupted() const {
    return options_.interrupted != nullptr && options_.interrupted->load(std::memory_order_relaxed);
  }
  [[nodiscard]] bool stop_requested() const {
    return stop_.load(std::memory_order_relaxed) || interrupted();
  }

  using Clock = std::chrono::steady_clock;

  /// A run under way: its share is told now and then, for a job of few long runs.
  struct UnderWay {
    double share = 0.0;  ///< told so far
    Clock::time_point told = Clock::now();
  };

  bool look(UnderWay& run, double share) {
    constexpr double worth_a_look_at_the_clock = 1.0 / 128.0;
    constexpr auto now_and_then = std::chrono::milliseconds(200);
    if (share - run.share >= worth_a_look_at_the_clock && Clock::now() - run.told > now_and_then) {
      const std::scoped_lock lock(mutex_);
      under_way_ += share - run.share;
      run = {share, Clock::now()};
      report();
    }
    return stop_requested();
  }

  void work() {
    try {
      while (!stop_requested()) {
        const std::uint64_t number = next_.fetch_add(1, std::memory_order_relaxed);
        if (number >= options_.runs) return;
        UnderWay now;
        const std::optional<Run> run =
            simulate_run_until(setup_, number, {}, [&](double share) { return look(now, share); });
        if (run) deliver(number, *run, now.share);
      }
    } catch (...) {
      stop_ = true;
      throw;
    }
  }

  void report() {
    if (options_.progress) {
      options_.progress(static_cast<double>(finished_) + under_way_,
                        static_cast<double>(options_.runs));
    }
  }

  void deliver(std::uint64_t number, const Run& run, double told_share) {
    const std::scoped_lock lock(mutex_);
    under_way_ -= told_share;
    Tally& block = open_blocks_[number / block_runs];
    block.watched = setup_.problem.annealing.schedule.watches();
    block.add(number, run);
    ++finished_;
    while (!satisfied_ && !open_blocks_.empty() && leading_block_complete()) {
      merge(open_blocks_.begin()->second);
      open_blocks_.erase(open_blocks_.begin());
      ++leading_block_;
    }
    report();
  }

  [[nodiscard]] bool leading_block_complete() const {
    const auto& [block, tally] = *open_blocks_.begin();
    const std::uint64_t size = std::min(block_runs, options_.runs - leading_block_ * block_runs);
    return block == leading_block_ && tally.runs == size;
  }

  void merge(const Tally& tally) {
    result_.runs += tally.runs;
    result_.collapsed += tally.collapsed;
    result_.recovered += tally.recovered;
    result_.undecided += tally.undecided;
    result_.failed += tally.failed;
    result_.steps += tally.steps;
    result_.projections += tally.projections;
    result_.same_sign += tally.same_sign;
    result_.on_saddle += tally.on_saddle;
    result_.stalled += tally.stalled;
    for (const auto& [number, time] : tally.annealing_times) annealing_times_.push_back(time);
    for (const auto& [number, mixture] : tally.mixtures) mixtures_.add(mixture);
    if (!first_collapsed_ && !tally.collapsed_state.empty())
      first_collapsed_ = tally.collapsed_state.begin()->second;
    if (result_.first_failure.empty() && !tally.failures.empty()) {
      const auto& [number, failure] = *tally.failures.begin();
      result_.first_failure = "run " + std::to_string(number) + ": " + failure;
    }
    const std::uint64_t decided = result_.collapsed + result_.recovered;
    if (decided > 0)
      result_.probability = static_cast<double>(result_.collapsed) / static_cast<double>(decided);
    result_.interval = wilson_interval(result_.collapsed, decided, options_.confidence);
    // The interval is not symmetric about the proportion: the longer arm counts.
    const bool narrow =
        result_.probability &&
        std::max(result_.interval.upper - *result_.probability,
                 *result_.probability - result_.interval.lower) <= options_.half_width;
    if (result_.runs == options_.runs || (options_.half_width > 0.0 && narrow)) {
      satisfied_ = true;
      stop_ = true;
    }
  }

  const RunSetup& setup_;
  const EnsembleOptions& options_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> stop_{false};

  std::mutex mutex_;  ///< guards everything below
  std::map<std::uint64_t, Tally> open_blocks_;
  std::uint64_t leading_block_ = 0;
  std::uint64_t finished_ = 0;
  double under_way_ = 0.0;  ///< sum of the shares told of runs that are not finished
  bool satisfied_ = false;
  EnsembleResult result_;
  std::vector<double> annealing_times_;
  MixtureTallyBuilder mixtures_;
  std::optional<MixtureState> first_collapsed_;
};

}  // namespace

AnnealingTimes annealing_times_of(std::vector<double> times) {
  if (times.empty()) return {};
  const auto count = static_cast<double>(times.size());
  double sum = 0.0, squares = 0.0;
  for (const double time : times) sum += time;
  const double mean = sum / count;
  for (const double time : times) squares += (time - mean) * (time - mean);
  std::sort(times.begin(), times.end());
  const auto quantile = [&](double share) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * count));
    return times[std::max<std::size_t>(rank, 1) - 1];
  };
  return {.runs = times.size(),
          .mean = mean,
          .standard_error = std::sqrt(squares / std::max(1.0, count - 1.0) / count),
          .median = quantile(0.5),
          .q99 = quantile(0.99)};
}

unsigned thread_count(unsigned wanted) {
  return wanted == 0 ? std::max(1U, std::thread::hardware_concurrency()) : wanted;
}

EnsembleResult run_ensemble(const RunSetup& setup, const EnsembleOptions& options) {
  check_run(setup, {});
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
  const unsigned threads = thread_count(options.threads);
  return Ensemble(setup, options)
      .run(static_cast<unsigned>(std::min<std::uint64_t>(threads, options.runs)));
}

}  // namespace annealvi
