// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Near the origin the separatrix of (F4') at constant temperature and y = 0 is a power law,
// |S| = C |D|^alpha, and the collapse probability has the closed forms (S2), (S3), (L7):
// theory/collapse_probability.md, "Power law and its consequences". Equal weights, b = 0.
#pragma once

#include "annealvi/model/problem.hpp"

#include <string>

namespace annealvi {

enum class PowerLawStatus {
  found,
  no_saddle,     ///< T >= T_f (everywhere for R < R_c): nothing collapses for good, no separatrix
  no_growth,     ///< lambda_S <= 0, T >= T_c: the origin is no node, no power law
  not_followed,  ///< numerical failure, see message
  not_defined    ///< pi != 1/2 or unequal component weights
};

/// |S| = constant |D|^exponent for S, D -> 0. Numbers only when `status` is found.
struct PowerLawSeparatrix {
  PowerLawStatus status = PowerLawStatus::not_defined;
  double exponent = 0.0;  ///< alpha = lambda_S/lambda_D in (0, 1), relative error 1e-12
  double constant = 0.0;  ///< C > 0, in length^(1 - alpha)
  double error = 0.0;     ///< estimate of the absolute error of C; below 1e-9 C away from T_f
  std::string message;    ///< why not, one sentence
};

/// C(R, T) and alpha: the stable manifold of the saddle, followed back to the origin (S2). A
/// property of the flow at `temperature` >= 1 alone; schedule, dimension and initial scale play no
/// part. About 20 ms.
[[nodiscard]] PowerLawSeparatrix power_law_separatrix(const Problem& problem, double temperature);

/// k = C v_D^(alpha/2) / v_S^(1/2) of (S2), from the variances of the start.
[[nodiscard]] double power_law_ratio(const PowerLawSeparatrix& separatrix, double variance_sum,
                                     double variance_difference);

/// (S2) P = Pr(|X| > k |Y|^alpha), X, Y ~ N(0, 1). Valid at constant temperature below T_f for a
/// start small in sigma0 and y: relative error of order (R sigma0)^2 for y = 0; for y of order one
/// P is larger by the slow factor of (L8). Relative accuracy of the evaluation 1e-12 down to P =
/// 1e-300. Throws std::invalid_argument unless k > 0 and 1e-3 <= alpha <= 1.
[[nodiscard]] double power_law_probability(double ratio, double exponent);

/// (S3), the limit of (S2) for k -> infinity, an upper bound of it. Relative excess at most
/// k^(-2/alpha) E|X|^(3/alpha) / (6 E|X|^(1/alpha)), which `rare_power_law_excess` returns. Throws
/// like power_law_probability.
[[nodiscard]] double rare_power_law_probability(double ratio, double exponent);
[[nodiscard]] double rare_power_law_excess(double ratio, double exponent);

/// (L7) d log P / d log d = -(1/alpha - 1)/2 for sigma0 = 1/sqrt(d): (S3) in the limit y = 0.
[[nodiscard]] double dimension_slope(double exponent);

/// (L8) The same at y(0) = 2, sigma0 = 1/sqrt(d), d -> infinity, where the delayed overlap adds a
/// factor of P that grows like sqrt(log d):
/// -(1/alpha - 1)/2 + g/(2 (1 + g log d)), g = (y0/sigma^2) H/(8 lambda_S).
/// Needs sigma^2 = 1/H (matched variance, or T = 1); accurate to 0.02 at d = 100,
/// 0.01 at 1e4, 0.005 at 1e8. Throws std::invalid_argument unless lambda_S > 0, 2 Omega = H at zero
/// distance and dimension >= 1.
[[nodiscard]] double dimension_slope_with_distance(const Problem& problem, double temperature,
                                                   double dimension);

}  // namespace annealvi
