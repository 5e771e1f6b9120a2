// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Sums over trapezoidal nodes, the inner loops of all Gaussian expectations (page
// theory/gaussian_expectations.md, "Two quadratures"). No transcendental function is called per
// node: Gaussian and hyperbolic factors follow from recurrences whose terms are positive.
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

/// Nodes of a wide Gaussian: exp(-u_j^2/(2 a^2)) at u_j = j step >= 0 up to `reach`, multiplied by
/// hyperbolic functions of u_j tilt. What is even in u is halved at u = 0.
struct WideNodes {
  double inverse_variance;  ///< 1/a^2
  double tilt;              ///< m/a^2
  double reach;             ///< largest u
  double gain_exponent = 0; ///< of a further exponential, computed beside the others; |.| <= 0.8
};

/// tanh, sech^2: the poles at |Im u| = pi/2 cost exp(-2 pi y/step), their residues are subtracted;
/// what the step erf(u/sqrt 2) leaves is exp(-pi^2/(step^2 (1/2 + 1/(2 a^2)))) <= exp(-39.5).
inline constexpr double wide_step = 0.5;
struct WideSum {
  double value;
  double gain;  ///< exp(gain_exponent)
};
struct WideBoth {
  double odd, even;
  double gain = 1;  ///< exp(gain_exponent)
};
WideSum wide_tanh_sum(const WideNodes& nodes);   ///< remainder of tanh with sinh(u tilt)
WideSum wide_slope_sum(const WideNodes& nodes);  ///< remainder of sech^2 with cosh(u tilt)
WideBoth wide_both_sums(const WideNodes& nodes);
/// Remainder of tanh with sinh(u tilt) cosh(u s) and with cosh(u tilt) sinh(u s), s = second_tilt.
struct WidePairSums {
  double sinh_cosh, cosh_sinh;
};
WidePairSums wide_pair(const WideNodes& nodes, double second_tilt);

/// sech needs no step function; the residues of its two lowest pairs of poles are subtracted.
inline constexpr double sech_step = 0.75;
double wide_sech_sum(double inverse_variance, double reach);

/// exp(t^2) erfc(t) for t >= 0, relative error a few eps.
double scaled_erfc(double t);

}  // namespace annealvi::detail
