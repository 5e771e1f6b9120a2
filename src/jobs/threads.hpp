// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Work on many threads, once for all that share work out by an atomic counter.
#pragma once

#include <cstddef>
#include <functional>
#include <stdexcept>

namespace annealvi {

/// A machine that does not give the threads that were asked for; says what to do.
class ThreadsRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Calls `work` on `count` >= 1 threads at once and returns when all have ended. Throws
/// ThreadsRefused, before any has begun, when not all can be started; else the first exception that
/// left a `work`, which sees to it that the others end early.
void run_on_threads(std::size_t count, const std::function<void()>& work);

}  // namespace annealvi
