// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Linear stage (L1)-(L3) and the overlap formula (L4): theory/linear_stage.md. Equal weights, b =
// 0.
#pragma once

#include "annealvi/integrate/solve_ode.hpp"
#include "annealvi/model/problem.hpp"

#include <optional>

namespace annealvi {

/// Growth rates of S and D, and the overlap rate between them, all multiplied by the objective's
/// speed.
struct LinearRates {
  double sum;         ///< (L1) lambda_S
  double difference;  ///< (L2) lambda_D = lambda_S + Omega
  double overlap;     ///< Omega >= 0
};

/// Rates at squared distance |mu_1 - mu_2|^2 = `squared_distance` >= 0.
[[nodiscard]] LinearRates linear_rates(const Coefficients& coefficients, double separation,
                                       double squared_distance);

struct OverlapProbability {
  double probability;   ///< (L4), in (0, 1/2]
  double evaluated_at;  ///< the time where max(v_S, v_D) = R^2/4
};

/// (L4) at its default time; empty when the start is already beyond the linear stage or the stage
/// is not left before end_time. With gradient noise the variances are those of (N6). A picture of
/// the mechanism, not a predictor.
[[nodiscard]] std::optional<OverlapProbability> overlap_probability(const Problem& problem,
                                                                    double end_time,
                                                                    const Tolerances& tolerances);

}  // namespace annealvi
