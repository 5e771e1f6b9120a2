// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What gates look at, against numbers of an independent code (data in the cases below) and against
// samples; and the flow with T as a state.
#include "annealvi/dynamics/gate_flow.hpp"
#include "annealvi/numerics/random.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "tests/support/closeness.hpp"

using namespace annealvi;
using annealvi::test::statistical_z;

namespace {

Problem problem_with(double separation, double dimension) {
  Problem problem;
  problem.target = {.separation = separation, .weight = 0.5, .dimension = dimension};
  return problem;
}

Problem gate_problem(GateKind gate, double T0, double rate) {
  Problem problem = problem_with(3.0, 100.0);
  problem.annealing.schedule = {
      .kind = ScheduleKind::gate, .initial_temperature = T0, .rate = rate, .gate = gate};
  return problem;
}

const SummaryState apart{.overlap = {0.4, -0.3}, .q11 = 0.9, .q12 = 0.1, .q22 = 1.1};
const GateTimes patient{.stall = 2000.0, .settle = 50.0, .end = 2050.0};

}  // namespace

// Var_q, Var_p and F: computed by another program (trapezoidal rule, seven digits given).
TEST_CASE("(A2): variances of log p under q and p_t, and the divergence") {
  struct Row {
    double R, d, T;
    SummaryState state;
    double variance_q, variance_p, divergence;
  };
  const std::vector<Row> rows{
      {3, 1, 5.0, {}, 1.878099, 7.900749, 0.4213167},
      {3,
       1000,
       3.0,
       {.overlap = {0.5, -0.3}, .q11 = 0.4, .q22 = 0.4},
       4498.336,
       4498.458,
       0.7509171},
      {5, 1, 16.0, {}, 17.79141, 81.89874, 0.3646336},
  };
  constexpr double seven_digits = 5e-7;
  for (const Row& row : rows) {
    CAPTURE(row.R);
    Problem problem = problem_with(row.R, row.d);
    CHECK_RELATIVE(log_density_variance(problem, row.T, row.state), row.variance_q, seven_digits);
    CHECK_RELATIVE(target_log_density_variance(problem, row.T), row.variance_p, seven_digits);
    problem.annealing.schedule.gate = GateKind::kl;
    CHECK_RELATIVE(gate_signal(problem, row.T, row.state), row.divergence, seven_digits);
  }
}

TEST_CASE("(A2) against samples, unequal masses, weights and means") {
  Problem problem = problem_with(2.5, 4.0);
  problem.target.weight = 0.7;
  problem.family.weights = {0.4, 0.6};
  const double T = 2.2, sigma = std::sqrt(T), R = 2.5;
  const SummaryState state{.overlap = {1.3, -0.8}, .q11 = 0.7, .q12 = 0.0, .q22 = 0.2};
  constexpr std::size_t count = 400'000;
  std::vector<double> normals(4 * count), uniform(count);
  fill_normal({.seed = 11, .stream = RandomStream::flow_start, .run = 0}, normals);
  double sum = 0.0, squares = 0.0, fourth = 0.0;
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t k = i % 5 < 2 ? 0 : 1;  // stratified: shares 0.4 and 0.6
    const double* z = &normals[4 * i];
    const double x = state.overlap[k] + sigma * z[0];
    const double first = std::sqrt(k == 0 ? state.q11 : state.q22) + sigma * z[1];
    const double log_p = std::log(0.7 * std::exp(-0.5 * (x - R) * (x - R)) +
                                  0.3 * std::exp(-0.5 * (x + R) * (x + R))) -
                         0.5 * (first * first + T * (z[2] * z[2] + z[3] * z[3]));
    values.push_back(log_p);
    sum += log_p;
  }
  const double mean = sum / count;
  for (const double value : values) {
    const double square = (value - mean) * (value - mean);
    squares += square;
    fourth += square * square;
  }
  const double variance = squares / count;
  const double error = std::sqrt((fourth / count - variance * variance) / count);
  const double exact = log_density_variance(problem, T, state);
  CHECK_ABSOLUTE(variance, exact, statistical_z * error);
  CHECK_FALSE(annealvi::test::absolutely_close(variance, 1.1 * exact, statistical_z * error));
}

// (A5), from another program.
TEST_CASE("F and effective sample size of the pair before it splits") {
  struct Row {
    double R, T, sample_size, divergence;
  };
  for (const Row& row :
       {Row{3, 5.6386, 0.3292576, 0.3684328}, Row{4, 9.6, 0.3090221, 0.3908477},
        Row{5, 15.8826, 0.3342821, 0.3676576}, Row{3, 1.8906, 0.01672697, 1.279359}}) {
    CAPTURE(row.T);
    Problem problem = problem_with(row.R, 50.0);
    problem.annealing.schedule.gate = GateKind::kl;
    CHECK_RELATIVE(gate_signal(problem, row.T, {}), row.divergence, 1e-6);
    problem.annealing.schedule.gate = GateKind::ess;
    constexpr double of_the_nodes = 5e-3;  // 1024 quasi-random nodes
    CHECK_RELATIVE(gate_signal(problem, row.T, {}), row.sample_size, of_the_nodes);
  }
}

TEST_CASE("the separation gate: T0 until the components are apart, then log T falls evenly") {
  const Problem problem = gate_problem(GateKind::separation, 2.5, 0.5);
  const GateFlow flow = integrate_gate_flow(problem, 6.0, apart, patient, {});
  REQUIRE(flow.failure.empty());
  REQUIRE(flow.annealing_time);
  const double opened = *flow.annealing_time - std::log(2.5) / 0.5;
  CHECK(opened > 1.0);
  CHECK(flow.temperature == 1.0);
  CHECK_RELATIVE(flow.time, *flow.annealing_time + patient.settle, 1e-12);
  CHECK(flow.state.overlap[0] * flow.state.overlap[1] < 0.0);
  // Not before: with a cap just below that time the run ends hot.
  const GateFlow early =
      integrate_gate_flow(problem, 6.0, apart, {opened * (1.0 - 1e-6), 50.0, 1e4}, {});
  CHECK_FALSE(early.annealing_time);
  CHECK_RELATIVE(early.state.squared_distance(), 6.0 * 2.5, 1e-4);
  // A larger distance takes longer.
  const GateFlow later = integrate_gate_flow(problem, 7.0, apart, patient, {});
  CHECK(*later.annealing_time > *flow.annealing_time);
}

TEST_CASE("the KL gate holds T by itself, and opens when the pair has split") {
  const Problem problem = gate_problem(GateKind::kl, 7.5624, 5.289326);
  const GateFlow flow = integrate_gate_flow(problem, 0.6, apart, patient, {});
  REQUIRE(flow.annealing_time);
  CHECK(flow.temperature == 1.0);
  CHECK(flow.state.overlap[0] * flow.state.overlap[1] < 0.0);
  // T follows the level F = F_tol until then: at a third of the time F is below it and near.
  const GateFlow waiting =
      integrate_gate_flow(problem, 0.6, apart, {*flow.annealing_time / 3.0, 1.0, 1e4}, {});
  CHECK_FALSE(waiting.annealing_time);
  CHECK(waiting.temperature < 7.0);
  CHECK_ABSOLUTE(gate_signal(problem, waiting.temperature, waiting.state), 0.57, 0.031);
}

TEST_CASE("a pair that has collapsed below the safe temperature stalls, and is not waited for") {
  const SummaryState collapsed{.overlap = {2.9, 2.8}, .q11 = 0.01, .q22 = 0.01};
  for (const GateKind kind : {GateKind::separation, GateKind::kl}) {
    const Problem problem = gate_problem(kind, 1.4, 0.5);
    const GateFlow flow =
        integrate_gate_flow(problem, kind == GateKind::kl ? 0.59 : 6.0, collapsed, patient, {});
    CHECK(flow.failure.empty());
    CHECK_FALSE(flow.annealing_time);
    CHECK(flow.time == patient.stall);
  }
}

TEST_CASE("(A3): in many dimensions the speed rule is the geometric schedule") {
  Problem problem = problem_with(3.0, 1e6);
  const double rho = 30.0, T0 = 6.0;
  problem.annealing.schedule = {
      .kind = ScheduleKind::adaann, .initial_temperature = T0, .rate = rho};
  for (const SpeedVariance law : {SpeedVariance::q, SpeedVariance::p}) {
    problem.annealing.schedule.speed_variance = law;
    const GateFlow flow = integrate_gate_flow(problem, 0.0, apart, {1e5, 10.0, 2e5}, {});
    REQUIRE(flow.annealing_time);
    CHECK_RELATIVE(*flow.annealing_time, std::log(T0) / (rho * std::sqrt(2e-6)), 1e-4);
  }
}

TEST_CASE("automatic thresholds obey the masses, or say why there is none") {
  Problem problem = gate_problem(GateKind::kl, 8.0, 0.5);
  for (const double pi : {0.5, 0.6, 0.7}) {
    problem.target.weight = pi;
    const GateThreshold threshold = automatic_gate_threshold(problem);
    CHECK(threshold.refusal.empty());
    CHECK(threshold.value > split_divergence(problem));
    CHECK(threshold.value < collapsed_divergence(problem));
  }
  problem.target.weight = 0.8;  // -log 0.8 = -log(4 0.8 0.2)/2: nothing in between
  CHECK_ABSOLUTE(split_divergence(problem), collapsed_divergence(problem), 1e-15);
  CHECK(automatic_gate_threshold(problem).refusal.find("separation") != std::string::npos);
  problem.annealing.schedule.gate = GateKind::separation;
  CHECK(automatic_gate_threshold(problem).value == 6.0);
  problem.family.initial_scale = 1.0;
  CHECK(automatic_gate_threshold(problem).refusal.find("so wide") != std::string::npos);
}
