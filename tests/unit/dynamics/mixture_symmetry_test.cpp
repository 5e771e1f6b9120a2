// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the flow of a mixture must respect: exchanged components or modes, rotated and reflected
// frames, coincident components, vanishing weights, conserved total weight, descent of F.
#include "annealvi/dynamics/mixture_flow.hpp"
#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace annealvi;

namespace {

constexpr double agreement = 1e-9;  // ten times the error of the product rules

MixtureProblem three_on_three() {
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::ring, 3, 2.0);
  problem.modes.weights = {0.5, 0.3, 0.2};
  problem.dimension = 50;
  problem.family.weights = {0.5, 0.2, 0.3};
  problem.family.train_weights = true;
  problem.family.variance = Variance::trained;
  return problem;
}

MixtureState state_of_three(const MixtureProblem& problem) {
  MixtureState state{.axes = 2,
                     .overlaps = {0.4, 0.1, -0.3, 0.6, 0.2, -0.9},
                     .gram = {0.9, 0.1, -0.2, 0.1, 1.1, 0.3, -0.2, 0.3, 0.8},
                     .log_weights = {},
                     .log_sigma = 0.2};
  for (const double w : problem.family.weights) state.log_weights.push_back(std::log(w));
  return state;
}

MixtureCoefficients at(const MixtureProblem& problem, double temperature = 1.8) {
  return mixture_coefficients_at_temperature(problem, temperature);
}

/// d/dt of the overlaps, component by component.
std::vector<double> overlap_rates(const MixtureProblem& problem, const MixtureState& state,
                                  const MixtureRates& rates) {
  const std::size_t K = state.components(), n = state.axes, modes = problem.modes.size();
  std::vector<double> result(K * n, 0.0);
  for (std::size_t k = 0; k < K; ++k)
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t l = 0; l < K; ++l)
        result[k * n + i] += rates.mixing[k * K + l] * state.overlap(l, i);
      for (std::size_t a = 0; a < modes; ++a)
        result[k * n + i] += rates.pull[k * modes + a] * problem.modes.positions[a][i];
    }
  return result;
}

constexpr std::size_t order[] = {2, 0, 1};

}  // namespace

TEST_CASE("exchanged components have exchanged rates") {
  const MixtureProblem problem = three_on_three();
  const MixtureState state = state_of_three(problem);
  MixtureState moved = state;
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t i = 0; i < 2; ++i) moved.overlaps[2 * k + i] = state.overlap(order[k], i);
    for (std::size_t l = 0; l < 3; ++l) moved.gram[3 * k + l] = state.inner(order[k], order[l]);
    moved.log_weights[k] = state.log_weights[order[k]];
  }
  const MixtureRates plain = mixture_rates(problem, at(problem), state, {});
  const MixtureRates other = mixture_rates(problem, at(problem), moved, {});
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t l = 0; l < 3; ++l)
      CHECK_ABSOLUTE(other.mixing[3 * k + l], plain.mixing[3 * order[k] + order[l]], agreement);
    for (std::size_t a = 0; a < 3; ++a)
      CHECK_ABSOLUTE(other.pull[3 * k + a], plain.pull[3 * order[k] + a], agreement);
    CHECK_ABSOLUTE(other.logits[k], plain.logits[order[k]], agreement);
  }
  CHECK_ABSOLUTE(other.log_sigma, plain.log_sigma, agreement);
  CHECK_ABSOLUTE(other.objective, plain.objective, agreement);
}

TEST_CASE("exchanged modes, rotated and reflected frames") {
  const MixtureProblem problem = three_on_three();
  const MixtureState state = state_of_three(problem);
  const MixtureRates plain = mixture_rates(problem, at(problem), state, {});
  MixtureProblem exchanged = problem;
  for (std::size_t a = 0; a < 3; ++a) {
    exchanged.modes.positions[a] = problem.modes.positions[order[a]];
    exchanged.modes.weights[a] = problem.modes.weights[order[a]];
  }
  const MixtureRates other = mixture_rates(exchanged, at(problem), state, {});
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t a = 0; a < 3; ++a)
      CHECK_ABSOLUTE(other.pull[3 * k + a], plain.pull[3 * k + order[a]], agreement);
  CHECK_ABSOLUTE(other.objective, plain.objective, agreement);

  for (const double reflection : {1.0, -1.0})
    for (const double angle : {0.3, 1.2, 2.5}) {
      const auto turn = [&](double* x) {
        const double first = x[0], second = reflection * x[1];
        x[0] = std::cos(angle) * first - std::sin(angle) * second;
        x[1] = std::sin(angle) * first + std::cos(angle) * second;
      };
      MixtureProblem turned = problem;
      MixtureState moved = state;
      for (auto& position : turned.modes.positions) turn(position.data());
      for (std::size_t k = 0; k < 3; ++k) turn(&moved.overlaps[2 * k]);
      const MixtureRates same = mixture_rates(turned, at(problem), moved, {});
      for (std::size_t i = 0; i < 9; ++i) {
        CHECK_ABSOLUTE(same.mixing[i], plain.mixing[i], agreement);
        CHECK_ABSOLUTE(same.pull[i], plain.pull[i], agreement);
      }
      for (std::size_t k = 0; k < 3; ++k)
        CHECK_ABSOLUTE(same.logits[k], plain.logits[k], agreement);
      CHECK_ABSOLUTE(same.log_sigma, plain.log_sigma, agreement);
      CHECK_ABSOLUTE(same.objective, plain.objective, agreement);
    }
}

TEST_CASE("the total weight is conserved") {
  const MixtureProblem problem = three_on_three();
  const MixtureRates rates = mixture_rates(problem, at(problem), state_of_three(problem), {});
  CHECK_ABSOLUTE(std::accumulate(rates.logits.begin(), rates.logits.end(), 0.0), 0.0,
                 test::rounding);
  const double times[] = {0.5, 2.0, 5.0};
  const auto run = integrate_mixture_flow(problem, state_of_three(problem), 5.0, times,
                                          {.relative = 1e-6, .absolute = 1e-8}, {.error = 1e-7});
  for (const MixturePoint& point : run.points) {
    double sum = 0.0;
    for (const double log_weight : point.state.log_weights) sum += std::exp(log_weight);
    CHECK_ABSOLUTE(sum, 1.0, test::rounding);
  }
}

TEST_CASE("F never grows at constant temperature") {
  const MixtureProblem problem = three_on_three();  // default schedule
  MixtureProblem constant = problem;
  constant.annealing.schedule = {.kind = ScheduleKind::constant, .initial_temperature = 1.3};
  std::vector<double> times;
  for (int i = 1; i <= 12; ++i) times.push_back(0.5 * i);
  const auto run = integrate_mixture_flow(constant, state_of_three(constant), 6.0, times,
                                          {.relative = 1e-6, .absolute = 1e-8}, {.error = 1e-7});
  double before =
      mixture_rates(constant, at(constant, 1.3), state_of_three(constant), {}).objective;
  for (const MixturePoint& point : run.points) {
    const double F = mixture_rates(constant, at(constant, 1.3), point.state, {}).objective;
    CHECK(F < before);
    CHECK(F > -agreement);
    before = F;
  }
}

TEST_CASE("coincident components move as one of their summed weight") {
  MixtureProblem problem = three_on_three();
  MixtureState state = state_of_three(problem);
  for (std::size_t i = 0; i < 2; ++i) state.overlaps[4 + i] = state.overlaps[2 + i];
  state.gram = {0.9, 0.1, 0.1, 0.1, 1.1, 1.1, 0.1, 1.1, 1.1};
  const MixtureRates rates = mixture_rates(problem, at(problem), state, {});
  MixtureProblem merged = problem;
  merged.family.weights = {0.5, 0.5};
  MixtureState two{.axes = 2,
                   .overlaps = {0.4, 0.1, -0.3, 0.6},
                   .gram = {0.9, 0.1, 0.1, 1.1},
                   .log_weights = {std::log(0.5), std::log(0.5)},
                   .log_sigma = state.log_sigma};
  const MixtureRates expected = mixture_rates(merged, at(problem), two, {});
  CHECK_ABSOLUTE(rates.objective, expected.objective, agreement);
  CHECK_ABSOLUTE(rates.log_sigma, expected.log_sigma, agreement);
  CHECK_ABSOLUTE(rates.logits[0], expected.logits[0], agreement);
  CHECK_ABSOLUTE(rates.logits[1] + rates.logits[2], expected.logits[1], agreement);
  const auto velocity = overlap_rates(problem, state, rates);
  const auto of_two = overlap_rates(merged, two, expected);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK_ABSOLUTE(velocity[i], of_two[i], agreement);
    CHECK_ABSOLUTE(velocity[2 + i] / 0.2, of_two[2 + i] / 0.5, agreement);
    CHECK_ABSOLUTE(velocity[4 + i] / 0.3, of_two[2 + i] / 0.5, agreement);
  }
}

TEST_CASE("a weight that vanishes stays finite and leaves the others alone") {
  const MixtureProblem problem = three_on_three();
  MixtureProblem two = problem;
  two.family.weights = {0.6, 0.4};
  MixtureState state = state_of_three(problem), rest{.axes = 2,
                                                     .overlaps = {0.4, 0.1, -0.3, 0.6},
                                                     .gram = {0.9, 0.1, 0.1, 1.1},
                                                     .log_weights = {std::log(0.6), std::log(0.4)},
                                                     .log_sigma = state.log_sigma};
  const MixtureRates expected = mixture_rates(two, at(problem), rest, {});
  for (const double log_weight : {-300.0 * std::log(10.0), -1e4}) {
    state.log_weights = {std::log(0.6), std::log(0.4), log_weight};
    const MixtureRates rates = mixture_rates(problem, at(problem), state, {});
    for (const auto& list : {rates.mixing, rates.pull, rates.logits})
      for (const double rate : list) CHECK(std::isfinite(rate));
    CHECK_ABSOLUTE(rates.objective, expected.objective, agreement);
    CHECK_ABSOLUTE(rates.log_sigma, expected.log_sigma, agreement);
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK_ABSOLUTE(rates.logits[k], expected.logits[k], agreement);
      for (std::size_t l = 0; l < 2; ++l)
        CHECK_ABSOLUTE(rates.mixing[3 * k + l], expected.mixing[2 * k + l], agreement);
    }
    const auto run = integrate_mixture_flow(problem, state, 2.0, {}, {}, {.error = 1e-7});
    CHECK(run.ode.status == OdeStatus::reached_end);
  }
}

TEST_CASE("quasi-Monte-Carlo rates agree with product rules within their stated error") {
  const MixtureProblem problem = three_on_three();
  const MixtureState state = state_of_three(problem);
  const MixtureRates exact = mixture_rates(problem, at(problem), state, {});
  const MixtureRates rough =
      mixture_rates(problem, at(problem), state, {.error = 1e-10, .most_nodes = 64});
  CHECK(exact.objective_error < 1e-9);
  CHECK(rough.objective_error > 1e-6);
  CHECK(std::abs(rough.objective - exact.objective) < 3.0 * rough.objective_error);
  for (std::size_t i = 0; i < 9; ++i)
    CHECK(std::abs(rough.pull[i] - exact.pull[i]) < 3.0 * rough.objective_error);
}
