// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The fixed list of jobs on which the theory is held against simulations: theory/gradient_noise.md.
#pragma once

#include "annealvi/model/problem.hpp"

#include <vector>

namespace annealvi {

struct ValidationCase {
  Problem problem;
  bool quick;  ///< also part of the short list: few steps, P not small
};

/// Stochastic gradients with equal weights and pi = 1/2, exponential schedule, end time "auto":
/// R 2.2 to 8, T0 1 to 50, rates 0.02 to 2, eta 0.001 to 0.05, B 1 to 16, d 50 to 1e6, both
/// estimators, both paths with a closed form, both variances. Mostly a low-discrepancy design in
/// the logarithms.
[[nodiscard]] std::vector<ValidationCase> noise_validation_cases();

}  // namespace annealvi
