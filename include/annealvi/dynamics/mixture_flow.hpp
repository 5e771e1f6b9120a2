// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The deterministic flow of K components on any modes, with trained weights (F5) and variance (F6),
// in the coordinates of span(nu, mu): theory/mixture.md.
#pragma once

#include "annealvi/dynamics/span_expectation.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/mixture.hpp"

#include <functional>
#include <span>
#include <vector>

namespace annealvi {

/// Time derivative of coordinates, log-weights and log sigma, and F at the state.
struct MixtureRates {
  /// (F1) as a matrix: d mu_k/dt = sum_l mixing[k,l] mu_l + sum_a pull[k,a] nu_a.
  std::vector<double> mixing;  ///< K x K
  std::vector<double> pull;    ///< K x K*
  std::vector<double> logits;  ///< K, (F5) times weight_rate, before any normalisation; 0 untrained
  double log_sigma = 0.0;      ///< (F6); 0 untrained
  /// F = KL(q || p_t), log Z_t included, times the objective's factor; -ELBO up to log Z_t.
  double objective = 0.0;
  double objective_error = 0.0;  ///< of the nodes: 0 to rounding for product rules that resolve all
};

/// Rates and F at `state`. Accuracy that of the nodes (SpanOptions); product rules: SpanOptions'
/// error, relative to the size of each rate's terms.
[[nodiscard]] MixtureRates mixture_rates(const MixtureProblem& problem,
                                         const MixtureCoefficients& coefficients,
                                         const MixtureState& state, const SpanOptions& options);

struct MixturePoint {
  double time;
  double temperature;
  MixtureState state;
};

struct MixtureTrajectory {
  std::vector<MixturePoint> points;  ///< at the requested times
  MixtureState final_state;          ///< at end_time, or where the integration failed
  OdeResult ode;                     ///< its state: coordinates K x (n + K'), logits, log sigma
};

/// Looks at the flow; true ends the integration there, with OdeStatus::stopped_by_condition.
using MixtureObserver = std::function<bool(double time, const MixtureState& state)>;

/// Integrates from `start` at t = 0 to end_time > 0, in n + min(K, d - n) coordinates a component
/// (no step-size term: (N4) is kept by the bimodal flow only). `observe` is called after every step
/// of the integrator. `times` sorted within [0, end_time].
[[nodiscard]] MixtureTrajectory integrate_mixture_flow(const MixtureProblem& problem,
                                                       const MixtureState& start, double end_time,
                                                       std::span<const double> times,
                                                       const Tolerances& tolerances,
                                                       const SpanOptions& options,
                                                       const MixtureObserver& observe = {});

/// The end time meant by "auto" for a mixture: as `automatic_end_time` with the smallest weight,
/// the nearest pair of modes, and the slowest of the trained rates.
[[nodiscard]] double automatic_end_time(const MixtureProblem& problem);

/// log Z_t of (M3) for any modes; (d/2) log(2 pi/H) when A = c (component path).
[[nodiscard]] double log_normaliser(const MixtureProblem& problem,
                                    const MixtureCoefficients& coefficients,
                                    const SpanOptions& options);

/// Reverse effective sample size (E_q u)^2 / E_q u^2 in (0, 1], u = p_t/q, per sample; 0 where
/// E_q u^2 diverges (2 H sigma^2 <= 1 outside the span).
[[nodiscard]] double reverse_effective_sample_size(const MixtureProblem& problem,
                                                   const MixtureCoefficients& coefficients,
                                                   const MixtureState& state,
                                                   const SpanOptions& options);

}  // namespace annealvi
