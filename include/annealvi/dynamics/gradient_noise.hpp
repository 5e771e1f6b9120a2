// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Moments of one stochastic gradient (N1), (N2), projected on the summary statistics: the step-size
// drift (N4) and the covariance of the stochastic equation: theory/stochastic_equation.md.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <array>

namespace annealvi {

/// What is added to dQ/dt, or a symmetric 2x2 matrix of the components in general.
struct GramRate {
  double q11 = 0.0, q12 = 0.0, q22 = 0.0;
};

/// (N4): eta (d-1)/B E[sum_l C_il C_jl], per unit time, the part of E[g_i.g_j] that grows with d;
/// any weights, path, variance, both estimators, objective factor T^2 included. Zero for
/// noise.step = 0. Relative error 1e-13.
[[nodiscard]] GramRate step_size_drift(const Problem& problem, const Coefficients& coefficients,
                                       const SummaryState& state);

/// Symmetric, rows and columns in the order m_1, m_2, Q_11, Q_12, Q_22.
using SummaryMatrix = std::array<std::array<double, 5>, 5>;

/// Of the batch means g_1, g_2 at given statistics, objective factors included. One step of SGD
/// changes m by -eta g.e and Q by -eta (g_i.mu_j + g_j.mu_i) + eta^2 g_i.g_j, products over what is
/// orthogonal to e.
struct GradientMoments {
  /// E of (-g_k.e, -(g_i.mu_j + g_j.mu_i)): the flow (F3), (F4).
  SummaryState flow;
  /// Covariance of (g_k.e, g_i.mu_j + g_j.mu_i), of order 1/B. With noise.step > 0 the second part
  /// is less eta g_i.g_j over the d - 2 directions outside the span, as far as it follows the
  /// responsibilities (linearly): under the total estimator that is a relative eta d.
  SummaryMatrix covariance{};
  /// E[g_i.g_j] orthogonal to e, in full: (N4)/eta, what the directions within span(mu_1, mu_2)
  /// change about it, and the product of the means.
  GramRate orthogonal;
};

/// Quadrature in e.z, closed forms in the other directions. The steps of tanh and of the
/// responsibility have panels of their own, so that R sqrt(T) up to 1e3 costs no accuracy: errors
/// of the covariance stay below 1e-9 sqrt(Sigma_ii Sigma_jj). 40 to 70 microseconds.
[[nodiscard]] GradientMoments gradient_moments(const Problem& problem,
                                               const Coefficients& coefficients,
                                               const SummaryState& state);

/// The same in closed form, about a microsecond: the flow to 1e-13, errors of the covariance
/// below 1e-2 sqrt(Sigma_ii Sigma_jj).
[[nodiscard]] GradientMoments fast_gradient_moments(const Problem& problem,
                                                    const Coefficients& coefficients,
                                                    const SummaryState& state);

}  // namespace annealvi
