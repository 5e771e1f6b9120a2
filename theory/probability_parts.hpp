// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The cases of collapse_probability: theory/collapse_probability.md.
#pragma once

#include "annealvi/numerics/estimate.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/effective_start.hpp"
#include "annealvi/theory/separatrix.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace annealvi {

/// The start at a given chi^2(d - 1); all at one time.
using StartLaw = std::function<RandomStart(double chi_squared)>;

struct SmoothEstimate : Estimate {
  double middle = 0.0;     // chi^2 near its mean
  double at_middle = 0.0;  // P there
  /// Set where P is too small for a double, known to SharpOptions::relative_error.
  std::optional<double> log10_value;
};

/// Equal component weights, spectrally accurate: (S4) from the smooth curves log D_c(log|S - S*|)
/// on the two sides of the cusp, for starts at `start_time`. Throws NotSmooth (threshold_curve.hpp)
/// when pi != 1/2 and there is no cusp among the starts or D_c is infinite somewhere.
[[nodiscard]] SmoothEstimate smooth_probability(const Problem& problem, const SharpOptions& options,
                                                double start_time, const StartLaw& start_at,
                                                std::uint64_t& trajectories);

/// Error of (S5) and (S6) that is asked for, relative to P: lines cost too much for an absolute
/// 1e-6 of a P near 1. A smaller probability_error than the default tightens it in proportion.
[[nodiscard]] inline double wanted_by_lines(const SharpOptions& options) {
  return options.relative_error *
         std::min(1.0, options.probability_error / SharpOptions{}.probability_error);
}

/// eta times the largest rate on the way, at small overlaps and distance, equal weights and b = 0.
[[nodiscard]] double largest_noise_step(const Problem& problem, double end_time);

/// With gradient noise, equal weights and b = 0: (S4) from the effective start (N7). The error adds
/// the change with the matching time and the noise that linear growth does not cover.
struct NoisyEstimate : Estimate {
  EffectiveStart start;  // at the middle of chi^2
  double largest_step;   // eta times the largest growth rate
};
[[nodiscard]] NoisyEstimate noisy_probability(const Problem& problem, const SharpOptions& options,
                                              std::uint64_t& trajectories);

}  // namespace annealvi
