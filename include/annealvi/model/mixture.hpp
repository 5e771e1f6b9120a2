// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The general model: any number of target modes and components, trained weights and variance:
// theory/mixture.md. Two modes and two components with fixed weights and an untrained variance
// have a faster description, `Problem`.
#pragma once

#include "annealvi/model/problem.hpp"
#include "annealvi/model/summary_state.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace annealvi {

/// (M4) p(x) = sum_a weights[a] N(x; nu_a, 1). nu_a has coordinates positions[a] along the first n
/// axes of R^d and none along the others; all rows have the same length n >= 1.
struct ModeSet {
  std::vector<std::vector<double>> positions;
  std::vector<double> weights;  ///< pi_a > 0, sum 1

  [[nodiscard]] std::size_t size() const { return weights.size(); }
  /// n, the number of axes
  [[nodiscard]] std::size_t axes() const { return positions.empty() ? 0 : positions[0].size(); }
  /// |nu_a - nu_b|^2
  [[nodiscard]] double squared_distance(std::size_t a, std::size_t b) const;
  /// R of two modes at +-R along some direction, to rounding; empty for any others.
  [[nodiscard]] std::optional<double> opposite_separation() const;
  /// Half the distance of the nearest two modes, R for the pair; 0 for one mode.
  [[nodiscard]] double nearest_half_distance() const;
};

/// Some numbers > 0 that sum to 1 within 1e-12, as numbers written with twelve digits do.
[[nodiscard]] bool are_weights(std::span<const double> numbers);

/// Shapes with neighbours 2 R apart: line (equally spaced along one axis), ring (regular polygon in
/// a plane) and simplex (all distances equal) are centred at the origin; orthogonal puts mode a at
/// sqrt(2) R on axis a, all distances equal. For K* = 2 line, ring and simplex are (M1).
enum class ModeShape { line, ring, simplex, orthogonal };

/// `count` >= 1 modes (ring: 2) of equal weight. Coordinates exact to rounding; the axes number 1,
/// 2, count - 1 and count. Throws std::invalid_argument for fewer modes or separation <= 0.
[[nodiscard]] ModeSet named_modes(ModeShape shape, std::size_t count, double separation);

/// (M2) with any K, and what of it is trained besides the means.
struct MixtureFamily {
  std::vector<double> weights{0.5, 0.5};  ///< initial w_k > 0, sum 1; their number is K
  bool train_weights = false;
  double weight_rate = 1.0;  ///< learning rate of the logits relative to the means, > 0
  Variance variance = Variance::matched;
  double variance_rate = 1.0;           ///< gamma of (F6), > 0
  std::optional<double> initial_sigma;  ///< of a trained variance; empty: matched at t = 0
  std::optional<double> initial_scale;  ///< sigma0 > 0; empty: 1/sqrt(d)
};

struct MixtureProblem {
  ModeSet modes;
  double dimension = 1000;  ///< d >= modes.axes(), a whole number
  MixtureFamily family;
  Annealing annealing;
  GradientNoise noise;

  [[nodiscard]] std::size_t components() const { return family.weights.size(); }
  [[nodiscard]] double initial_scale() const;  ///< sigma0 with the default filled in
};

/// The same model in the general form: modes at +R, -R on one axis.
[[nodiscard]] MixtureProblem as_mixture(const Problem& problem);

/// One sentence when `problem` makes no sense (sizes, signs, sums, d below the axes); else empty.
[[nodiscard]] std::string mixture_defect(const MixtureProblem& problem);

/// (M3) for any modes: log p_t(x) = -H |x|^2/2 + (A/c) log sum_a pi_a e^(c (nu_a.x - |nu_a|^2/2))
/// - log Z_t, and the objective's factor.
struct MixtureCoefficients {
  double temperature;  ///< T
  double precision;    ///< H
  double amplitude;    ///< A
  double sharpness;    ///< c
  double speed;        ///< 1 for kl, T for free_energy: multiplies every gradient
};
[[nodiscard]] MixtureCoefficients mixture_coefficients_at(const MixtureProblem& problem,
                                                          double time);
[[nodiscard]] MixtureCoefficients mixture_coefficients_at_temperature(const MixtureProblem& problem,
                                                                      double temperature);

/// Summary statistics of K components, and the trained parameters. All of it is a function of
/// inner products with the axes of the modes and among the means.
struct MixtureState {
  std::size_t axes = 0;          ///< n
  std::vector<double> overlaps;  ///< K x n, row k: coordinates of mu_k along the mode axes
  std::vector<double> gram;      ///< K x K, symmetric: inner products of what is orthogonal to them
  std::vector<double> log_weights;  ///< K, log w_k, normalised; constant when not trained
  double log_sigma = 0.0;  ///< log sigma, always the one in force (fixed, matched, trained)

  [[nodiscard]] std::size_t components() const { return log_weights.size(); }
  [[nodiscard]] double overlap(std::size_t k, std::size_t axis) const {
    return overlaps[k * axes + axis];
  }
  [[nodiscard]] double inner(std::size_t k, std::size_t l) const {
    return gram[k * components() + l];
  }
};

/// sigma in force at `coefficients` for an untrained variance; `trained_log_sigma` otherwise.
[[nodiscard]] double log_sigma_in_force(const MixtureFamily& family,
                                        const MixtureCoefficients& coefficients,
                                        double trained_log_sigma);

/// log sigma at t = 0: initial_sigma, or matched to the annealed target, for a trained variance.
[[nodiscard]] double initial_log_sigma(const MixtureProblem& problem);

/// The means at given two-component statistics, in the form of this header (n = 1).
[[nodiscard]] MixtureState as_mixture_state(const MixtureProblem& problem,
                                            const SummaryState& state, double time);

}  // namespace annealvi
