// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Training: repeatable, resumable, honest about failure; and its judgement against exact values.

#include "annealvi/numerics/gaussian_expectation.hpp"
#include "realnvp/trainer.hpp"
#include "tests/support/statistics.hpp"
#include "tests/unit/realnvp/flow_runs.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// Stops after `steps` steps and goes on from what was saved then.
FlowRun interrupted_run(const FlowSetup& setup, std::uint64_t steps) {
  std::uint64_t polled = 0;
  std::string saved;
  const auto stopped = train_flow(setup, 4,
                                  {.stop = [&] { return ++polled == steps; },
                                   .checkpoint = {},
                                   .save = [&](const std::string& bytes) { saved = bytes; },
                                   .density_steps = {}});
  REQUIRE_FALSE(stopped.has_value());
  return train_flow(setup, 4, {.stop = {}, .checkpoint = saved, .save = {}, .density_steps = {}})
      .value();
}

}  // namespace

TEST_CASE("a run has the same bits on any thread, alone or among others") {
  for (const Precision precision : {Precision::float32, Precision::float64}) {
    const FlowSetup setup = small_setup(precision);
    const FlowRun alone = train_flow(setup, 4).value();
    std::vector<FlowRun> among(4);
    {
      std::vector<std::jthread> pool;
      for (std::size_t i = 0; i < among.size(); ++i) {
        pool.emplace_back([&, i] { among[i] = train_flow(setup, 2 + i).value(); });
      }
    }
    CHECK(same_bits(alone, among[2]));
    CHECK_FALSE(same_bits(alone, among[1]));  // another run
    FlowSetup other = setup;
    other.seed = 2;
    CHECK_FALSE(same_bits(alone, train_flow(other, 4).value()));
  }
}

TEST_CASE("a run that was stopped goes on bit for bit, wherever it was stopped") {
  for (const Precision precision : {Precision::float32, Precision::float64}) {
    const FlowSetup setup = small_setup(precision);
    const FlowRun whole = train_flow(setup, 4).value();
    for (const std::uint64_t steps : {1U, 40U, 77U, 90U}) {
      CAPTURE(steps);
      CHECK(same_bits(whole, interrupted_run(setup, steps)));
    }
  }
}

TEST_CASE("an exploding loss ends the run with a reason") {
  FlowSetup setup = small_setup();
  setup.settings.learning_rate = 1e6;
  setup.settings.gradient_clip = 0.0;
  const FlowRun run = train_flow(setup, 0).value();
  CHECK(run.outcome == FlowOutcome::failed);
  CHECK(run.failure.find("at step") != std::string::npos);
  CHECK(run.steps < setup.settings.steps);
  CHECK(train_flow(small_setup(), 0).value().failure.empty());
}

TEST_CASE("extremes: batch 1, width 1, one coupling, more rows than steps, R = 50") {
  FlowSetup setup = small_setup();
  setup.settings.batch = 1;
  setup.settings.shape = {.couplings = 1, .width = 1, .depth = 1};
  setup.settings.steps = 5;
  setup.settings.history_rows = 50;
  FlowRun run = train_flow(setup, 0).value();
  CHECK(run.failure.empty());
  CHECK(run.history.size() == 5);
  setup = small_setup();
  setup.problem.target.separation = 50.0;
  run = train_flow(setup, 0).value();
  CHECK(run.failure.empty());
  CHECK(std::isfinite(run.quality.divergence));
  setup.problem.target.dimension = 1;
  CHECK_THROWS_AS((void)train_flow(setup, 0), std::invalid_argument);
}

TEST_CASE("history windows cover all steps, loss is a divergence") {
  const FlowSetup setup = small_setup();
  const FlowRun run = train_flow(setup, 0).value();
  REQUIRE(run.history.size() == 7);
  CHECK(run.history.front().step < 13);
  CHECK(run.history.back().step >= 90 - 13);
  for (const FlowHistoryRow& row : run.history) {
    CHECK(row.loss > -0.1);  // a KL with the noise of 300 samples
    CHECK(row.temperature == setup.temperature(row.step));
  }
  CHECK(run.history.back().loss < run.history.front().loss);
}

// q = N(0, 1) against (M1) with pi = 1/2 has closed forms: log p - log q = -R^2/2 + log cosh(R x).
TEST_CASE("the judgement of the identity is exact to its noise") {
  for (const double separation : {0.5, 1.0, 2.0}) {
    FlowSetup setup;
    setup.problem.target = {.separation = separation, .weight = 0.5, .dimension = 4};
    setup.settings.evaluation_samples = 200'000;
    RealNvp<double> identity(4, setup.settings.shape);
    const FlowQuality quality = realnvp::evaluate(identity, setup, 0);
    const double r2 = separation * separation;
    const double divergence = 0.5 * r2 - expected_log_cosh(0.0, separation);
    CHECK_Z(z_score(quality.divergence, quality.divergence_error, divergence));
    CHECK_Z((quality.upper_mass - 0.5) / (0.5 / std::sqrt(200'000.0)));
    // Half the mass on each side, as the target has: all of it is fit.
    CHECK_ABSOLUTE(quality.fit_divergence, quality.divergence, 1e-4);
    // KL(p || q) = R^2/2 less the mutual information: E_p of the same log ratio.
    const double forward = -0.5 * r2 + expected_log_cosh(r2, separation);
    // log cosh(R x) changes by at most R |dx|: its deviation under p is at most R.
    CHECK_Z((quality.forward_divergence - forward) / (separation / std::sqrt(200'000.0)));
    if (separation <= 1.0) {  // beyond it the weights have no fourth moment to speak of
      const double second = std::exp(-r2) * 0.5 * (1.0 + std::exp(2.0 * r2));
      CHECK_RELATIVE(quality.reverse_sample_size, 1.0 / second, 0.02);
      CHECK_RELATIVE(quality.forward_sample_size, 1.0 / second, 0.02);
    }
    CHECK(std::abs(quality.divergence - (0.5 * r2 + expected_log_cosh(0.0, separation))) >
          10.0 * quality.divergence_error);  // a wrong sign
  }
}

TEST_CASE("a flow on one mode is collapsed and well fitted") {
  FlowSetup setup;
  setup.problem.target = {.separation = 6.0, .weight = 0.7, .dimension = 2};
  RealNvp<double> flow(2, {.couplings = 1, .width = 1, .depth = 1});
  flow.parameters()[flow.parameters().size() - 1] = -6.0;  // the shift of the coordinate of e
  const FlowQuality quality = realnvp::evaluate(flow, setup, 0);
  CHECK(quality.upper_mass == 0.0);
  CHECK(quality.relative_mass == 0.0);
  CHECK_ABSOLUTE(quality.divergence, -std::log(0.3), 1e-6);
  CHECK_ABSOLUTE(quality.fit_divergence, 0.0, 1e-6);
  CHECK(quality.forward_sample_size < 1e-3);
}

TEST_CASE("densities integrate to one and follow the flow") {
  FlowSetup setup = small_setup();
  setup.problem.annealing.schedule.initial_temperature = 1.5;
  const std::vector<std::uint64_t> steps{0, 90};
  const FlowRun run =
      train_flow(setup, 0, {.stop = {}, .checkpoint = {}, .save = {}, .density_steps = steps})
          .value();
  REQUIRE(run.densities.size() == 2);
  for (const FlowDensity& density : run.densities) {
    const double cell = std::pow(2.0 * density.half_width / density.bins, 2);
    double flow = 0.0, target = 0.0;
    for (const double value : density.flow) flow += value * cell;
    for (const double value : density.target) target += value * cell;
    CHECK_ABSOLUTE(flow, 1.0, 0.01);  // the rest lies outside the square
    CHECK_ABSOLUTE(target, 1.0, 0.01);
    CHECK(density.flow != density.target);
  }
  CHECK(run.densities[0].temperature == 1.5);
}

TEST_CASE("a flow whose samples are not finite has no density") {
  FlowSetup setup = small_setup();
  setup.settings.shape = {.couplings = 200, .width = 8, .depth = 2};
  setup.settings.shape.activation = Activation::relu;
  setup.settings.shape.log_scale_bound = 20.0;
  RealNvp<float> flow(3, setup.settings.shape);
  CHECK(realnvp::density(flow, setup, 0, 0).has_value());  // all parameters 0: the identity
  flow.draw_start(setup.seed, 0, 1000.0);
  CHECK_FALSE(realnvp::density(flow, setup, 0, 0).has_value());
}

// The known answer: a flow that is trained long enough is the target.
TEST_CASE("d = 2, R = 3: KL below 0.03 and masses within 5 %") {
  for (const double weight : {0.5, 0.3}) {
    FlowSetup setup;
    setup.problem.target = {.separation = 3.0, .weight = weight, .dimension = 2};
    setup.problem.annealing.schedule.initial_temperature = 3.0;
    setup.settings.time_per_step = 0.02;
    setup.settings.batch = 512;
    setup.settings.evaluation_samples = 40'000;
    const FlowRun run = train_flow(setup, 0).value();
    CAPTURE(weight);
    CAPTURE(run.quality.upper_mass);
    CAPTURE(run.quality.divergence);
    CHECK(run.outcome == FlowOutcome::covered);
    CHECK(run.quality.divergence < 0.03);
    CHECK_RELATIVE(run.quality.upper_mass, weight, 0.05);
    CHECK_RELATIVE(1.0 - run.quality.upper_mass, 1.0 - weight, 0.05);
    // The same flow, trained a twentieth as long, would not pass.
    setup.settings.steps /= 20;
    CHECK(train_flow(setup, 0).value().quality.divergence > 0.03);
  }
}
