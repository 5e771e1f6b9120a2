// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "experiments/curve_point.hpp"

#include "annealvi/experiments/answer.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/component_collapse.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "experiments/sharp_options.hpp"
#include "jobs/threads.hpp"

#include <algorithm>
#include <exception>
#include <new>

namespace annealvi {
namespace {

/// In a table what is as good as asked is done, whatever the method.
void take_answer(CurvePoint& point, const Answer& answer) {
  point.status = answer.status == AnswerStatus::converged ? AnswerStatus::done : answer.status;
  point.note = one_line(answer.notes);
}

// nullopt: interrupted
std::optional<CurvePoint> sharp_point(CurvePoint point, const Config& config,
                                      const std::atomic<bool>* interrupted) {
  const SharpProbability sharp = sharp_probability(config, point.end_time, interrupted);
  if (sharp.status == SharpStatus::interrupted) return std::nullopt;
  take_answer(point, answer_of(config, point.end_time, sharp));
  if (!has_number(sharp.status)) return point;
  point.probability = sharp.probability;
  point.lower = std::max(0.0, sharp.probability - sharp.error);
  point.upper = std::min(1.0, sharp.probability + sharp.error);
  return point;
}

// (L4) and (K1) are about the linear stage: whether the annealing is finished does not matter to
// them.
CurvePoint overlap_point(CurvePoint point, const Config& config,
                         const std::atomic<bool>* interrupted) {
  if (config.is_mixture()) {
    const auto [overlap, reason] = component_collapse(config, point.end_time, interrupted);
    point.note = reason;
    if (!overlap) point.status = AnswerStatus::not_available;
    if (overlap) {
      point.probability = overlap->probability;
      point.lower = std::max(0.0, overlap->probability - overlap->error);
      point.upper = std::min(1.0, overlap->probability + overlap->error);
    }
    return point;
  }
  const auto overlap = overlap_probability(config.problem, point.end_time, config.tolerances);
  if (overlap) {
    point.probability = point.lower = point.upper = overlap->probability;
  } else {
    point.status = AnswerStatus::not_available;
    point.note = "no linear stage";
  }
  return point;
}

// nullopt: interrupted before all runs were done
std::optional<CurvePoint> simulated_point(CurvePoint point, const Config& config,
                                          const CurveOptions& options,
                                          const std::function<void(double)>& share_done) {
  RunSetup setup = config.run_setup();
  setup.engine = engine_of(point.method).value();
  setup.end_time = point.end_time;
  EnsembleOptions ensemble{.runs = config.runs,
                           .half_width = config.half_width,
                           .confidence = config.confidence,
                           .threads = config.threads,
                           .progress = {},
                           .interrupted = options.interrupted};
  ensemble.progress = [&](double finished, double total) { share_done(finished / total); };
  const EnsembleResult result = run_ensemble(setup, ensemble);
  if (result.interrupted) return std::nullopt;
  return simulated_answer(std::move(point), config, setup, result);
}

}  // namespace

CurvePoint simulated_answer(CurvePoint point, const Config& config, const RunSetup& setup,
                            const EnsembleResult& result) {
  point.runs = result.runs;
  point.collapsed = result.collapsed;
  point.recovered = result.recovered;
  point.undecided = result.undecided;
  point.failed = result.failed;
  if (result.mixture) {
    point.mean_alignment = result.mixture->mean_alignment;
    point.vanishing_weight = result.mixture->vanishing_weight;
  }
  take_answer(point, answer_of(config, setup, result));
  point.note = without_commas(point.note);
  if (!result.probability) return point;
  point.probability = result.probability;
  point.lower = result.interval.lower;
  point.upper = result.interval.upper;
  return point;
}

std::optional<CurvePoint> computed_point(CurvePoint empty, const Config& config,
                                         const CurveOptions& options,
                                         const std::function<void(double)>& share_done) {
  std::optional<CurvePoint> point;
  const std::string certain =
      config.is_mixture() ? certain_collapse(config.model()) : std::string();
  try {
    if (!certain.empty()) {
      point = empty;
      point->probability = point->lower = point->upper = 1.0;
      point->note = certain;
    } else if (empty.method == Method::sharp) {
      point = sharp_point(empty, config, options.interrupted);
    } else if (empty.method == Method::overlap) {
      point = overlap_point(empty, config, options.interrupted);
    } else {
      point = simulated_point(empty, config, options, share_done);
    }
  } catch (const Stopped&) {
    return std::nullopt;
  } catch (const ThreadsRefused&) {
    throw;  // so it would be at every point
  } catch (const std::bad_alloc&) {
    empty.note = no_memory_note;
    empty.status = AnswerStatus::failed;
    point = empty;
  } catch (const std::exception& error) {
    empty.note = error.what();
    empty.status = AnswerStatus::failed;
    point = empty;
  }
  if (point) point->note = without_commas(point->note);
  return point;
}

Temperatures temperatures_of(const MixtureProblem& model) {
  try {
    return {critical_temperature(model), safe_temperature(model).value};
  } catch (const std::exception&) {
    // A mark on the picture that cannot be computed is left out; the points say what failed.
    return {};
  }
}

double estimated_cost(std::optional<Method> method, const GridPoint& point) {
  const Config& config = point.config;
  const auto runs = static_cast<double>(config.runs);
  if (!method || method == Method::overlap) return 0.02;
  if (method == Method::sharp) return config.is_mixture() ? 2.0 : 0.5;
  if (method == Method::flow) return 2e-3 * runs;
  if (method == Method::sde) {
    const SdeOptions& sde = config.sde;
    const double size = sde.step.value_or(config.problem.noise.step);
    const double cost = sde.scheme == SdeScheme::euler ? 1e-6 : 1.2e-5;
    return cost * runs * static_cast<double>(step_count(point.end_time, size));
  }
  const auto steps = static_cast<double>(step_count(point.end_time, config.problem.noise.step));
  const double samples = runs * steps * config.problem.noise.batch;
  if (method == Method::reduced) return 1e-7 * samples;
  return 8e-9 * samples * config.problem.target.dimension;
}

std::string without_commas(std::string text) {
  std::replace(text.begin(), text.end(), ',', ';');
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace annealvi
