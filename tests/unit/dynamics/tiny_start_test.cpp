// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs that start at overlaps far below the absolute tolerance. Near the middle the motion is
// linear: a start s times smaller moves s times less, and its Gram matrix s^2 times.
#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/mixture_flow.hpp"

#include "tests/support/closeness.hpp"

#include <array>

using namespace annealvi;

namespace {

constexpr double scales[] = {1e-10, 1e-20, 1e-60, 1e-150};
/// Local errors of 1e-9 a step over about 40 steps.
constexpr double run_accuracy = 1e-7;

Problem cooling(double weight, Variance variance) {
  Problem problem;
  problem.target = {.separation = 4.0, .weight = weight, .dimension = 10};
  problem.family.variance = variance;
  problem.annealing.schedule = {.initial_temperature = 5.0, .rate = 0.2};
  return problem;
}

SummaryState start_at(double scale) {
  const double squared = scale * scale;
  return {.overlap = {0.7 * scale, -0.4 * scale},
          .q11 = 9.0 * squared,
          .q12 = 2.0 * squared,
          .q22 = 8.0 * squared};
}

}  // namespace

TEST_CASE("overlaps and Gram matrix of a tiny start grow in proportion to it") {
  constexpr double reference = 1e-5,
                   end = 6.0;  // squares of what grows there stay below run_accuracy
  for (const Variance variance : {Variance::matched, Variance::fixed}) {
    const Problem problem = cooling(0.5, variance);
    const SummaryState expected =
        integrate_flow(problem, start_at(reference), end, {}, {.relative = 1e-11, .absolute = 0.0})
            .final_state;
    for (const double scale : scales) {
      CAPTURE(scale);
      const SummaryState found = integrate_flow(problem, start_at(scale), end, {}, {}).final_state;
      const double ratio = scale / reference;
      for (const std::size_t k : {0U, 1U})
        CHECK_RELATIVE(found.overlap[k], ratio * expected.overlap[k], run_accuracy);
      if (scale < 1e-100) continue;  // squares leave the normal range of doubles
      CHECK_RELATIVE(found.q11, ratio * ratio * expected.q11, run_accuracy);
      CHECK_RELATIVE(found.q12, ratio * ratio * expected.q12, run_accuracy);
    }
  }
}

TEST_CASE("unequal masses pull both means away; their tiny difference is not lost") {
  constexpr double latest = 2000.0;
  Problem problem = cooling(0.6, Variance::matched);
  // Hot enough for no collapsed pair: D grows until the means are apart.
  problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 8.0};
  const auto time_apart = [&](double scale) {
    SummaryState start = start_at(scale);
    start.overlap[1] = 0.4 * scale;
    const FlowEvent apart{.kind = FlowEvent::Kind::opposite_signs, .terminal = true};
    return integrate_flow(problem, start, latest, {}, {}, std::array{apart}).ode.time;
  };
  // A factor 1e20 of D costs the same time whatever the scale.
  const double t20 = time_apart(1e-20), t40 = time_apart(1e-40), t60 = time_apart(1e-60);
  CHECK(t60 < latest);
  CHECK(t40 > t20);
  CHECK_RELATIVE(t60 - t40, t40 - t20, 1e-3);
}

TEST_CASE("trained weights and variance: a tiny start grows in proportion too") {
  MixtureProblem problem = as_mixture(cooling(0.5, Variance::matched));
  problem.family.train_weights = true;
  problem.family.variance = Variance::trained;
  constexpr double reference = 1e-5, end = 6.0;
  const auto run = [&](double scale, const Tolerances& tolerances) {
    return integrate_mixture_flow(problem, as_mixture_state(problem, start_at(scale), 0.0), end, {},
                                  tolerances, {})
        .final_state;
  };
  const MixtureState expected = run(reference, {.relative = 1e-11, .absolute = 1e-16});
  for (const double scale : scales) {
    CAPTURE(scale);
    const MixtureState found = run(scale, {});
    for (const std::size_t k : {0U, 1U})
      CHECK_RELATIVE(found.overlaps[k], scale / reference * expected.overlaps[k], run_accuracy);
    CHECK_ABSOLUTE(found.log_sigma, expected.log_sigma, run_accuracy);
  }
}
