// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/probability_report.hpp"

#include "annealvi/theory/critical_temperature.hpp"
#include "cli/messages.hpp"
#include "experiments/sharp_options.hpp"

#include <algorithm>
#include <chrono>
#include <functional>

namespace annealvi::cli {
namespace {

/// (L3)-(L4).
void add_linear_stage_of_pair(const Config& config, ProbabilityReport& report) {
  const Problem& problem = config.problem;
  if (!problem.symmetric()) return;
  // |mu_1 - mu_2|^2 of the random start in the mean: theory (L3)
  const double scale = problem.initial_scale();
  report.rates = linear_rates(coefficients_at(problem, 0.0), problem.target.separation,
                              2.0 * scale * scale * problem.target.dimension);
  report.overlap = overlap_probability(problem, report.end_time, config.tolerances);
}

/// (K1), or sampled overlaps: equal fixed weights and an untrained variance; or 1.
void add_linear_stage(const Config& config, const std::atomic<bool>* interruption,
                      ProbabilityReport& report) {
  const MixtureProblem model = config.model();
  const auto& weights = model.family.weights;
  const bool equal = std::ranges::all_of(weights, [&](double w) { return w == weights[0]; });
  const bool holds =
      equal && !model.family.train_weights && model.family.variance != Variance::trained;
  if (!holds && !report.sharp.is_certain()) return;
  report.components = component_collapse(config, report.end_time, interruption);
}

}  // namespace

void check_random_start(const Config& config, const std::string& what) {
  if (!config.start) return;
  refuse_value(config, "family.initial_overlaps", what,
               "it is over the random start; use annealvi trajectory");
}

ProbabilityReport probability_report(const Config& config, const std::atomic<bool>* interruption,
                                     const std::function<void(double, double)>& progress) {
  check_random_start(config, "annealvi probability");
  const auto start = std::chrono::steady_clock::now();
  const MixtureProblem model = config.model();
  if (model.modes.size() < 2)
    refuse_value(config, "target.modes", "annealvi probability", "a single mode cannot be missed");
  ProbabilityReport report{};
  report.end_time = config.end_time();
  report.critical_temperature = critical_temperature(model);
  report.safe_temperature = safe_temperature(model);
  report.sharp = sharp_probability(config, report.end_time, interruption);
  try {
    if (config.is_mixture()) {
      add_linear_stage(config, interruption, report);
    } else {
      add_linear_stage_of_pair(config, report);
    }
  } catch (const Stopped&) {
    report.sharp.status = SharpStatus::interrupted;
  }
  report.answer = answer_of(config, report.end_time, report.sharp);
  if (config.probability.runs > 0 && report.sharp.status != SharpStatus::interrupted) {
    RunSetup setup = config.run_setup();
    setup.engine = Engine::flow;
    report.flow = run_ensemble(setup, {.runs = config.probability.runs,
                                       .confidence = config.confidence,
                                       .threads = config.threads,
                                       .progress = progress,
                                       .interrupted = interruption});
    const bool only_flow = report.sharp.status == SharpStatus::not_available;
    if (only_flow || report.flow->interrupted || report.flow->failed > 0)
      report.answer = answer_of(config, setup, *report.flow);
  }
  report.messages = consequences(config, report);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace annealvi::cli
