// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Many runs on many threads, and the proportion that collapsed: theory/simulation.md. Results do
// not depend on the number of threads.
#pragma once

#include "annealvi/jobs/executor.hpp"
#include "annealvi/simulation/run.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

namespace annealvi {

struct Interval {
  double lower;
  double upper;
};

/// Wilson score interval of `successes` out of `trials` at `confidence` in (0, 1); [0, 1] for 0
/// trials. Throws std::invalid_argument for another confidence or more successes than trials.
[[nodiscard]] Interval wilson_interval(std::uint64_t successes, std::uint64_t trials,
                                       double confidence);

struct EnsembleOptions {
  std::uint64_t runs =
      2000;                 ///< at most; exactly this many without half_width (last block shorter)
  double half_width = 0.0;  ///< > 0: stop after the first block whose interval reaches no
                            ///< farther than this from the proportion
  double confidence = 0.95;
  unsigned threads = 0;  ///< 0: all cores
  /// Of the runs; those under way count in part. Any thread, serialised.
  std::function<void(double finished, double total)> progress;
  const std::atomic<bool>* interrupted = nullptr;  ///< polled all the time
  std::vector<double> times;  ///< sorted in [0, t_end]: points of each run for `on_run`
  /// Hears of every run when it has ended, in any order. Any thread, serialised.
  std::function<void(std::uint64_t number, const Run& run)> on_run;
};

/// Of the runs of a mixture that did not fail.
struct MixtureTally {
  std::uint64_t mean_alignment = 0, vanishing_weight = 0;  ///< collapsed runs by mechanism
  std::vector<std::uint64_t> covered;  ///< covered[n]: runs that cover n modes at t_end, n = 0..K*
  /// Mean over runs, and its standard error. Summed in the order of run numbers.
  struct Average {
    double mean = 0.0, standard_error = 0.0;
  };
  Average objective, effective_sample_size, mode_weight_error, entropic_coverage;
  /// Of the collapsed runs by mechanism; a mean of no runs is 0 +- 0.
  Average alignment_time, vanishing_time;
  std::optional<MixtureState> first_collapsed;  ///< at t_end, of the collapsed run that came first
};

/// When T reached 1, over the runs of a schedule that watches in which it did.
struct AnnealingTimes {
  std::uint64_t runs = 0;
  double mean = 0.0, standard_error = 0.0;
  double median = 0.0, q99 = 0.0;  ///< numerics/quantile.hpp, of 0.5 and 0.99
};

/// Of `times`, in any order but summed in the given one; all zero for none.
[[nodiscard]] AnnealingTimes annealing_times_of(std::vector<double> times);

struct EnsembleResult {
  std::uint64_t runs = 0, collapsed = 0, recovered = 0, undecided = 0, failed = 0;
  std::uint64_t steps = 0;
  std::uint64_t projections = 0;  ///< see Run
  std::uint64_t same_sign =
      0;  ///< runs with m_1 m_2 > 0 at t_end, decided or not: compare with (S4)
  /// Runs of engine flow that start exactly on the saddle m_1 = m_2 = 0 and stay there.
  std::uint64_t on_saddle = 0;
  std::uint64_t stalled = 0;  ///< of the undecided: T did not reach 1 by RunSetup::stall_time
  std::optional<AnnealingTimes> annealing;  ///< of a schedule that watches
  std::optional<double> probability;  ///< collapsed / (collapsed + recovered); empty: none decided
  Interval interval{0.0, 1.0};        ///< Wilson, of that proportion
  std::optional<MixtureTally> mixture;  ///< when RunSetup::mixture is given
  /// Numbers of the first few, for `annealvi trajectory --run`.
  struct Examples {
    std::vector<std::uint64_t> collapsed, undecided, failed;
  };
  Examples first;
  std::string first_failure;  ///< of the failed run with the lowest number
  std::string certain;        ///< why P is 1 without any run (coverage.hpp); then there was none
  bool interrupted = false;   ///< then the counts are those of the runs that were finished
};

/// Why the weights of SGD cannot follow their gradient: sgd.step times the largest curvature of F
/// in the logits at the start times 1 + 1/B is above 2 (measured, not derived). Empty: they can.
[[nodiscard]] std::string weight_step_warning(const RunSetup& setup);

/// Runs 0, 1, ..., in blocks of 256: the stopping rule is looked at between blocks, so the answer
/// depends on configuration and seed alone. Exceptions of runs and of `progress` reach the caller.
[[nodiscard]] EnsembleResult run_ensemble(const RunSetup& setup, const EnsembleOptions& options);

}  // namespace annealvi
