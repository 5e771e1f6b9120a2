// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Ctrl-C, SIGTERM and a terminal that goes away ask a job to stop and save what it has.
#pragma once

#include <atomic>

namespace annealvi::cli {

/// From now on the first SIGINT, SIGTERM or SIGHUP sets the returned flag. A second one within a
/// second belongs to it; a later one, or a third, ends the program at once and says so. Commands
/// that never look at the flag must not call this. Drawings look at it. Under nohup SIGHUP stays
/// ignored.
[[nodiscard]] const std::atomic<bool>* watch_interruption();

/// Whether such a signal has come.
[[nodiscard]] bool was_interrupted();

/// Exit code of a job that came to its end, but for what `failed` then: the drawing may have been
/// interrupted.
[[nodiscard]] int code_of_end(bool failed);

}  // namespace annealvi::cli
