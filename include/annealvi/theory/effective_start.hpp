// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gradient noise in the linear stage (N5)-(N7): theory/gradient_noise.md. Equal weights, b = 0.
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/problem.hpp"

namespace annealvi {

/// (N5) n_S and n_D: growth of the variances of S and D per unit time by gradient noise alone, at
/// small overlaps and squared distance |mu_1 - mu_2|^2 = `squared_distance`. Objective factor T^2
/// included; both are 0 for noise.step = 0.
struct LinearNoise {
  double sum;
  double difference;
};
[[nodiscard]] LinearNoise linear_noise(const Problem& problem, const Coefficients& coefficients,
                                       double squared_distance);

/// A start of the flow at `time`: S ~ N(0, variance_sum), D ~ N(0, variance_difference) independent,
/// y fixed.
struct RandomStart {
  double time = 0.0;
  double variance_sum;
  double variance_difference;
  double squared_distance;
};

/// The matching time t_m: where the integral of lambda_S is lowest, 0 when S grows from the start.
[[nodiscard]] double matching_time(const Problem& problem, double end_time,
                                   const Tolerances& tolerances);

/// (N6) up to `time` from y(0) = 2 sigma0^2 chi_squared, then (N7): noise after `time` counts as variance
/// of the start, divided by the linear growth until it arrives. Rates are those of the mean recursion.
[[nodiscard]] RandomStart effective_start(const Problem& problem, double chi_squared, double time,
                                          double end_time, const Tolerances& tolerances);

}  // namespace annealvi
