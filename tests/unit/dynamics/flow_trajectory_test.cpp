// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs of the flow: output times, named events, exact special cases, the automatic end time.
#include "annealvi/dynamics/flow_trajectory.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include "tests/support/closeness.hpp"

using namespace annealvi;
using test::rounding;

namespace {

constexpr Tolerances strict{.relative = 1e-12, .absolute = 1e-14};
/// Local errors of 1e-12 per step over about 100 steps.
constexpr double run_accuracy = 1e-10;

Problem exponential_problem() {
  Problem problem;
  problem.target = {.separation = 3.0, .dimension = 100};
  problem.annealing.schedule = {.initial_temperature = 5.0, .rate = 0.2};
  return problem;
}

const SummaryState start{.overlap = {0.11, -0.04}, .q11 = 0.98, .q12 = 0.07, .q22 = 1.05};

}  // namespace

TEST_CASE("points are at the requested times, first and last included") {
  const std::vector<double> times{0.0, 0.1, 1.0 / 3.0, 7.0, 20.0};
  const FlowTrajectory run = integrate_flow(exponential_problem(), start, 20.0, times, strict);
  REQUIRE(run.points.size() == times.size());
  for (std::size_t i = 0; i < times.size(); ++i) CHECK(run.points[i].time == times[i]);
  CHECK(run.points.front().state.overlap == start.overlap);
  CHECK(run.points.front().state.q12 == start.q12);
  CHECK(run.ode.status == OdeStatus::reached_end);
  CHECK(run.ode.time == 20.0);
  CHECK(run.final_state.overlap == run.points.back().state.overlap);
  CHECK(integrate_flow(exponential_problem(), start, 20.0, {}, strict).points.empty());
}

TEST_CASE("output times do not change the run beyond its accuracy") {
  std::vector<double> times;
  for (int i = 0; i <= 200; ++i) times.push_back(0.1 * i);
  const FlowTrajectory dense = integrate_flow(exponential_problem(), start, 20.0, times, strict);
  const FlowTrajectory bare = integrate_flow(exponential_problem(), start, 20.0, {}, strict);
  for (std::size_t k = 0; k < 2; ++k)
    CHECK_ABSOLUTE(dense.final_state.overlap[k], bare.final_state.overlap[k], run_accuracy);
}

TEST_CASE("a single mode of motion: coincident means on nothing decay like e^(-w H t)") {
  // Without separation the pull vanishes; coincident means of equal weight keep together and obey
  // dm/dt = -H m/2. Constant temperature: exact.
  Problem problem;
  problem.target.separation = 1e-12;
  problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 4.0};
  const SummaryState equal{.overlap = {2.0, 2.0}, .q11 = 9.0, .q12 = 9.0, .q22 = 9.0};
  const FlowTrajectory run = integrate_flow(problem, equal, 10.0, {}, strict);
  CHECK_RELATIVE(run.final_state.overlap[0], 2.0 * std::exp(-0.5 * 0.25 * 10.0), run_accuracy);
  CHECK_RELATIVE(run.final_state.q12, 9.0 * std::exp(-0.25 * 10.0), run_accuracy);
}

TEST_CASE("an overlap reaches its level where the event says") {
  const Problem problem = exponential_problem();
  const std::vector<FlowEvent> events{
      {.kind = FlowEvent::Kind::overlap_reaches, .component = 0, .level = 1.5},
      {.kind = FlowEvent::Kind::overlap_reaches, .component = 1, .level = 1.5},
      {.kind = FlowEvent::Kind::overlap_reaches, .component = 0, .level = 100.0}};
  const FlowTrajectory run = integrate_flow(problem, start, 40.0, {}, strict, events);
  REQUIRE(run.ode.hits.size() == 2);  // a level that is never reached is no error and no hit
  for (const OdeEventHit& hit : run.ode.hits) {
    REQUIRE(hit.event < 2);
    CHECK_ABSOLUTE(std::abs(hit.state[hit.event]), 1.5, run_accuracy);
    // The same place by a run that stops there.
    const FlowTrajectory until = integrate_flow(problem, start, hit.time, {}, strict);
    CHECK_ABSOLUTE(std::abs(until.final_state.overlap[hit.event]), 1.5, run_accuracy);
  }
  CHECK(run.ode.hits[0].event != run.ode.hits[1].event);
}

TEST_CASE("the temperature reaches its level where the schedule's inverse says") {
  struct Row {
    Schedule schedule;
    double level, time;
  };
  const std::vector<Row> rows{
      {{.initial_temperature = 5.0, .rate = 0.2}, 3.0, std::log(2.0) / 0.2},
      {{.kind = ScheduleKind::linear, .initial_temperature = 5.0, .rate = 0.2}, 2.0, 3.75},
      {{.kind = ScheduleKind::geometric, .initial_temperature = 8.0, .rate = 0.1}, 2.0, 20.0 / 3.0},
      {{.kind = ScheduleKind::power, .initial_temperature = 5.0, .rate = 0.5}, 2.0, 6.0},
      {{.kind = ScheduleKind::cosine, .initial_temperature = 5.0, .rate = 0.1}, 3.0, 5.0},
      {{.kind = ScheduleKind::table, .table = {{0.0, 5.0}, {2.0, 3.0}, {9.0, 1.0}}}, 4.0, 1.0}};
  for (const auto& [schedule, level, time] : rows) {
    CAPTURE(static_cast<int>(schedule.kind));
    Problem problem = exponential_problem();
    problem.annealing.schedule = schedule;
    const std::vector<FlowEvent> events{
        {.kind = FlowEvent::Kind::temperature_reaches, .level = level}};
    const FlowTrajectory run = integrate_flow(problem, start, 12.0, {}, strict, events);
    REQUIRE(run.ode.hits.size() == 1);
    CHECK_RELATIVE(run.ode.hits[0].time, time, run_accuracy);
  }
}

TEST_CASE("opposite signs: the run ends where a recovering pair is as opposite as asked for") {
  const double level = 0.4;  // of -m_1 m_2/(m_1^2 + m_2^2), which ends near 1/2
  const std::vector<FlowEvent> events{
      {.kind = FlowEvent::Kind::opposite_signs, .level = level, .terminal = true}};
  const SummaryState same_side{.overlap = {0.11, 0.01}, .q11 = 0.98, .q12 = 0.07, .q22 = 1.05};
  const FlowTrajectory run =
      integrate_flow(exponential_problem(), same_side, 40.0, {}, strict, events);
  REQUIRE(run.ode.status == OdeStatus::stopped_by_event);
  REQUIRE(run.ode.hits.size() == 1);
  const auto& m = run.final_state.overlap;
  CHECK(m[0] * m[1] < 0.0);
  CHECK_ABSOLUTE(-m[0] * m[1] / (m[0] * m[0] + m[1] * m[1]), level, run_accuracy);
  CHECK(run.ode.time < 40.0);

  // A pair that collapses never gets there.
  const SummaryState together{.overlap = {1.0, 0.9}, .q11 = 0.01, .q12 = 0.01, .q22 = 0.01};
  Problem cold = exponential_problem();
  cold.annealing.schedule.initial_temperature = 1.0;
  CHECK(integrate_flow(cold, together, 40.0, {}, strict, events).ode.hits.empty());
}

TEST_CASE("free energy at constant temperature is the same path, T times as fast") {
  Problem problem = exponential_problem();
  problem.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 2.0};
  const FlowTrajectory slow = integrate_flow(problem, start, 6.0, {}, strict);
  problem.annealing.objective = Objective::free_energy;
  const FlowTrajectory fast = integrate_flow(problem, start, 3.0, {}, strict);
  for (std::size_t k = 0; k < 2; ++k)
    CHECK_ABSOLUTE(fast.final_state.overlap[k], slow.final_state.overlap[k], run_accuracy);
  CHECK_ABSOLUTE(fast.final_state.q12, slow.final_state.q12, run_accuracy);
}

TEST_CASE("same run, same bits") {
  const FlowTrajectory a = integrate_flow(exponential_problem(), start, 20.0, {}, Tolerances{});
  const FlowTrajectory b = integrate_flow(exponential_problem(), start, 20.0, {}, Tolerances{});
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(std::bit_cast<std::uint64_t>(a.ode.state[i]) ==
          std::bit_cast<std::uint64_t>(b.ode.state[i]));
  CHECK(a.ode.evaluations == b.ode.evaluations);
}

TEST_CASE("automatic end time: positive, finite, and the temperature has arrived") {
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge})
    for (const auto variance : {Variance::fixed, Variance::matched})
      for (const auto aim : {Objective::kl, Objective::free_energy})
        for (const auto kind : {ScheduleKind::constant, ScheduleKind::exponential,
                                ScheduleKind::linear, ScheduleKind::linear_beta,
                                ScheduleKind::geometric, ScheduleKind::power, ScheduleKind::cosine})
          for (const double R : {0.1, 1.5, 3.0, 30.0})
            for (const double T0 : {1.0, 10.0, 500.0})
              for (const double bridge_scale : {0.3, 3.0}) {
                Problem problem;
                problem.target.separation = R;
                problem.family.variance = variance;
                problem.annealing = {
                    .path = path,
                    .objective = aim,
                    .schedule = {.kind = kind, .initial_temperature = T0, .rate = 0.5},
                    .bridge_scale = bridge_scale};
                CAPTURE(static_cast<int>(path));
                CAPTURE(static_cast<int>(variance));
                CAPTURE(static_cast<int>(kind));
                CAPTURE(R);
                CAPTURE(T0);
                CAPTURE(bridge_scale);
                const double end = automatic_end_time(problem);
                REQUIRE(std::isfinite(end));
                CHECK(end > 0.0);
                const Schedule& schedule = problem.annealing.schedule;
                const double limit = schedule.final_temperature();
                CHECK(std::abs(schedule.temperature(end) - limit) <= 1e-3 * limit + rounding);
              }
}

TEST_CASE("automatic end time decides ordinary runs") {
  for (const double d : {10.0, 1e3, 1e8})
    for (const double T0 : {1.0, 3.0, 20.0}) {
      Problem problem = exponential_problem();
      problem.target.dimension = d;
      problem.annealing.schedule.initial_temperature = T0;
      const double scale = problem.initial_scale();
      const SummaryState typical{.overlap = {1.1 * scale, -0.4 * scale},
                                 .q11 = (d - 1.0) / d,
                                 .q12 = 0.3 * scale,
                                 .q22 = (d - 1.0) / d};
      const FlowTrajectory run =
          integrate_flow(problem, typical, automatic_end_time(problem), {}, Tolerances{});
      REQUIRE(run.ode.status == OdeStatus::reached_end);
      const double rest = problem.annealing.schedule.temperature(run.ode.time) - 1.0;
      CHECK(classify(run.final_state.overlap, 3.0, rest, {}) == Outcome::recovered);
    }
}
