// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The training loop against one written from Kingma and Ba (2015), with learning-rate decay,
// gradient clipping and both objectives; and the same loop with one mistake each, which must not
// agree.

#include "realnvp/block.hpp"
#include "realnvp/trainer.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace annealvi;

namespace {

enum class Mistake {
  none,
  mean_not_corrected,
  variance_not_corrected,
  no_epsilon,
  epsilon_within_root,
  constant_rate,
  no_clipping,
  temperature_left_out
};

FlowSetup tiny_setup(Objective objective, double clip) {
  FlowSetup setup;
  setup.problem.target = {.separation = 2.0, .weight = 0.4, .dimension = 2};
  setup.problem.annealing.objective = objective;
  setup.problem.annealing.schedule = {.initial_temperature = 8.0, .rate = 4.0, .table = {}};
  setup.settings.shape = {.couplings = 2, .width = 3, .depth = 1};
  setup.settings.precision = Precision::float64;
  setup.settings.batch = 8;
  setup.settings.steps = 30;
  setup.settings.learning_rate = 0.01;
  setup.settings.learning_rate_decay = 0.05;
  setup.settings.gradient_clip = clip;
  return setup;
}

constexpr std::uint64_t run_number = 3;

std::vector<double> trained(const FlowSetup& setup) {
  realnvp::Trainer<double> trainer(setup, run_number);
  for (std::uint64_t n = 0; n < setup.settings.steps; ++n) REQUIRE(trainer.step());
  const auto& parameters = trainer.flow().parameters();
  return {parameters.begin(), parameters.end()};
}

std::vector<double> reference(const FlowSetup& setup, Mistake mistake) {
  const RealNvpSettings& settings = setup.settings;
  RealNvp<double> flow(2, settings.shape);
  flow.draw_start(setup.seed, run_number, settings.initial_scale);
  const Eigen::Index size = flow.parameters().size();
  std::vector<double> m(static_cast<std::size_t>(size), 0.0), v = m;
  RealNvp<double>::Samples z(2, settings.batch);
  for (std::uint64_t n = 0; n < settings.steps; ++n) {
    const auto steps_before = static_cast<double>(n);
    const double time = steps_before * settings.time_per_step;
    const double temperature = setup.problem.annealing.schedule.temperature(time);
    realnvp::fill_rows(flow, z,
                       {.seed = setup.seed,
                        .stream = RandomStream::network_training,
                        .run = run_number,
                        .step = n});
    RealNvp<double>::Vector g = RealNvp<double>::Vector::Zero(size);
    (void)flow.add_gradient(z, setup.annealed(n), setup.problem.target.separation,
                            setup.problem.noise.estimator, 1.0, g);
    double factor = 1.0 / settings.batch;
    if (setup.problem.annealing.objective == Objective::free_energy &&
        mistake != Mistake::temperature_left_out) {
      factor *= temperature;
    }
    double length = 0.0;
    for (const double gi : g) length += gi * gi * factor * factor;
    length = std::sqrt(length);
    if (settings.gradient_clip > 0.0 && length > settings.gradient_clip &&
        mistake != Mistake::no_clipping) {
      factor *= settings.gradient_clip / length;
    }
    const double exponent = mistake == Mistake::constant_rate
                                ? 0.0
                                : steps_before / static_cast<double>(settings.steps);
    const double rate = settings.learning_rate * std::pow(settings.learning_rate_decay, exponent);
    const double epsilon = mistake == Mistake::no_epsilon ? 0.0 : 1e-8;
    for (Eigen::Index i = 0; i < size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const double gi = factor * g[i];
      m[at] = 0.9 * m[at] + 0.1 * gi;
      v[at] = 0.999 * v[at] + 0.001 * gi * gi;
      const double count = steps_before + 1.0;
      const double mean =
          mistake == Mistake::mean_not_corrected ? m[at] : m[at] / (1.0 - std::pow(0.9, count));
      const double variance = mistake == Mistake::variance_not_corrected
                                  ? v[at]
                                  : v[at] / (1.0 - std::pow(0.999, count));
      const double divisor = mistake == Mistake::epsilon_within_root
                                 ? std::sqrt(variance + epsilon)
                                 : std::sqrt(variance) + epsilon;
      if (divisor > 0.0) flow.parameters()[i] -= rate * mean / divisor;
    }
  }
  return {flow.parameters().begin(), flow.parameters().end()};
}

double largest_difference(const FlowSetup& setup, Mistake mistake) {
  const std::vector<double> a = trained(setup), b = reference(setup, mistake);
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

/// Parameters are of order 1, and 30 steps multiply rounding errors little.
constexpr double agreement = 1e-11, disagreement = 1e-5;
/// A gradient so short that epsilon counts, one that is shortened now and then, none.
constexpr double tiny = 3e-7, medium = 1.0, no_clip = 0.0;

}  // namespace

TEST_CASE("training is Adam as published, with decay and clipping, for both objectives") {
  for (const Objective objective : {Objective::kl, Objective::free_energy}) {
    for (const double clip : {no_clip, medium, tiny}) {
      CAPTURE(clip);
      CHECK(largest_difference(tiny_setup(objective, clip), Mistake::none) < agreement);
    }
  }
}

TEST_CASE("the comparison sees each mistake") {
  const auto seen = [](Mistake mistake, double clip) {
    CAPTURE(static_cast<int>(mistake));
    CHECK(largest_difference(tiny_setup(Objective::free_energy, clip), mistake) > disagreement);
  };
  seen(Mistake::mean_not_corrected, no_clip);
  seen(Mistake::variance_not_corrected, no_clip);
  seen(Mistake::constant_rate, no_clip);
  seen(Mistake::temperature_left_out, no_clip);
  seen(Mistake::no_clipping, medium);
  seen(Mistake::no_epsilon, tiny);
  seen(Mistake::epsilon_within_root, tiny);
}
