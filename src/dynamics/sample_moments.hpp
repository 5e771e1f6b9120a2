// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gaussian expectations over one sample x = mu_l + sigma z: what the moments of a stochastic
// gradient are made of. theory/stochastic_equation.md.
#pragma once

#include <array>
#include <cstddef>

namespace annealvi::detail {

/// The two functions of one sample of component l: tau = tanh(kappa z_e + a) and the responsibility
/// of the OTHER component, f = logistic(h + along_e z_e + across z_f). z_e and z_f are the parts of
/// z along e and along the difference of the means orthogonal to e.
struct SampleFunctions {
  double tanh_mean, tanh_slope;       ///< a, kappa >= 0
  double odds_mean, along_e, across;  ///< h, and slopes of either sign
};

/// The random functions that gradients are linear in, besides those of a third direction.
enum Feature : std::size_t { tau, f, z_e, z_f, f_z_e, f_z_f };

/// Of f alone: E[f^i u^j], i = 1, 2 and j = 0, 1, 2, u = direction of increasing f in the plane.
struct OddsMoments {
  std::array<std::array<double, 3>, 2> powers{};
  double variance = 0.0;      ///< of f, free of cancellation
  double square_slope = 0.0;  ///< Cov(f^2, f)/Var f: best linear fit of f^2
};

/// Of tau, and of tau with f.
struct TanhMoments {
  double mean = 0.0;
  std::array<double, 6> covariance{};  ///< with each Feature
};

/// One way to find both. Without `with_z` only what concerns tau and f is filled in: estimators
/// without terms z and f z need no more.
struct MomentRule {
  OddsMoments (*odds)(double odds_mean, double slope, bool with_z);
  TanhMoments (*tanh)(const SampleFunctions& functions, const OddsMoments& odds, bool with_z);
};

/// Gauss panels about the steps of both functions, closed forms across.
extern const MomentRule quadrature_rule;

/// Closed forms, with sigmoids as sums of normal distribution functions where two meet.
extern const MomentRule closed_form_rule;

}  // namespace annealvi::detail
