// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What is looked at during and after a run of a mixture.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <cstddef>
#include <vector>

namespace annealvi {

/// Times at which runs look for lost modes: k t_end/1000, k = 0..1000.
inline constexpr std::size_t look_intervals = 1000;
[[nodiscard]] std::vector<double> look_times(double end_time);

/// Keeps a reference to `setup`.
class MixtureObserver {
 public:
  explicit MixtureObserver(const RunSetup& setup);

  void look(double time, const MixtureState& state);
  /// Looks for the last time, at the end time, and fills in what became of the run.
  void finish(const MixtureState& state, Run& run);

 private:
  const RunSetup& setup_;
  LossHistory history_;
};

/// Overlaps, squared lengths outside the mode axes, weights and sigma, for messages.
[[nodiscard]] std::string describe_state(const MixtureState& state);

}  // namespace annealvi
