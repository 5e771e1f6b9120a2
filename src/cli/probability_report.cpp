// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/probability_report.hpp"

#include "annealvi/theory/critical_temperature.hpp"
#include "cli/messages.hpp"
#include "experiments/sharp_options.hpp"

#include <chrono>

namespace annealvi::cli {

void check_random_start(const Config& config, const std::string& what) {
  if (!config.start) return;
  refuse_value(config, "family.initial_overlaps", what,
               "it is over the random start; use annealvi trajectory");
}

ProbabilityReport probability_report(const Config& config, const std::atomic<bool>* interruption) {
  check_random_start(config, "annealvi probability");
  const auto start = std::chrono::steady_clock::now();
  const Problem& problem = config.problem;
  ProbabilityReport report{};
  report.end_time = config.end_time();
  if (problem.symmetric()) {
    // |mu_1 - mu_2|^2 of the random start in the mean: theory (L3)
    const double scale = problem.initial_scale();
    report.rates = linear_rates(coefficients_at(problem, 0.0), problem.target.separation,
                                2.0 * scale * scale * problem.target.dimension);
    report.overlap = overlap_probability(problem, report.end_time, config.tolerances);
  }
  report.critical_temperature = critical_temperature(problem);
  report.safe_temperature = safe_temperature(problem);
  report.sharp =
      collapse_probability(problem, sharp_options(config, report.end_time, interruption));
  report.answer = answer_of(config, report.end_time, report.sharp);
  report.messages = consequences(config, report);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace annealvi::cli
