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

/// Of the batch means g_1, g_2 at given statistics, objective factors included. They do not depend
/// on noise.step: a step of SGD changes the statistics by -eta times what is described here.
struct GradientMoments {
  /// Covariance of (g_k.e, g_i.mu_j + g_j.mu_i orthogonal to e), falls like 1/B.
  SummaryMatrix covariance{};
  /// E[g_i.g_j] of the parts orthogonal to e, in full: (N4) without eta, the finite-d correction of
  /// the directions within span(mu_1, mu_2), and the product of the means.
  GramRate orthogonal{};
};

/// Quadrature in e.z around closed forms in the other directions. The steep tanh and responsibility
/// have their own panels, so R sqrt(T) up to 1e3 costs no accuracy: errors of the covariance are
/// below 1e-9 sqrt(Sigma_ii Sigma_jj) + 1e-12 of its natural scale. Some ten microseconds.
[[nodiscard]] GradientMoments gradient_moments(const Problem& problem,
                                               const Coefficients& coefficients,
                                               const SummaryState& state);

}  // namespace annealvi
