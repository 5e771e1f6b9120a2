// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Long calls from Python: without the GIL, with progress, and Ctrl-C stops them.
#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <tuple>
#include <utility>

namespace annealvi::python {

namespace py = pybind11;

/// Between a job and the thread that waits for it.
struct Watch {
  std::atomic<bool> interrupted{false};  ///< the job polls it and ends with what it has
  std::atomic<double> share{0.0};        ///< of the job that is done

  [[nodiscard]] std::function<void(double)> progress() {
    return [this](double done) { share = done; };
  }
  [[nodiscard]] auto run_progress() {
    return [this](auto finished, auto total) {
      share = static_cast<double>(finished) / static_cast<double>(total);
    };
  }
};

/// Holds the GIL between polls only. Ctrl-C interrupts the job; `hear(share)` is called ten times a
/// second unless it is None. Returns, or throws what a signal handler or `hear` raised, when
/// `ended(wait)` has said that the job is over.
void attend(Watch& watch, const py::object& hear,
            const std::function<bool(std::chrono::milliseconds)>& ended);

/// (result of `job(watch)`, whether Ctrl-C was pressed). Exceptions of the job reach the caller.
template <class Job>
[[nodiscard]] auto watched(const py::object& hear, Job job) {
  Watch watch;
  auto result = std::async(std::launch::async, [&] { return job(watch); });
  attend(watch, hear, [&](std::chrono::milliseconds wait) {
    return result.wait_for(wait) == std::future_status::ready;
  });
  return std::pair(result.get(), watch.interrupted.load());
}

/// work(0), ..., work(count - 1) on `threads` threads (0: all cores), until interrupted. The first
/// exception stops the others and reaches the caller.
void in_parallel(std::size_t count, unsigned threads, Watch& watch,
                 const std::function<void(std::size_t)>& work);

}  // namespace annealvi::python
