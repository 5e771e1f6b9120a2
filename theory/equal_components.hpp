// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S7): more than two components with equal fixed weights on two opposite modes of equal mass, Gram
// matrix of the start at its mean: theory/many_components.md (All of the flow).
#pragma once

#include "annealvi/numerics/estimate.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <cstdint>
#include <string>

namespace annealvi {

/// Why (S7) does not hold for `model`, one sentence; empty when it does.
[[nodiscard]] std::string equal_components_defect(const MixtureProblem& model);

/// P without gradient noise; K = 2 as well, where (S4) knows it better. error: of the rule over the
/// sum of the overlaps, of the brackets, and of the directions: half the change from two to six
/// angles for K = 3 (2 to 5 % of P), the 95 % interval of `random_directions` draws for more (20 to
/// 50 % of P). K = 3 takes seconds, more minutes. Rounding limits P to above about 1e-10^(K - 1).
/// Throws NumericalFailure, Interrupted.
[[nodiscard]] Estimate equal_components_probability(const MixtureProblem& model,
                                                    const SharpOptions& options,
                                                    std::uint64_t& trajectories);

/// Of differences of K > 3 components.
inline constexpr int random_directions = 8;

/// Share of chi^2(degrees) below `value` >= 0, relative error 1e-13 for value <= 200.
[[nodiscard]] double chi_squared_share(int degrees, double value);

}  // namespace annealvi
