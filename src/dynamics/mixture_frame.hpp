// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Means of a mixture in coordinates of span(nu, mu), and what every expectation over a component
// needs of them.
#pragma once

#include "annealvi/dynamics/mixture_flow.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace annealvi::detail {

/// K rows of `axes` coordinates; the first n are those along the modes' axes.
struct MixtureFrame {
  std::size_t axes = 0;
  std::vector<double> means;
  std::vector<double> log_weights;
  double log_sigma = 0.0;

  [[nodiscard]] std::size_t components() const { return log_weights.size(); }
  [[nodiscard]] std::span<const double> mean(std::size_t k) const {
    return std::span(means).subspan(k * axes, axes);
  }
};

/// n + min(K, d - n)
[[nodiscard]] std::size_t frame_axes(const MixtureProblem& problem);

/// Orthogonal parts by a pivoted Cholesky factorisation of the Gram matrix, in frame_axes axes.
[[nodiscard]] MixtureFrame frame_of(const MixtureProblem& problem, const MixtureState& state);
[[nodiscard]] MixtureState state_of(const MixtureProblem& problem, const MixtureFrame& frame);

/// All rates; F without log Z_t (`objective`), and logits, only with options.log_sum.
[[nodiscard]] MixtureRates frame_rates(const MixtureProblem& problem,
                                       const MixtureCoefficients& coefficients,
                                       const MixtureFrame& frame, const SpanOptions& options);

/// The part of log Z_t of (M3) that does not grow with d: log Z_t - (d/2) log(2 pi/H).
[[nodiscard]] Estimate log_tilt_normaliser(const MixtureProblem& problem,
                                           const MixtureCoefficients& coefficients,
                                           const SpanOptions& options);

/// The lines log pi_a + c (nu_a.x - |nu_a|^2/2) of (M3) at x = point + scale z.
struct ModeLines {
  std::vector<double> values, slopes;
};
[[nodiscard]] ModeLines mode_lines(const ModeSet& modes, double sharpness,
                                   std::span<const double> point, double scale);

[[nodiscard]] inline double dot(std::span<const double> x, std::span<const double> y) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// log sum_i e^(x_i)
[[nodiscard]] double log_sum_exp(std::span<const double> x);

}  // namespace annealvi::detail
