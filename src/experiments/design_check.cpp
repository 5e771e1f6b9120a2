// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The recommendation of a design by simulation.
#include "annealvi/experiments/design.hpp"
#include "experiments/curve_point.hpp"

#include <algorithm>
#include <cmath>

namespace annealvi {
namespace {

Method method_of(Engine engine) {
  for (const Method method : {Method::flow, Method::sde, Method::reduced}) {
    if (engine_of(method) == engine) return method;
  }
  return Method::full;
}

}  // namespace

CheckPlan plan_check(const Config& recommended) {
  Config one = recommended;
  one.runs = 1;
  const double cost = estimated_cost(method_of(one.engine), {one, one.end_time()});
  const double affordable = std::max(std::floor(one.design.check_time / cost), 1.0);
  const double runs = std::min(static_cast<double>(recommended.runs), affordable);
  return {.runs = static_cast<std::uint64_t>(runs), .seconds = runs * cost};
}

void check_by_simulation(DesignResult& result,
                         const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                         const std::atomic<bool>* interrupted) {
  if (!result.recommended) return;
  Config& config = *result.recommended;
  const CheckPlan plan = plan_check(config);
  result.check_runs_wanted = config.runs;
  config.runs = plan.runs;  // what is ready to run repeats the check
  result.check = run_ensemble(config.run_setup(), {.runs = config.runs,
                                                   .half_width = config.half_width,
                                                   .confidence = config.confidence,
                                                   .threads = config.threads,
                                                   .progress = progress,
                                                   .interrupted = interrupted});
  constexpr double three_sigma = 0.9973;  // one false alarm in 370 checks
  const std::uint64_t decided = result.check->collapsed + result.check->recovered;
  const Interval interval = wilson_interval(result.check->collapsed, decided, three_sigma);
  const SharpProbability& sharp = result.schedules.front().sharp;
  result.agrees = decided > 0 && sharp.probability + sharp.error >= interval.lower &&
                  sharp.probability - sharp.error <= interval.upper;
}

}  // namespace annealvi
