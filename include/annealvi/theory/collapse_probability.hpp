// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The sharp collapse probability (S1), (S4): theory/collapse_probability.md.
#pragma once

#include "annealvi/dynamics/pair_flow.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/answer_status.hpp"
#include "annealvi/model/coverage.hpp"
#include "annealvi/model/problem.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace annealvi {

/// Of one number of the theory: converged (error at most what was asked and 1e-3 of P),
/// not_converged, outside_validity, not_available (no number, the formula says nothing here: see
/// message), failed or interrupted. What the schedule adds is in `annealing_notes`.
using SharpStatus = AnswerStatus;

struct SharpOptions {
  double end_time = 100.0;          ///< t_end, part of the definition of P
  Tolerances tolerances;            ///< of the flow; relaxed where the wanted error allows it
  double probability_error = 1e-6;  ///< wanted absolute error,
  double relative_error = 1e-3;     ///< and at most this share of P; of lines (S5) this share alone
  bool fluctuating_gram = true;     ///< (S4); false: y(0) at its mean, (S1), form of d -> infinity
  const std::atomic<bool>* interrupted = nullptr;
  /// Collapse is a mode without its share of weight at the end time (S6'), undecided runs included;
  /// empty: both means on one side of the midplane.
  std::optional<CoverageRule> coverage = {};
};

/// P(m_1 m_2 > 0 at t_end) over the random start and, for problem.noise.step > 0, gradient noise.
struct SharpProbability {
  double probability = 0.0;
  double error = 0.0;              ///< estimate: ODE + root finding + nodes + average over the Gram
                                   ///< matrix; with gradient noise also (N7)'s own, of order eta
  double wanted_error = 0.0;       ///< what `error` was held against; 0: nothing was computed
  double log10_probability = 0.0;  ///< also where P underflows; -infinity when not known there
  double variance_sum = 0.0;       ///< v_S; with gradient noise the effective one (N7)
  double variance_difference = 0.0;  ///< v_D, likewise
  double matching_time = 0.0;        ///< t_m of (N7), where these variances and the flow begin
  double nonlinear_share = 0.0;      ///< of the variances: noise after the linear stage, in [0, 1]
  double largest_step = 0.0;  ///< eta times the largest growth rate; 0 without gradient noise
  bool long_lived = false;    ///< collapse is not lasting: R < R_c, or T(t_end) above T_f
  double time_scale = 0.0;    ///< of the escape from the long-lived pair, when long_lived
  SharpStatus status = SharpStatus::converged;
  /// Labels of the formulas, "S4, N7" for one; "certain" where none is needed; empty: none is
  /// known.
  std::string method;
  std::string message;             ///< one sentence, may be empty
  std::uint64_t trajectories = 0;  ///< flow trajectories integrated

  /// P = 1 whatever the schedule: `message` says why.
  [[nodiscard]] bool is_certain() const { return method == "certain"; }
};

/// Exact for the flow at every d >= 1: (S4) for equal weights. For any others, trained weights and
/// variance included, (S5), (S6): exact where each line S = const has one collapsed interval, which
/// is checked at 192 starts; what contradicts it is added to the error. With gradient noise (N7),
/// (N11): right to O(eta), everything but S and D at its mean unless weights are equal and pi =
/// 1/2; converged then means an error below 3 % of P, and what it does not cover is
/// outside_validity. With trained weights collapse is always long_lived and time_scale its
/// lifetime: P belongs to the end time.
[[nodiscard]] SharpProbability collapse_probability(const PairModel& model,
                                                    const SharpOptions& options);
[[nodiscard]] SharpProbability collapse_probability(const Problem& problem,
                                                    const SharpOptions& options);
/// Any model: 1 where components are fewer than modes; two components on two opposite modes as
/// above. not_available, with a message, for every other.
[[nodiscard]] SharpProbability collapse_probability(const MixtureProblem& problem,
                                                    const SharpOptions& options);

/// Whether that knows a number for this model, other than the 1 of too few components.
[[nodiscard]] bool has_sharp_probability(const MixtureProblem& model);

/// How long pair_lifetime follows a collapsed pair.
inline constexpr double longest_pair_lifetime = 1e5;

/// Time until the lighter mean of a pair that has collapsed on the heavier mode crosses the
/// midplane, trained weights, temperature held at that of `end_time`; longest_pair_lifetime when it
/// is longer.
[[nodiscard]] double pair_lifetime(const PairModel& model, double end_time);

}  // namespace annealvi
