// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Averages over runs of mixtures, added in the order of run numbers.
#pragma once

#include "annealvi/simulation/ensemble.hpp"
#include "simulation/runs_record.hpp"

#include <cstddef>
#include <cstdint>

namespace annealvi {

/// Running mean and sum of squared deviations (Welford).
class RunningAverage {
 public:
  void add(double value);
  [[nodiscard]] MixtureTally::Average result() const;

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0.0, squares_ = 0.0;
};

class MixtureTallyBuilder {
 public:
  explicit MixtureTallyBuilder(std::size_t modes) { tally_.covered.resize(modes + 1); }

  void add(const MixtureSummary& run, bool collapsed);
  [[nodiscard]] MixtureTally result() const;

 private:
  MixtureTally tally_;  ///< counts; averages are filled in by `result`
  RunningAverage objective_, effective_sample_size_, mode_weight_error_, entropic_coverage_;
  RunningAverage alignment_time_, vanishing_time_;
};

}  // namespace annealvi
