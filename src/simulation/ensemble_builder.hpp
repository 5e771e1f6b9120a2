// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Counts runs in the order of their numbers, whatever the order in which they come.
#pragma once

#include "annealvi/simulation/ensemble.hpp"
#include "simulation/mixture_tally.hpp"
#include "simulation/runs_record.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace annealvi {

/// The stopping rule is looked at after so many runs.
inline constexpr std::uint64_t block_runs = 256;

class EnsembleBuilder {
 public:
  /// `runs`, `half_width` and `confidence` of `options` count. References are not kept.
  EnsembleBuilder(const RunSetup& setup, const EnsembleOptions& options);

  /// Runs that were delivered before are not counted again. Not to be called from two threads at
  /// once.
  void deliver(RunsRecord record);
  /// All runs are there, or the interval is narrow enough: what comes now is ignored.
  [[nodiscard]] bool satisfied() const { return satisfied_; }
  /// The first run that has not come.
  [[nodiscard]] std::uint64_t counted() const { return counted_; }
  /// So far. Runs that came although one before them did not are counted, too, when `interrupted`.
  [[nodiscard]] EnsembleResult result(bool interrupted);

 private:
  void count(const RunsRecord& record);
  void count(std::uint64_t number, const RunSummary& run);
  void look_at_interval();

  std::uint64_t runs_;
  double half_width_, confidence_;
  bool watched_;                                 ///< the schedule watches
  std::map<std::uint64_t, RunsRecord> waiting_;  ///< by their first number
  std::uint64_t counted_ = 0;
  bool satisfied_ = false;
  EnsembleResult result_;
  std::vector<double> annealing_times_;
  std::optional<MixtureTallyBuilder> mixtures_;
  std::optional<MixtureState> first_collapsed_;
};

}  // namespace annealvi
