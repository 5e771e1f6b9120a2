// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What an ensemble keeps of its runs: enough to count any first runs, so that an ensemble of
// more or fewer runs takes what is there.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace annealvi {

struct MixtureSummary {
  std::size_t covered = 0;                ///< modes
  std::optional<LossHistory::Loss> loss;  ///< of the first lost mode
  double objective = 0.0, effective_sample_size = 0.0, mode_weight_error = 0.0,
         entropic_coverage = 0.0;
};

struct RunSummary {
  Outcome outcome = Outcome::undecided;
  bool failed = false;
  bool same_sign = false;  ///< m_1 m_2 > 0 at t_end
  bool on_saddle = false;
  std::uint64_t steps = 0, projections = 0;
  std::optional<double> annealing_time;   ///< as in Run
  std::optional<MixtureSummary> mixture;  ///< of a mixture, unless the run failed
};

/// Runs `first`, `first` + 1, ...
struct RunsRecord {
  std::uint64_t first = 0;
  std::vector<RunSummary> runs;
  std::string first_failure;  ///< of the first of them that failed
  std::optional<MixtureState>
      first_collapsed;  ///< at t_end, of the first collapsed run of a mixture

  void add(const Run& run);
  [[nodiscard]] std::uint64_t end() const { return first + runs.size(); }
};

/// As bytes, about three a run of a pair.
[[nodiscard]] std::string encoded(const RunsRecord& record);
/// Throws std::runtime_error when `bytes` are no such record.
[[nodiscard]] RunsRecord decoded_runs(std::uint64_t first, std::string_view bytes);

}  // namespace annealvi
