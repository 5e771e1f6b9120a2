// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/dynamics/collapse_lifetime.hpp"

#include <algorithm>

namespace annealvi {

CollapseLifetime collapse_lifetime(const MixtureProblem& problem, const MixtureState& collapsed,
                                   const CoverageRule& rule, double longest,
                                   const SpanOptions& options) {
  constexpr int most_steps = 20'000;
  // The way out is slow and smooth: its duration does not need many digits.
  constexpr Tolerances rough{.relative = 1e-5, .absolute = 1e-8};
  MixtureProblem cold = problem;
  cold.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.0};
  int steps = 0;
  bool recovered = false;
  const auto stop = [&](double, const MixtureState& state) {
    const Coverage coverage = coverage_of(cold.modes, state, rule);
    recovered = std::find(coverage.lost.begin(), coverage.lost.end(), true) == coverage.lost.end();
    return recovered || ++steps >= most_steps;
  };
  const MixtureTrajectory way =
      integrate_mixture_flow(cold, collapsed, longest, {}, rough, options, stop);
  return {.time = way.ode.time, .recovered = recovered};
}

}  // namespace annealvi
