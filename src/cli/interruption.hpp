// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Ctrl-C and SIGTERM ask a job to stop and save what it has.
#pragma once

#include <atomic>

namespace annealvi::cli {

/// From now on the first SIGINT or SIGTERM sets the returned flag; a second one ends the program at
/// once. Commands that never look at the flag must not call this.
[[nodiscard]] const std::atomic<bool>* watch_interruption();

/// Whether such a signal has come.
[[nodiscard]] bool was_interrupted();

}  // namespace annealvi::cli
