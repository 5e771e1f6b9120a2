// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#pragma once

#include "annealvi/realnvp/flow_run.hpp"

#include <cstring>

namespace annealvi::test {

inline FlowSetup small_setup(Precision precision = Precision::float32) {
  FlowSetup setup;
  setup.problem.target = {.separation = 2.0, .weight = 0.4, .dimension = 3};
  setup.problem.annealing.schedule = {.initial_temperature = 3.0, .rate = 1.0, .table = {}};
  setup.settings.shape = {.couplings = 3, .width = 8, .depth = 2};
  setup.settings.precision = precision;
  setup.settings.batch = 24;
  setup.settings.steps = 90;
  setup.settings.history_rows = 7;
  setup.settings.evaluation_samples = 500;
  setup.settings.checkpoint_every = 40;
  setup.settings.gradient_clip = 5.0;
  return setup;
}

/// Every number of a run, bit for bit.
inline bool same_bits(const FlowRun& a, const FlowRun& b) {
  const auto equal = [](const auto& x, const auto& y) {
    return std::memcmp(&x, &y, sizeof x) == 0;
  };
  if (a.outcome != b.outcome || a.steps != b.steps || a.history.size() != b.history.size() ||
      !equal(a.quality, b.quality)) {
    return false;
  }
  for (std::size_t i = 0; i < a.history.size(); ++i) {
    if (!equal(a.history[i], b.history[i])) return false;
  }
  return true;
}

}  // namespace annealvi::test
