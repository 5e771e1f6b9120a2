// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/gate_probability.hpp"
#include "experiments/sharp_options.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi {

SharpProbability sharp_gate_probability(const Config& config,
                                        const std::atomic<bool>* interrupted) {
  const RunSetup setup = config.run_setup();
  const Problem& problem = config.problem;
  const Schedule& schedule = problem.annealing.schedule;
  SharpProbability none;
  none.status = SharpStatus::not_available;
  const auto& w = problem.family.weights;
  if (w[0] != w[1]) {
    none.message = "the formula of gates is for equal component weights";
    return none;
  }
  if (schedule.kind == ScheduleKind::gate && schedule.gate == GateKind::ess) {
    none.message = "a gate on the effective sample size is too slow for a search of thresholds";
    return none;
  }
  constexpr double enough = 1e-7;  // thresholds are bracketed to 1e-4
  const GateProbability found = gate_probability(
      problem,
      {.threshold = setup.gate_threshold,
       .times = {.stall = setup.stall_time, .settle = setup.settle_time, .end = setup.end_time},
       .tolerances = {.relative = std::max(config.tolerances.relative, enough),
                      .absolute = std::max(config.tolerances.absolute, 1e-3 * enough)},
       .interrupted = interrupted});
  SharpProbability sharp = found.sharp;
  if (!has_number(sharp.status)) return sharp;
  if (found.is_bound)
    sharp.message = fmt::format(
        "every start that was followed and cooled recovers, |S| up to {:.3g} sigma0 and |D| down "
        "to "
        "{:.2g} sigma0: P is below {:.2g}",
        found.largest_sum, found.smallest_difference, sharp.probability);
  constexpr double worth_saying = 1e-9;
  if (found.stalled > worth_saying)
    sharp.message += fmt::format("{}{:.3g} of the starts stall and are not part of P",
                                 sharp.message.empty() ? "" : "; ", found.stalled);
  if (problem.noise.step > 0.0) {
    sharp.status = SharpStatus::outside_validity;
    sharp.message += sharp.message.empty() ? "" : "; ";
    sharp.message += "gradient noise is in no formula of gates: this is P without it";
  }
  return sharp;
}

}  // namespace annealvi
