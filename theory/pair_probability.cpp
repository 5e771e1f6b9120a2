// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S5) over the starts (S, D), averaged over the Gram matrix by (S6), without gradient noise.
#include "annealvi/integrate/solve_ode.hpp"
#include "theory/gram_average.hpp"
#include "theory/pair_share.hpp"
#include "theory/probability_parts.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

namespace annealvi {
namespace {

constexpr std::size_t finest = 96;  // order of the rule over S

PairStart start_at(const PairModel& model, const GramPoint& gram) {
  const double unit = 2.0 * model.problem.initial_scale() * model.problem.initial_scale();
  PairStart start{.mean = state_without_means(model)};
  start.mean.squared_sum = unit * gram.squared_sum;
  start.mean.gram_difference = unit * gram.gram_difference;
  start.mean.squared_distance = unit * gram.squared_distance;
  start.variance_sum = start.variance_difference = unit;
  return start;
}

}  // namespace

Estimate share_to(PairRuns& runs, const PairModel& model, const PairStart& start,
                  const SharpOptions& options, double smallest_relative, ShareParts& parts) {
  // A tolerance that most wishes need; where more is asked, its intervals are the first guess.
  constexpr double usual = 3e-5;
  const std::size_t coarse = parts.order = 12;
  parts.share = std::make_unique<PairShare>(runs, start, usual);
  Estimate result = parts.share->probability(coarse);
  parts.coarse = result.value;
  if (!(parts.coarse > 0.0)) return result;
  result.error = parts.coarse;
  const double relative = std::max(smallest_relative, wanted_by_lines(options));
  parts.tolerance = std::clamp(0.1 * relative, 1e-9, usual);
  if (parts.tolerance < 0.3 * usual) {
    parts.first = std::move(parts.share);
    parts.share = std::make_unique<PairShare>(runs, start, parts.tolerance, parts.first.get());
    parts.coarse = parts.share->probability(coarse).value;
  }
  parts.wanted = 0.3 * relative * parts.coarse;
  for (std::size_t order = coarse; order < finest && result.error > parts.wanted;)
    result = parts.share->probability(order *= 2);
  // Every end of an interval is inside a bracket of this width; and the same lines with a hundred
  // times smaller tolerance of the flow.
  Tolerances tight{.relative = std::max(1e-2 * runs.relative_tolerance(), 1e-14)};
  PairRuns better(model, runs.end_time(), std::sqrt(start.variance_sum), tight, runs.rule(),
                  options.interrupted);
  PairShare reference(better, start, parts.tolerance, parts.share.get());
  result.error +=
      (0.5 * parts.tolerance + parts.share->largest_difference(reference)) * result.value +
      parts.share->misjudged();
  parts.trajectories = better.trajectories();
  return result;
}

Estimate pair_probability(const PairModel& model, const SharpOptions& options,
                          std::uint64_t& trajectories) {
  const double dimension = model.problem.target.dimension;
  const double unit = std::sqrt(2.0) * model.problem.initial_scale();
  PairRuns runs(model, options.end_time, unit, options.tolerances, options.coverage,
                options.interrupted);
  const GramPoint centre = options.fluctuating_gram
                               ? central_gram(dimension)
                               : GramPoint{dimension - 1.0, 0.0, dimension - 1.0};
  ShareParts parts;
  Estimate result = share_to(runs, model, start_at(model, centre), options, 0.0, parts);
  if (options.fluctuating_gram && result.value > 0.0 && dimension > 1.5) {
    const auto at = [&](const GramPoint& gram) {
      if (gram.squared_distance == centre.squared_distance &&
          gram.gram_difference == centre.gram_difference && gram.squared_sum == centre.squared_sum)
        return parts.coarse;
      // Differences are small: they need fewer digits.
      PairShare here(runs, start_at(model, gram), std::max(parts.tolerance, 3e-5),
                     parts.share.get());
      return here.probability(parts.order).value;
    };
    const Estimate average = average_over_gram(dimension, runs.mirrored(), parts.wanted, at);
    const double scale = result.value / parts.coarse;
    result.value = scale * average.value;
    result.error =
        scale * (result.error + average.error) + 1e-5 * std::abs(average.value - parts.coarse);
  }
  trajectories += runs.trajectories() + parts.trajectories;
  return result;
}

double pair_lifetime(const PairModel& model, double end_time) {
  PairModel held = model;
  Problem& problem = held.problem;
  problem.noise.step = 0.0;
  problem.annealing.schedule = {
      .kind = ScheduleKind::constant,
      .initial_temperature = problem.annealing.schedule.temperature(end_time)};
  held.initial_sigma.reset();
  const double R = problem.target.separation, sign = problem.target.weight < 0.5 ? -1.0 : 1.0;
  PairStatistics start = state_without_means(held);
  start.log_ratio = 0.0;
  start.sum = 2.0 * sign * R;
  start.difference = 0.1 * R;
  const OdeSystem system = [&](double t, std::span<const double> v, std::span<double> out) {
    const PairStatistics x = pair_statistics_of(v);
    const auto rate = numbers_of(pair_flow(held, pair_coefficients(held, t, x), x));
    std::copy(rate.begin(), rate.end(), out.begin());
  };
  OdeOptions options{.tolerances = {.relative = 1e-8, .absolute = 1e-10}};
  options.stop_when = [](double, std::span<const double> v) {
    return std::abs(v[1]) > std::abs(v[0]);
  };
  const OdeResult result =
      solve_ode(system, numbers_of(start), 0.0, longest_pair_lifetime, options);
  if (result.failed()) throw NumericalFailure("collapsed pair: " + describe(result));
  return result.time;
}

}  // namespace annealvi
