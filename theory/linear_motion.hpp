// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What moves the variances of S and D and the distance y while overlaps are small: (L3),
// (N4')-(N6).
#pragma once

#include "annealvi/theory/effective_start.hpp"

#include <vector>

namespace annealvi {

/// dv_S/dt = 2 growth_sum v_S + noise.sum, dv_D/dt likewise, dy/dt = log_distance y +
/// step_size_term; of the mean recursion when problem.noise.step > 0. Noise is read at S =
/// noisy_sum.
struct LinearMotion {
  double growth_sum;
  double growth_difference;
  double log_distance;
  double step_size_term;
  LinearNoise noise;
};
[[nodiscard]] LinearMotion linear_motion(const Problem& problem, double time,
                                         double squared_distance, double variance_difference,
                                         double noisy_sum = 0.0);

/// Where these are not smooth in time.
[[nodiscard]] std::vector<double> motion_kinks(const Problem& problem);

}  // namespace annealvi
