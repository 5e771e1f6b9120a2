// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Vectors with given inner products: where a run with prescribed statistics starts.
#pragma once

#include "annealvi/model/summary_state.hpp"

namespace annealvi {

/// Lower triangle L with L L^T = Q: mu_1 has the coordinates (first, 0) orthogonal to e, mu_2 has
/// (second_along, second_across).
struct GramFactor {
  double first = 0.0, second_along = 0.0, second_across = 0.0;
};

/// Factor of Q in `state`. Throws std::invalid_argument when Q is not positive semidefinite (up to
/// a relative 1e-12) or an overlap is not finite.
[[nodiscard]] GramFactor gram_factor(const SummaryState& state);

}  // namespace annealvi
