// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs that start at overlaps far below the absolute tolerance. Near the middle the motion is
// linear: a start s times smaller moves s times less, and its Gram matrix s^2 times.
#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/dynamics/mixture_flow.hpp"

#include "tests/support/closeness.hpp"

#include <array>
#include <cmath>
#include <vector>

using namespace annealvi;

namespace {

constexpr double scales[] = {1e-10, 1e-20, 1e-60, 1e-150};
/// Local errors of 1e-9 over about 100 steps, some of which grow with what they are errors of.
constexpr double run_accuracy = 1e-6;

Problem cooling(double weight, Variance variance) {
  Problem problem;
  problem.target = {.separation = 4.0, .weight = weight, .dimension = 10};
  problem.family.variance = variance;
  problem.annealing.schedule = {.initial_temperature = 5.0, .rate = 0.2};
  return problem;
}

constexpr double end = 40.0;
/// So close that the steps between are accurate whatever the tolerances.
std::vector<double> many_times() {
  std::vector<double> times;
  for (int i = 0; i <= 200; ++i) times.push_back(end * i / 200);
  return times;
}

SummaryState start_at(double scale) {
  const double squared = scale * scale;
  return {.overlap = {0.7 * scale, -0.4 * scale},
          .q11 = 9.0 * squared,
          .q12 = 2.0 * squared,
          .q22 = 8.0 * squared};
}

}  // namespace

TEST_CASE("a tiny start is followed as well in one go as in many short steps") {
  for (const Variance variance : {Variance::matched, Variance::fixed}) {
    const Problem problem = cooling(0.5, variance);
    for (const double scale : scales) {
      CAPTURE(scale);
      const SummaryState found = integrate_flow(problem, start_at(scale), end, {}, {}).final_state;
      const SummaryState expected =
          integrate_flow(problem, start_at(scale), end, many_times(), {}).final_state;
      for (const std::size_t k : {0U, 1U})
        CHECK_RELATIVE(found.overlap[k], expected.overlap[k], run_accuracy);
      if (scale < 1e-100) continue;  // squares leave the normal range of doubles
      CHECK_RELATIVE(found.q11, expected.q11, run_accuracy);
      CHECK_RELATIVE(found.q12, expected.q12, run_accuracy);
    }
  }
}

TEST_CASE("a run goes on at its own pace when S is tiny and D is not") {
  // m_1 + m_2 is then below the rounding of m: a tolerance relative to S would ask for the
  // impossible.
  const FlowTrajectory run =
      integrate_flow(cooling(0.5, Variance::matched), start_at(1e-60), 400.0, {}, {});
  CHECK_FALSE(run.ode.failed());
  CHECK(run.ode.steps + run.ode.rejected < 2000);
  CHECK_RELATIVE(run.final_state.overlap[0], 4.0, 1e-3);
}

TEST_CASE("unequal masses pull both means away; their tiny difference is not lost") {
  constexpr double latest = 6000.0;
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

TEST_CASE("trained weights and variance: the same") {
  MixtureProblem problem = as_mixture(cooling(0.5, Variance::matched));
  problem.family.train_weights = true;
  problem.family.variance = Variance::trained;
  for (const double scale : scales) {
    CAPTURE(scale);
    const auto run = [&](std::span<const double> times) {
      return integrate_mixture_flow(problem, as_mixture_state(problem, start_at(scale), 0.0), end,
                                    times, {}, {})
          .final_state;
    };
    const MixtureState found = run({}), expected = run(many_times());
    CHECK(std::abs(expected.overlaps[0] - expected.overlaps[1]) > 10.0 * scale);
    for (const std::size_t k : {0U, 1U})
      CHECK_RELATIVE(found.overlaps[k], expected.overlaps[k], run_accuracy);
  }
}
