// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gradient noise of any pair as variance of its start: (N9)-(N13), theory/gradient_noise.md.
#pragma once

#include "annealvi/dynamics/pair_noise.hpp"
#include "theory/pair_share.hpp"

#include <optional>

namespace annealvi {

/// (N11) from t_m = 0: the start with all noise up to the cut as variance of (S, D).
struct NoisyPairStart : PairStart {
  double cut_time = 0.0;         ///< t_c; 0: nothing grows, noise alone decides
  bool cut = false;              ///< t_c is where growth is largest, not where it is large enough
  double nonlinear_share = 0.0;  ///< of the variances: noise after the linear stage
};
/// `cut_time` in place of t_c: to see how much depends on it.
[[nodiscard]] NoisyPairStart noisy_pair_start(const PairModel& model, double end_time,
                                              std::optional<double> cut_time = {});

}  // namespace annealvi
