// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "interruptible.hpp"

#include "annealvi/jobs/executor.hpp"

#include <algorithm>
#include <optional>

namespace annealvi::python {

void attend(Watch& watch, const py::object& hear,
            const std::function<bool(std::chrono::milliseconds)>& ended) {
  constexpr std::chrono::milliseconds pause{100};
  std::optional<py::error_already_set> raised;
  const auto waited = [&] {
    const py::gil_scoped_release free;
    return ended(pause);
  };
  while (!waited()) {
    if (raised) continue;  // the job is on its way out
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!hear.is_none()) hear(watch.share.load());
    } catch (py::error_already_set& error) {
      watch.interrupted = true;
      raised = std::move(error);
    }
  }
  // Ctrl-C is told by the flag: what is finished is kept.
  if (raised && !raised->matches(PyExc_KeyboardInterrupt)) throw py::error_already_set(*raised);
}

void in_parallel(std::size_t count, unsigned threads, Watch& watch,
                 const std::function<void(std::size_t)>& work) {
  const auto one = [&work](std::size_t i, TaskContext& /*context*/) {
    work(i);
    return TaskEnd::finished;
  };
  const auto progress = [&watch](double done, double all) { watch.share = done / all; };
  (void)execute({.tasks = count, .cost = {}, .work = one},
                {.threads = threads, .progress = progress, .interrupted = &watch.interrupted});
}

}  // namespace annealvi::python
