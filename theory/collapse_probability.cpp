// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/collapse_probability.hpp"

#include "annealvi/theory/collapsed_pair.hpp"
#include "numerics/elementary.hpp"
#include "theory/equal_components.hpp"
#include "theory/pair_noise.hpp"
#include "theory/pair_share.hpp"
#include "theory/probability_parts.hpp"
#include "theory/threshold_curve.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace annealvi {
namespace {

void check(const Problem& problem, const SharpOptions& options) {
  const auto require = [](bool condition, const char* what) {
    if (!condition) throw std::invalid_argument(std::string("collapse_probability: ") + what);
  };
  require(std::isfinite(options.end_time) && options.end_time > 0.0, "the end time must be > 0");
  require(options.probability_error > 0.0, "the wanted error must be > 0");
  require(problem.target.separation > 0.0, "the separation must be > 0");
  require(problem.target.weight > 0.0 && problem.target.weight < 1.0, "0 < pi < 1");
  require(problem.target.dimension >= 1.0, "the dimension must be >= 1");
  require(problem.initial_scale() > 0.0, "the initial scale must be > 0");
}

std::string percent(double share) {
  return std::to_string(std::lround(100.0 * share)) + " %";
}

/// What (N7) rests on. Limits set by the cases that were simulated, not derived.
constexpr double largest_nonlinear_share = 0.3;
constexpr double largest_step = 0.3;
constexpr double noise_accuracy = 0.03;  // of P, wanted with gradient noise

Estimate with_noise(const Problem& problem, const SharpOptions& options, SharpProbability& result) {
  result.method = "S4, N7";
  const NoisyEstimate estimate = noisy_probability(problem, options, result.trajectories);
  result.variance_sum = estimate.start.variance_sum;
  result.variance_difference = estimate.start.variance_difference;
  result.matching_time = estimate.start.time;
  result.nonlinear_share = estimate.start.nonlinear_share;
  result.largest_step = estimate.largest_step;
  if (result.nonlinear_share > largest_nonlinear_share) {
    result.status = SharpStatus::outside_validity;
    result.message = "gradient noise after the linear stage makes up " +
                     percent(result.nonlinear_share) + " of the deciding variance (up to " +
                     percent(largest_nonlinear_share) + " is covered)";
  } else if (result.largest_step > largest_step) {
    result.status = SharpStatus::outside_validity;
    result.message = "the step times the largest growth rate is " + percent(result.largest_step) +
                     " (up to " + percent(largest_step) + " is covered)";
  }
  return estimate;
}

/// (N9)-(N13) and (S5), everything but S and D at its mean.
Estimate with_pair_noise(const PairModel& model, const SharpOptions& options,
                         SharpProbability& result) {
  result.method = options.coverage ? "S6', N11" : "S5, N11";
  const NoisyPairStart start = noisy_pair_start(model, options.end_time);
  result.variance_sum = start.variance_sum;
  result.variance_difference = start.variance_difference;
  result.nonlinear_share = start.nonlinear_share;
  // Rates of a trained variance are near those of the matched one.
  Problem rates = model.problem;
  if (rates.family.variance == Variance::trained) rates.family.variance = Variance::matched;
  const auto& weights = rates.family.weights;
  result.largest_step =
      2.0 * std::max(weights[0], weights[1]) * largest_noise_step(rates, options.end_time);
  const auto outside = [&](const std::string& why) {
    result.status = SharpStatus::outside_validity;
    result.message = why;
  };
  if (start.cut_time == 0.0) {
    outside("S and D do not grow along the mean start: gradient noise alone decides");
    return {0.5, 0.5};
  }
  if (result.nonlinear_share > largest_nonlinear_share)
    outside("gradient noise after the linear stage makes up " + percent(result.nonlinear_share) +
            " of the deciding variance (up to " + percent(largest_nonlinear_share) +
            " is covered)");
  if (result.largest_step > largest_step)
    outside("the step times the largest growth rate is " + percent(result.largest_step) +
            " (up to " + percent(largest_step) + " is covered)");
  if (model.train_weights && !model.problem.noise.control_variate)
    outside("the noise of trained weights without the control variate is beyond linear theory");
  PairRuns runs(model, options.end_time, std::sqrt(start.variance_sum), options.tolerances,
                options.coverage, options.interrupted);
  ShareParts parts;
  // The quadrature need not be finer than the theory.
  Estimate estimate = share_to(runs, model, start, options, 3e-3, parts);
  result.trajectories += runs.trajectories() + parts.trajectories;
  // What P was seen to move by with the cut, with y at its mean, and with noise after the linear
  // stage: theory/gradient_noise.md (Validity).
  const double relative = (start.cut ? 0.01 : 0.0) + 0.005 + 0.15 * start.nonlinear_share;
  estimate.error += relative * estimate.value;
  return estimate;
}

/// Equal fixed weights, no noise, everything but a trained variance: curves that are smooth where
/// they exist.
bool has_curves(const PairModel& model, const SharpOptions& options) {
  const auto& weights = model.problem.family.weights;
  return !model.trained() && !options.coverage && weights[0] == weights[1];
}

Estimate without_noise(const PairModel& model, const SharpOptions& options,
                       SharpProbability& result) {
  if (has_curves(model, options)) {
    try {
      result.method = "S4";
      const SmoothEstimate estimate = smooth_probability(
          model.problem, options, 0.0,
          [&](double chi_squared) { return initial_start(model.problem, chi_squared); },
          result.trajectories);
      if (estimate.log10_value) result.log10_probability = *estimate.log10_value;
      return estimate;
    } catch (const NotSmooth&) {
    }
  }
  result.method = options.coverage ? "S6'" : "S6";
  return pair_probability(model, options, result.trajectories);
}

/// Numbers and failures of `compute` as a result; false when there is no number.
bool take(SharpProbability& result, const std::function<Estimate()>& compute) {
  Estimate estimate;
  try {
    estimate = compute();
  } catch (const NumericalFailure& failure) {
    result.status = SharpStatus::failed;
    result.message = failure.what();
    return false;
  } catch (const Interrupted&) {
    result.status = SharpStatus::interrupted;
    result.message = "before the probability was known";
    return false;
  }
  if (!(std::isfinite(estimate.value) && estimate.error >= 0.0 && std::isfinite(estimate.error))) {
    result.status = SharpStatus::failed;
    result.message = "the quadrature over the starts gave no finite number";
    return false;
  }
  result.probability = std::clamp(estimate.value, 0.0, 1.0);
  result.error = estimate.error;
  if (result.probability >= std::numeric_limits<double>::min())
    result.log10_probability = math::log10(result.probability);
  else if (result.log10_probability == 0.0)
    result.log10_probability = -std::numeric_limits<double>::infinity();
  return true;
}

/// (S7), with the few directions it takes.
SharpProbability with_equal_components(const MixtureProblem& model, const SharpOptions& options) {
  constexpr double accuracy = 0.1;  // of P: what few directions can give
  SharpProbability result;
  result.method = "S7";
  result.variance_sum = result.variance_difference = math::square(model.initial_scale());
  if (!take(result,
            [&] { return equal_components_probability(model, options, result.trajectories); }))
    return result;
  result.wanted_error = std::max(options.probability_error, accuracy * result.probability);
  if (model.noise.step > 0.0) {
    result.status = SharpStatus::outside_validity;
    result.message = "the noise of more than two components is in no formula: this is P without it";
  } else if (result.error > result.wanted_error) {
    result.status = SharpStatus::not_converged;
  }
  return result;
}

}  // namespace

SharpProbability collapse_probability(const Problem& problem, const SharpOptions& options) {
  return collapse_probability(as_pair(problem), options);
}

bool has_sharp_probability(const MixtureProblem& model) {
  return certain_collapse(model).empty() &&
         (as_pair(model) || equal_components_defect(model).empty());
}

SharpProbability collapse_probability(const MixtureProblem& problem, const SharpOptions& options) {
  SharpProbability result;
  if (std::string reason = certain_collapse(problem); !reason.empty()) {
    result.probability = 1.0;
    result.method = "certain";
    result.message = std::move(reason);
    return result;
  }
  if (const auto model = as_pair(problem)) return collapse_probability(*model, options);
  result.message = equal_components_defect(problem);
  if (!result.message.empty()) {
    result.status = SharpStatus::not_available;
    return result;
  }
  return with_equal_components(problem, options);
}

SharpProbability collapse_probability(const PairModel& model, const SharpOptions& options) {
  const Problem& problem = model.problem;
  check(problem, options);
  SharpProbability result;
  const RandomStart start = initial_start(problem, problem.target.dimension - 1.0);
  result.variance_sum = start.variance_sum;
  result.variance_difference = start.variance_difference;

  const bool noisy = problem.noise.step > 0.0;
  const auto compute = [&] {
    const Estimate estimate = !noisy ? without_noise(model, options, result)
                              : has_curves(model, options) && problem.symmetric()
                                  ? with_noise(problem, options, result)
                                  : with_pair_noise(model, options, result);
    if (model.train_weights) {
      // No barrier keeps a collapsed pair whose weights adapt: it always ends, sooner or later.
      result.long_lived = true;
      result.time_scale = pair_lifetime(model, options.end_time);
    }
    return estimate;
  };
  if (!take(result, compute)) return result;
  constexpr double nothing_known = 0.5;  // 1/2 +- 1/2 is no statement about a probability
  if (result.error >= nothing_known) {
    result.status = SharpStatus::not_available;
    if (result.nonlinear_share == 1.0)
      result.message = "nothing outgrows the gradient noise before the end time: it alone decides";
    else if (result.message.empty())
      result.message = "the error estimate reaches over all probabilities";
    return result;
  }
  constexpr double smallest = 1e-290;  // relative accuracy ends where doubles do
  result.wanted_error =
      noisy ? std::max(options.probability_error, noise_accuracy * result.probability)
      : result.method == "S4"
          ? std::min(options.probability_error,
                     std::max(options.relative_error * result.probability, smallest))
          : std::max(wanted_by_lines(options) * result.probability, smallest);
  if (result.error > result.wanted_error && result.status == SharpStatus::converged) {
    result.status = SharpStatus::not_converged;
    if (result.probability == 0.0)
      result.message =
          "the starts that collapse lie beyond the 7 standard deviations that are "
          "looked at: P is smaller than the error";
  }

  if (!model.trained() && problem.family.weights[0] == problem.family.weights[1]) {
    // The heavier mode keeps a collapsed pair up to the higher temperature.
    Problem heavier = problem;
    heavier.target.weight = std::max(problem.target.weight, 1.0 - problem.target.weight);
    const double end_temperature = problem.annealing.schedule.temperature(options.end_time);
    if (const auto time_scale = escape_time_scale(heavier, end_temperature)) {
      result.long_lived = true;
      result.time_scale = *time_scale;
    }
  }
  return result;
}

}  // namespace annealvi
