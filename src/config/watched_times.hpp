// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What "auto" means for a schedule that watches.
#pragma once

#include "annealvi/config/config.hpp"

namespace annealvi::config {

struct WatchedTimes {
  double threshold = 0.0;  ///< of the gate
  double stall = 0.0;      ///< by which T must have reached 1
  double settle = 0.0;     ///< how long a run goes on after that
  double end = 0.0;        ///< latest end of a run
};

/// Throws ConfigError for models that gates do not have, and where no automatic threshold is safe.
[[nodiscard]] WatchedTimes watched_times(const Config& config);

}  // namespace annealvi::config
