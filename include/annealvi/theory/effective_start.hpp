// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gradient noise in the linear stage (N5)-(N7): theory/gradient_noise.md. Equal weights, b = 0.
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/problem.hpp"

namespace annealvi {

/// (N5) n_S and n_D: growth of the variances of S and D per unit time by gradient noise alone, at
/// small D and squared distance |mu_1 - mu_2|^2 = `squared_distance`, S = `sum` (0 in (N5);
/// elsewhere h has a mean too). Objective factor T^2 included; both are 0 for noise.step = 0.
struct LinearNoise {
  double sum;
  double difference;
};
[[nodiscard]] LinearNoise linear_noise(const Problem& problem, const Coefficients& coefficients,
                                       double squared_distance, double sum = 0.0);

/// A start of the flow at `time`: S ~ N(0, variance_sum), D ~ N(0, variance_difference),
/// independent, and y = squared_distance.
struct RandomStart {
  double time = 0.0;
  double variance_sum = 0.0;
  double variance_difference = 0.0;
  double squared_distance = 0.0;
};

/// The noiseless start at t = 0 for y(0) = 2 sigma0^2 chi_squared.
[[nodiscard]] RandomStart initial_start(const Problem& problem, double chi_squared);

/// (N7) and how far it can be trusted.
struct EffectiveStart : RandomStart {
  double linear_until = 0.0;  ///< when max(v_S, v_D) reaches min(R^2/4, sigma^2) from below; 0 if
                              ///< it is larger at t = 0, `time` if it is larger there
  double nonlinear_share =
      0.0;  ///< share of the variances by noise after that, the larger of the two
};

/// What the linear stage is told otherwise, to see how much it matters: theory/gradient_noise.md
/// (Validity). Both changes are of first order in eta, and so is what they change in the noise.
struct LinearStageDoubt {
  bool noise_at_typical_sum = false;  ///< noise is read at S = sqrt(v_S), not at 0
  bool without_spread = false;  ///< D^2 = 0 in the distance, as in runs that collapse, not v_D
};

/// (N6) up to `time` from y(0) = 2 sigma0^2 chi_squared, then (N7): noise after `time` counts as
/// variance of the start, divided by the linear growth until it arrives. Rates are those of the
/// mean recursion. Throws NumericalFailure.
[[nodiscard]] EffectiveStart effective_start(const Problem& problem, double chi_squared,
                                             double time, double end_time,
                                             const Tolerances& tolerances,
                                             const LinearStageDoubt& doubt = {});

/// The matching time t_m: where the integral of lambda_S is lowest, 0 when S grows from the start.
[[nodiscard]] double matching_time(const Problem& problem, double end_time,
                                   const Tolerances& tolerances);

}  // namespace annealvi
