// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Vectors with given inner products: where a run with prescribed statistics starts.
#pragma once

#include "annealvi/model/summary_state.hpp"

#include <cstddef>

namespace annealvi {

/// Lower triangle L with L L^T = Q: mu_1 has the coordinates (first, 0) orthogonal to e, mu_2 has
/// (second_along, second_across).
struct GramFactor {
  double first = 0.0, second_along = 0.0, second_across = 0.0;

  /// d in which such vectors exist: 1 + rank of Q
  [[nodiscard]] std::size_t least_dimension() const {
    if (second_across > 0.0) return 3;
    return first > 0.0 || second_along != 0.0 ? 2 : 1;
  }
};

/// Factor of Q in `state`. Throws std::invalid_argument when Q is not positive semidefinite (up to
/// a relative 1e-12) or an overlap is not finite.
[[nodiscard]] GramFactor gram_factor(const SummaryState& state);

/// The same for vectors in `dimension` dimensions; throws when that is less than least_dimension().
[[nodiscard]] GramFactor gram_factor_within(const SummaryState& state, double dimension);

}  // namespace annealvi
