// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The bimodal target (M1) and its annealed version (M3): theory/model.md.
#pragma once

namespace annealvi {

/// (M1) p(x) = weight N(x; +R e, 1) + (1 - weight) N(x; -R e, 1) in R^dimension.
struct Target {
  double separation = 3.0;  ///< R > 0, HALF the distance between the modes, in component widths
  double weight = 0.5;      ///< pi, mass of the mode at +R e, 0 < pi < 1
  double dimension = 1000;  ///< d >= 1, a whole number (a double, because d = 1e12 is welcome)

  /// b0 = log(pi / (1 - pi)) / 2
  [[nodiscard]] double bias() const;
};

/// How the target is heated: table under (M3).
enum class AnnealingPath { power, component, bridge };

/// (M3) log p_t(x) = -H |x|^2/2 + (A/c) log cosh(c R e.x + b) - log Z_t
struct AnnealedTarget {
  double precision;  ///< H
  double amplitude;  ///< A
  double sharpness;  ///< c
  double bias;       ///< b
};

/// The row of (M3) for `path` at `temperature` >= 1; `bridge_scale` = s0 > 0: bridge only.
[[nodiscard]] AnnealedTarget annealed_target(const Target& target, AnnealingPath path,
                                             double temperature, double bridge_scale);

/// log E cosh^(A/c)(c R z/sqrt(H) + b), the part of log Z_t that does not grow with d; absolute
/// error <= 1e-13 (1 + its size).
[[nodiscard]] double log_tilt_normaliser(const AnnealedTarget& annealed, const Target& target);

/// log Z_t of (M3): (d/2) log(2 pi/H) + log_tilt_normaliser.
[[nodiscard]] double log_normaliser(const AnnealedTarget& annealed, const Target& target);

}  // namespace annealvi
