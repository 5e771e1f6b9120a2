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

/// b = 0, equal component weights: (S4) from the smooth curve log D_c(log S).
[[nodiscard]] Estimate symmetric_probability(const Problem& problem, const SharpOptions& options,
                                             std::uint64_t& trajectories);

/// b != 0, equal component weights: the recovery window in S, seen as D_c(S) with a cusp at S*.
[[nodiscard]] Estimate window_probability(const Problem& problem, const SharpOptions& options,
                                          std::uint64_t& trajectories);

/// Unequal component weights: the indicator over (m_1, m_2) in polar coordinates, Gram matrix at its
/// mean; the error covers its fluctuations to second order.
[[nodiscard]] Estimate indicator_probability(const Problem& problem, const SharpOptions& options,
                                             std::uint64_t& trajectories);

}  // namespace annealvi
