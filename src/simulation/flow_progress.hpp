// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// How far the integration of a flow has come.
#pragma once

#include "annealvi/simulation/run.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace annealvi {

class FlowProgress {
 public:
  FlowProgress(const RunSetup& setup, std::span<const double> times)
      : last_time_(setup.to_last_time && !times.empty() ? times.back() : setup.end_time) {}

  /// Whether nothing that is wanted comes after `time`.
  [[nodiscard]] bool is_over(double time) const { return time >= last_time_; }

  static constexpr double usual = 60.0;  ///< made by a flow at the default tolerances
  static constexpr double first_step = 1.0 / (1.0 + usual);

  /// Of the work: the steps grow by orders of magnitude on the way, so time alone would promise
  /// hours for seconds.
  [[nodiscard]] double share(std::uint64_t steps, double time) const {
    const auto made = static_cast<double>(steps);
    const double left = last_time_ > 0.0 ? std::max(0.0, 1.0 - time / last_time_) : 0.0;
    return made / (made + usual * left);
  }

 private:
  double last_time_;
};

}  // namespace annealvi
