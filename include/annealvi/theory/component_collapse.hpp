// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The linear stage of K equal components on any modes: overlap formula (K1) for two modes, sampled
// overlaps for more: theory/many_components.md.
#pragma once

#include "annealvi/dynamics/span_expectation.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/mixture.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace annealvi {

/// What the linear stage says about K components with equal fixed weights and an untrained
/// variance. A picture of the mechanism, as (L4) is, not a predictor; no gradient noise.
struct ComponentCollapse {
  double probability = 0.0;      ///< that some mode gets no component
  double log_probability = 0.0;  ///< where `probability` underflows (K1)
  double error = 0.0;            ///< standard error of the sampling; 0 for (K1)
  double without_overlap = 0.0;  ///< the same if components did not see each other (Omega_K = 0)
  double overlap_rate = 0.0;     ///< Omega_K at t = 0
  double evaluated_at = 0.0;     ///< the time when the largest variance of a departure is read
  /// covered[n]: probability that n modes get a component, n = 0..K*
  std::vector<double> covered;
};

struct ComponentCollapseOptions {
  double end_time = 100.0;  ///< the stage must be left before
  /// The stage is read when the largest variance of a departure is this share of rho^2; for two
  /// components on the pair 1/8 is the convention of (L4). Three modes feel their quadratic pull
  /// there already (theory/many_components.md): smaller is closer to the flow at that time.
  double departure = 0.125;
  Tolerances tolerances;
  SpanOptions span;
  std::uint64_t samples = 100'000;  ///< of the overlap matrix; not used by (K1)
  std::uint64_t seed = 1;
};

struct ComponentCollapseResult {
  std::optional<ComponentCollapse> value;
  std::string reason;  ///< one sentence: why there is no value, or why it is certain
};

/// (K1) for two modes that are each other's mirror image with equal weights: the orthant
/// probability of exchangeable normals, relative error 1e-8 from the integration. Otherwise
/// overlaps are sampled: mu_k = common point + normal, a component goes to the mode that claims its
/// mean. rho is half the smallest distance of two modes. With fewer components than modes P = 1,
/// for any family; no linear stage is looked at, and `covered` is empty.
[[nodiscard]] ComponentCollapseResult component_collapse(const MixtureProblem& problem,
                                                         const ComponentCollapseOptions& options);

}  // namespace annealvi
