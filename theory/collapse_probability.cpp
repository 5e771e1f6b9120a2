// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/theory/collapse_probability.hpp"

#include "annealvi/theory/collapsed_pair.hpp"
#include "theory/probability_parts.hpp"
#include "theory/threshold_curve.hpp"

#include <algorithm>
#include <cmath>
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

}  // namespace

SharpProbability collapse_probability(const Problem& problem, const SharpOptions& options) {
  check(problem, options);
  SharpProbability result;
  const double scale = problem.initial_scale();
  result.variance_sum = result.variance_difference = 2.0 * scale * scale;

  const bool equal_components = problem.family.weights[0] == problem.family.weights[1];
  Estimate estimate;
  try {
    if (!equal_components) {
      estimate = indicator_probability(problem, options, result.trajectories);
      result.message =
          "unequal component weights: indicator integral over the starts at the mean Gram matrix, its "
          "fluctuations added coordinate by coordinate; whether collapse lasts is not assessed";
    } else {
      try {
        estimate = smooth_probability(problem, options, result.trajectories);
      } catch (const NotSmooth&) {
        estimate = window_probability(problem, options, result.trajectories);
      }
    }
  } catch (const NumericalFailure& failure) {
    result.status = SharpStatus::failed;
    result.message = failure.what();
    return result;
  } catch (const Interrupted&) {
    result.status = SharpStatus::interrupted;
    result.message = "interrupted";
    return result;
  }
  if (!(std::isfinite(estimate.value) && estimate.error >= 0.0 && std::isfinite(estimate.error))) {
    result.status = SharpStatus::failed;
    result.message = "the quadrature over the starts gave no finite number";
    return result;
  }
  result.probability = std::clamp(estimate.value, 0.0, 1.0);
  result.error = estimate.error;
  result.log10_probability = result.probability > 0.0 ? std::log10(result.probability)
                                                      : -std::numeric_limits<double>::infinity();
  constexpr double smallest = 1e-290;  // relative accuracy ends where doubles do
  const double wanted =
      std::min(options.probability_error, std::max(1e-3 * result.probability, smallest));
  if (result.error > wanted) result.status = SharpStatus::not_converged;

  if (equal_components) {
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
