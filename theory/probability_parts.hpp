// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The three cases of collapse_probability: theory/collapse_probability.md.
#pragma once

#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/separatrix.hpp"

namespace annealvi {

/// A probability with an estimate of its absolute error.
struct Estimate {
  double value = 0.0;
  double error = 0.0;
};

/// Equal component weights, spectrally accurate: (S4) from the smooth curves log D_c(log|S - S*|) on the
/// two sides of the cusp. Throws NotSmooth (threshold_curve.hpp) when pi != 1/2 and there is no cusp
/// among the starts or D_c is infinite somewhere.
[[nodiscard]] Estimate smooth_probability(const Problem& problem, const SharpOptions& options,
                                          std::uint64_t& trajectories);

/// The cases that smooth_probability refuses: adaptive quadrature over S, robust and slower.
[[nodiscard]] Estimate window_probability(const Problem& problem, const SharpOptions& options,
                                          std::uint64_t& trajectories);

/// Unequal component weights: the indicator of collapse over the plane of starts at the mean Gram
/// matrix, the Gram matrix's fluctuations added coordinate by coordinate.
[[nodiscard]] Estimate indicator_probability(const Problem& problem, const SharpOptions& options,
                                             std::uint64_t& trajectories);

}  // namespace annealvi
