// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What (K1) needs of K exchangeable components: theory/many_components.md.
#pragma once

namespace annealvi {

/// log of the probability that K >= 1 exchangeable normals have one sign, by the variances of
/// their normalised sum and differences: correlation (r - 1)/(r + K - 1), r = `variance_ratio` =
/// v_S/v_D > 0. K = 1: 0. Relative error of the probability <= 1e-11, also where it is far below
/// the range of doubles.
[[nodiscard]] double log_one_sign_probability(int components, double variance_ratio);

/// E_k[rho_j], j != k: how often a sample of one of K >= 2 equal components is claimed by a given
/// other one, all mutual distances equal to `distance` >= 0 (in units of sigma). K = 2: (G5).
/// Absolute error <= 1e-12.
[[nodiscard]] double claim_of_one(int components, double distance);

}  // namespace annealvi
