// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Averages over runs of mixtures, added in the order of run numbers.
#pragma once

#include "annealvi/simulation/ensemble.hpp"

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

/// What of one run the averages need: a small part of MixtureEnd, kept until its block is complete.
struct MixtureSummary {
  explicit MixtureSummary(const Run& run);

  bool collapsed;
  std::size_t covered;
  std::optional<LossHistory::Loss> loss;
  double objective, effective_sample_size, mode_weight_error, entropic_coverage;
};

class MixtureTallyBuilder {
 public:
  explicit MixtureTallyBuilder(std::size_t modes) { tally_.covered.resize(modes + 1); }

  void add(const MixtureSummary& run);
  [[nodiscard]] MixtureTally result() const;

 private:
  MixtureTally tally_;  ///< counts; averages are filled in by `result`
  RunningAverage objective_, effective_sample_size_, mode_weight_error_, entropic_coverage_;
  RunningAverage alignment_time_, vanishing_time_;
};

}  // namespace annealvi
