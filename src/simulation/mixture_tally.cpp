// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "simulation/mixture_tally.hpp"

#include <cmath>

namespace annealvi {

void RunningAverage::add(double value) {
  ++count_;
  const double before = value - mean_;
  mean_ += before / static_cast<double>(count_);
  squares_ += before * (value - mean_);
}

MixtureTally::Average RunningAverage::result() const {
  const auto n = static_cast<double>(count_);
  return {.mean = mean_,
          .standard_error = count_ < 2 ? 0.0 : std::sqrt(squares_ / (n * (n - 1.0)))};
}

void MixtureTallyBuilder::add(const MixtureSummary& run, bool collapsed) {
  ++tally_.covered[run.covered];
  objective_.add(run.objective);
  effective_sample_size_.add(run.effective_sample_size);
  mode_weight_error_.add(run.mode_weight_error);
  entropic_coverage_.add(run.entropic_coverage);
  if (!collapsed) return;
  const bool alignment = run.loss->mechanism == Mechanism::mean_alignment;
  ++(alignment ? tally_.mean_alignment : tally_.vanishing_weight);
  (alignment ? alignment_time_ : vanishing_time_).add(run.loss->time);
}

MixtureTally MixtureTallyBuilder::result() const {
  MixtureTally tally = tally_;
  tally.objective = objective_.result();
  tally.effective_sample_size = effective_sample_size_.result();
  tally.mode_weight_error = mode_weight_error_.result();
  tally.entropic_coverage = entropic_coverage_.result();
  tally.alignment_time = alignment_time_.result();
  tally.vanishing_time = vanishing_time_.result();
  return tally;
}

}  // namespace annealvi
