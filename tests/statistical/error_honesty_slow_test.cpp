// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Is the stated error of the sharp probability honest? Random configurations over the whole range; each
// result must lie within its stated error of a recomputation with 100 times tighter settings, in at
// least 99.5 % of them. ANNEALVI_HONESTY_COUNT changes the number of configurations (default 1000).

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/theory/collapse_probability.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <random>

using namespace annealvi;

namespace {

struct Draw {
  std::mt19937_64 bits;
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  double log_uniform(double from, double to) { return from * std::pow(to / from, uniform()); }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(uniform() * static_cast<double>(n)); }
};

Problem random_problem(Draw& draw) {
  Problem problem;
  const double dimensions[] = {1, 2, 3, 10, 30, 100, 1e3, 1e4, 1e6, 1e9, 1e12};
  problem.target.separation = draw.log_uniform(0.5, 30.0);
  problem.target.dimension = dimensions[draw.below(11)];
  if (draw.uniform() < 0.2) problem.target.weight = 0.01 + 0.98 * draw.uniform();
  problem.family.variance = draw.uniform() < 0.3 ? Variance::fixed : Variance::matched;
  if (draw.uniform() < 0.4) problem.family.initial_scale = draw.log_uniform(1e-4, 1.0);
  const AnnealingPath paths[] = {AnnealingPath::power, AnnealingPath::component,
                                 AnnealingPath::bridge};
  problem.annealing.path = paths[draw.below(3)];
  if (draw.uniform() < 0.2) problem.annealing.objective = Objective::free_energy;
  const ScheduleKind kinds[] = {ScheduleKind::exponential, ScheduleKind::linear,
                                ScheduleKind::linear_beta, ScheduleKind::geometric,
                                ScheduleKind::cosine,      ScheduleKind::power,
                                ScheduleKind::constant};
  problem.annealing.schedule = {.kind = kinds[draw.below(7)],
                                .initial_temperature = draw.log_uniform(1.0, 1000.0),
                                .rate = draw.log_uniform(1e-3, 1e3),
                                .exponent = 3.0};
  return problem;
}

std::string describe(const Problem& p) {
  char text[300];
  std::snprintf(text, sizeof text,
                "R %.17g pi %.17g d %g variance %d sigma0 %.17g path %d objective %d schedule %d T0 %.17g "
                "rate %.17g",
                p.target.separation, p.target.weight, p.target.dimension,
                static_cast<int>(p.family.variance), p.initial_scale(),
                static_cast<int>(p.annealing.path), static_cast<int>(p.annealing.objective),
                static_cast<int>(p.annealing.schedule.kind),
                p.annealing.schedule.initial_temperature, p.annealing.schedule.rate);
  return text;
}

}  // namespace

TEST_CASE("at least 99.5 % of sharp probabilities lie within their stated error") {
  const char* wanted = std::getenv("ANNEALVI_HONESTY_COUNT");
  const int count = wanted != nullptr ? std::atoi(wanted) : 1000;
  Draw draw{std::mt19937_64(20261122)};
  int dishonest = 0, not_converged = 0, failed = 0;
  double largest_ratio = 0.0;
  for (int i = 0; i < count; ++i) {
    const Problem problem = random_problem(draw);
    CAPTURE(describe(problem));
    if (std::getenv("ANNEALVI_HONESTY_VERBOSE") != nullptr) MESSAGE(i << " " << describe(problem));
    const double end = automatic_end_time(problem);
    const SharpProbability P = collapse_probability(problem, {.end_time = end});
    SharpOptions tight{.end_time = end};
    tight.tolerances = {.relative = 1e-11, .absolute = 1e-14};
    tight.probability_error = 1e-8;
    const SharpProbability better = collapse_probability(problem, tight);
    if (P.status == SharpStatus::failed || better.status == SharpStatus::failed) {
      ++failed;
      MESSAGE("failed: " << describe(problem) << ": " << P.message << better.message);
      continue;
    }
    if (P.status == SharpStatus::not_converged) ++not_converged;
    const double difference = std::abs(P.probability - better.probability);
    largest_ratio = std::max(largest_ratio, difference / P.error);
    if (!(std::isfinite(P.error) && difference <= P.error)) {
      ++dishonest;
      MESSAGE(describe(problem) << ": P " << P.probability << " error " << P.error << " but "
                                << better.probability << ", ratio " << difference / P.error);
    }
  }
  MESSAGE(count << " configurations: " << dishonest << " outside their error, " << not_converged
                << " said not to be converged, " << failed << " failed; largest ratio "
                << largest_ratio);
  CHECK(dishonest + failed <= 0.005 * count);
}
