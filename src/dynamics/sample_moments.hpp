// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Gaussian expectations over one sample x = mu_l + sigma z: what the moments of a stochastic
// gradient are made of. theory/stochastic_equation.md.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <array>
#include <cstddef>

namespace annealvi::detail {

/// The two functions of one sample of component l: tau = tanh(kappa z_e + a) and the responsibility
/// of the OTHER component f = logistic(h + along_e z_e + across z_f). z_e and z_f are the parts of z
/// along e and along the difference of the means orthogonal to e.
struct SampleFunctions {
  double tanh_mean, tanh_slope;           ///< a, kappa >= 0
  double odds_mean, along_e, across;      ///< h, and signed slopes
};

/// Of the sample functions above; every covariance is free of cancellation.
struct SampleMoments {
  double mean_f = 0.0;                         ///< E f
  std::array<double, 6> covariance_of_tanh{};  ///< of tau with each feature, see Feature
  /// E[f^i u^j], u = the direction of f in the plane, i = 1, 2 and j = 0, 1, 2
  std::array<std::array<double, 3>, 2> powers{};
};

/// The random functions that gradients are linear in, besides those of a third direction.
enum Feature : std::size_t { tau, f, z_e, z_f, f_z_e, f_z_f };

/// `only_means`: estimators without a term z or f z need the first two features alone.
[[nodiscard]] SampleMoments sample_moments(const SampleFunctions& functions, bool only_means);

}  // namespace annealvi::detail
