// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Narrow Gaussians, a <= 1: sums over trapezoidal nodes in z (page theory/gaussian_expectations.md,
// "Two quadratures"). No transcendental function is called per node: hyperbolic factors follow from
// recurrences whose terms are positive.
#pragma once

namespace annealvi::detail {

inline constexpr double largest_narrow_deviation = 1;  ///< a <= 1: nodes in z, else nodes in u

/// Sums sum_j w_j f(C_j) with nodes z_j >= 0 of z ~ N(0, 1), both signs of z joined, sum_j w_j = 1
/// and C_j = cosh(rate z_j). The rule is chosen for poles of f at |Im z| >= pi/rate, rate <= 2.
struct NarrowPairSums {
  double sum, difference;
};
/// f = 1/(A + e C).
double narrow_reciprocal(double rate, double A, double e);
/// f = (e^2 + e C)/(A + e C).
double narrow_complement(double rate, double A, double e);
/// f = (e^2 + A e C)/(A + e C)^2.
double narrow_slope(double rate, double A, double e);
/// f = (s + t C)/((A1 + e1 C)(A2 + e2 C)) with (s, t) of the sum and of the difference.
struct NarrowPairTerms {
  double A1, e1, A2, e2, sum_constant, sum_slope, difference_constant, difference_slope;
};
NarrowPairSums narrow_pair(double rate, const NarrowPairTerms& terms);
/// f = sech(a z), poles at |Im z| = pi/(2 a).
double narrow_sech(double a);
/// f = log(1 + c^2 + 2 c C)/2.
double narrow_softplus(double rate, double c);
/// f = log(1 + c + sinh^2(rate z/2))/2.
double narrow_log_cosh(double rate, double c);

}  // namespace annealvi::detail
