// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gradient noise of the seven numbers of a pair, (N12): theory/gradient_noise.md.
#pragma once

#include "annealvi/dynamics/pair_flow.hpp"

#include <array>

namespace annealvi {

/// Rows and columns in the order of PairStatistics.
using PairMatrix = std::array<std::array<double, 7>, 7>;

/// (N12): covariance of the seven numbers per unit time by gradient noise, positive semidefinite to
/// rounding. sigma's own noise, of order eta/d, is left out. Relative error 1e-4 of the variances
/// of trained weights, rounding else. Trained weights with the control variate.
[[nodiscard]] PairMatrix noise_covariance(const PairModel& model, double time,
                                          const PairStatistics& state);

}  // namespace annealvi
