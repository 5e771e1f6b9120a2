// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The formulas asked with what a configuration says: tolerances, wanted error, rule of collapse.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/component_collapse.hpp"

#include <atomic>
#include <functional>

namespace annealvi {

/// Tolerances, wanted error and rule of collapse of `config`, P at `end_time`.
[[nodiscard]] inline SharpOptions sharp_options(const Config& config, double end_time,
                                                const std::atomic<bool>* interrupted) {
  return {.end_time = end_time,
          .tolerances = config.tolerances,
          .probability_error = config.probability_error,
          .interrupted = interrupted,
          .coverage = config.is_mixture() ? std::optional(config.coverage()) : std::nullopt};
}

/// P of the model of `config` at `end_time`.
[[nodiscard]] inline SharpProbability sharp_probability(const Config& config, double end_time,
                                                        const std::atomic<bool>* interrupted) {
  return collapse_probability(config.model(), sharp_options(config, end_time, interrupted));
}

/// The linear stage of its components. Throws Stopped.
[[nodiscard]] inline ComponentCollapseResult component_collapse(
    const Config& config, double end_time, const std::atomic<bool>* interrupted) {
  const std::function<bool()> stop = [&] { return interrupted != nullptr && *interrupted; };
  SpanOptions span = config.mixture.span;
  span.stop = &stop;
  return component_collapse(
      config.model(),
      {.end_time = end_time, .tolerances = config.tolerances, .span = span, .seed = config.seed});
}

}  // namespace annealvi
