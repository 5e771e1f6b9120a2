// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// One step of full SGD on mixtures against the definitions: sample by sample against whole vectors,
// and on average against the rates of the flow.

#include "annealvi/dynamics/mixture_flow.hpp"
#include "simulation/mixture_full.hpp"
#include "tests/support/literal_mixture_sgd.hpp"
#include "tests/support/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

struct Case {
  std::string name;
  MixtureProblem problem;
  LiteralMixture state;
  double time;
};

/// Means and weights that are all different; `extra` dimensions without modes.
Case make_case(const std::string& name, ModeSet modes, std::size_t components, std::size_t extra,
               Variance variance) {
  Case item{.name = name, .problem = {}, .state = {}, .time = 1.0};
  const std::size_t n = modes.axes(), d = n + extra;
  item.problem.modes = std::move(modes);
  item.problem.dimension = static_cast<double>(d);
  MixtureFamily& family = item.problem.family;
  family.weights.assign(components, 0.0);
  family.train_weights = true;
  family.weight_rate = 0.7;
  family.variance = variance;
  family.variance_rate = 1.3;
  item.problem.annealing.schedule.initial_temperature = 2.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < components; ++k) sum += family.weights[k] = 1.0 + 0.5 * double(k);
  for (double& weight : family.weights) {
    weight /= sum;
    item.state.log_weights.push_back(std::log(weight));
  }
  for (std::size_t k = 0; k < components; ++k) {
    item.state.means.emplace_back(d);
    const std::span<double> mean = item.state.means.back();
    fill_normal(RandomKey{.seed = 5, .run = k}, mean);
  }
  item.state.log_sigma = 0.2;
  return item;
}

std::vector<Case> cases() {
  using enum ModeShape;
  using enum Variance;
  std::vector<Case> list;
  list.push_back(make_case("pair, matched", named_modes(line, 2, 1.5), 2, 2, matched));
  list.push_back(make_case("K = 1, trained", named_modes(line, 2, 1.5), 1, 3, trained));
  list.push_back(make_case("triangle, fixed", named_modes(ring, 3, 1.2), 3, 3, fixed));
  list.push_back(make_case("four and four, trained", named_modes(simplex, 4, 1.2), 4, 2, trained));
  list.push_back(make_case("no other dimension", named_modes(orthogonal, 2, 1.0), 3, 0, trained));
  list.push_back(make_case("many dimensions, trained", named_modes(line, 3, 1.5), 3, 70, trained));
  list[1].problem.modes.weights = {0.3, 0.7};
  list[2].problem.modes.weights = {0.2, 0.5, 0.3};
  list[2].problem.annealing.path = AnnealingPath::component;
  list[3].problem.annealing.path = AnnealingPath::bridge;
  list[3].problem.annealing.objective = Objective::free_energy;
  for (Case& item : list) {
    item.state.log_sigma =
        log_sigma_in_force(item.problem.family, mixture_coefficients_at(item.problem, item.time),
                           item.state.log_sigma);
  }
  return list;
}

MixtureState statistics_of(const MixtureProblem& problem, const LiteralMixture& literal) {
  const std::size_t K = literal.means.size(), n = problem.modes.axes();
  MixtureState state{.axes = n,
                     .overlaps = {},
                     .gram = {},
                     .log_weights = literal.log_weights,
                     .log_sigma = literal.log_sigma};
  for (const Point& mean : literal.means) {
    state.overlaps.insert(state.overlaps.end(), mean.begin(),
                          mean.begin() + static_cast<std::ptrdiff_t>(n));
  }
  for (std::size_t kl = 0; kl < K * K; ++kl) {
    double product = 0.0;
    for (std::size_t i = n; i < literal.means[0].size(); ++i)
      product += literal.means[kl / K][i] * literal.means[kl % K][i];
    state.gram.push_back(product);
  }
  return state;
}

/// Means as engine full places them, which is another basis than that of the case.
LiteralMixture as_placed(const MixtureProblem& problem, const LiteralMixture& literal) {
  FullMixtureSgd sgd(problem);
  sgd.place_start(statistics_of(problem, literal));
  LiteralMixture placed = literal;
  for (std::size_t k = 0; k < literal.means.size(); ++k) placed.means[k] = sgd.mean(k);
  return placed;
}

LiteralMixture engine_step(const Case& item, const RandomKey& key) {
  FullMixtureSgd sgd(item.problem);
  sgd.place_start(statistics_of(item.problem, item.state));
  sgd.step(mixture_coefficients_at(item.problem, item.time), key);
  LiteralMixture result{
      .means = {}, .log_weights = sgd.state().log_weights, .log_sigma = sgd.state().log_sigma};
  for (std::size_t k = 0; k < item.state.means.size(); ++k) result.means.push_back(sgd.mean(k));
  return result;
}

/// Means, log-weights and log sigma in one row. Of the log-weights their deviations from their own
/// mean: that is what a gradient by the logits moves.
std::vector<double> as_row(const LiteralMixture& state) {
  std::vector<double> row;
  for (const Point& mean : state.means) row.insert(row.end(), mean.begin(), mean.end());
  double average = 0.0;
  for (const double x : state.log_weights) average += x / double(state.log_weights.size());
  for (const double x : state.log_weights) row.push_back(x - average);
  row.push_back(state.log_sigma);
  return row;
}

/// d/dt of `as_row` under the flow.
std::vector<double> flow_rates(const Case& item, const LiteralMixture& placed) {
  const MixtureProblem& problem = item.problem;
  const MixtureRates rates = mixture_rates(problem, mixture_coefficients_at(problem, item.time),
                                           statistics_of(problem, placed), {});
  const std::size_t K = placed.means.size();
  LiteralMixture rate{.means = {}, .log_weights = rates.logits, .log_sigma = rates.log_sigma};
  for (std::size_t k = 0; k < K; ++k) {
    Point derivative(placed.means[k].size());
    for (std::size_t i = 0; i < derivative.size(); ++i) {
      for (std::size_t l = 0; l < K; ++l)
        derivative[i] += rates.mixing[k * K + l] * placed.means[l][i];
      for (std::size_t a = 0; a < problem.modes.size() && i < problem.modes.axes(); ++a)
        derivative[i] += rates.pull[k * problem.modes.size() + a] * problem.modes.positions[a][i];
    }
    rate.means.push_back(derivative);
  }
  return as_row(rate);
}

/// Largest |z| of the mean of `step(n)` - start, per unit of the step size, against `expected`.
template <class Step>
double largest_z(const Case& item, const LiteralMixture& start, const std::vector<double>& expected,
                 Step step) {
  constexpr std::size_t repetitions = 400;
  const std::vector<double> before = as_row(start);
  std::vector<std::vector<double>> samples(before.size());
  for (std::size_t n = 0; n < repetitions; ++n) {
    const std::vector<double> after = as_row(step(n));
    for (std::size_t i = 0; i < after.size(); ++i)
      samples[i].push_back((after[i] - before[i]) / item.problem.noise.step);
  }
  double largest = 0.0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto [mean, error] = mean_and_error(samples[i]);
    // What is not trained does not move at all.
    if (error > 0.0 || mean != expected[i])
      largest = std::max(largest, std::abs(z_score(mean, error, expected[i])));
  }
  return largest;
}

constexpr RandomKey key_of(std::uint64_t step) {
  return {.stream = RandomStream::mixture_noise, .run = 3, .step = step};
}

}  // namespace

TEST_CASE("a step of a mixture is (N1), (N2), (N2') with the samples named by the key") {
  // z and its inner products in single precision: 24 bits, sums of a few terms of size up to 10.
  constexpr double single_precision = 3e-6;
  for (Case item : cases()) {
    for (const Estimator estimator : {Estimator::path, Estimator::total}) {
      for (const bool control_variate : {true, false}) {
        CAPTURE(item.name);
        CAPTURE(control_variate);
        item.problem.noise = {
            .step = 0.5, .batch = 3, .estimator = estimator, .control_variate = control_variate};
        const LiteralMixture placed = as_placed(item.problem, item.state);
        const auto d = static_cast<std::size_t>(item.problem.dimension);
        const LiteralGradient gradient =
            literal_gradient(item.problem, mixture_coefficients_at(item.problem, item.time), placed,
                             full_samples(key_of(4), placed.means.size(), 3, d));
        const std::vector<double> expected = as_row(literal_step(item.problem, placed, gradient));
        const std::vector<double> actual = as_row(engine_step(item, key_of(4)));
        for (std::size_t i = 0; i < actual.size(); ++i) {
          REQUIRE(std::abs(actual[i] - expected[i]) <=
                  single_precision * (1.0 + std::abs(expected[i])));
        }
      }
    }
  }
}

TEST_CASE("the mean of a step is the flow") {
  for (Case item : cases()) {
    if (item.problem.dimension > 10.0) continue;  // nothing new, and many more columns
    for (const Estimator estimator : {Estimator::path, Estimator::total}) {
      for (const bool control_variate : {true, false}) {
        CAPTURE(item.name);
        CAPTURE(control_variate);
        item.problem.noise = {
            .step = 1e-3, .batch = 100, .estimator = estimator, .control_variate = control_variate};
        const LiteralMixture placed = as_placed(item.problem, item.state);
        CHECK(largest_z(item, placed, flow_rates(item, placed), [&](std::size_t n) {
                return engine_step(item, key_of(n));
              }) <= statistical_z);
      }
    }
  }
}

namespace {

/// Variance of the first logit's gradient over repeated steps.
double weight_gradient_variance(Case item, bool control_variate) {
  item.problem.noise = {.step = 1e-3, .control_variate = control_variate};
  std::vector<double> moves;
  for (std::size_t n = 0; n < 400; ++n)
    moves.push_back(engine_step(item, key_of(n)).log_weights[0] / item.problem.noise.step);
  return std::pow(mean_and_error(moves).standard_error, 2) * double(moves.size());
}

}  // namespace

TEST_CASE("the control variate removes what grows with d and adds nothing at the optimum") {
  using enum Variance;
  // Means of unit length in 70 dimensions without modes; fixed variance at T = 2 also leaves |z|^2.
  for (const Variance variance : {matched, fixed}) {
    Case item = make_case("pair", named_modes(ModeShape::line, 2, 1.5), 2, 70, variance);
    item.state.log_sigma = initial_log_sigma(item.problem);
    CHECK(weight_gradient_variance(item, true) < 0.1 * weight_gradient_variance(item, false));
  }
  // One component on each mode: the gradient hardly fluctuates, and must not begin to.
  Case optimum = make_case("optimum", named_modes(ModeShape::line, 2, 4.0), 2, 3, matched);
  optimum.problem.annealing.schedule.initial_temperature = 1.0;
  optimum.problem.modes.weights = optimum.problem.family.weights;
  optimum.state.log_sigma = 0.0;
  for (Point& mean : optimum.state.means) std::ranges::fill(mean, 0.0);
  optimum.state.means[0][0] = 4.0;
  optimum.state.means[1][0] = -4.0;
  const double without = weight_gradient_variance(optimum, false);
  CHECK(without < 1e-6);
  CHECK_ABSOLUTE(weight_gradient_variance(optimum, true), without, 1e-9);
}

TEST_CASE("the same check rejects a dropped score and a weight gradient off by a constant") {
  for (const std::size_t i : {0U, 3U}) {
    Case item = cases()[i];
    CAPTURE(item.name);
    item.problem.noise = {.step = 1e-3, .batch = 100, .estimator = Estimator::total};
    const LiteralMixture placed = as_placed(item.problem, item.state);
    const std::vector<double> expected = flow_rates(item, placed);
    const MixtureCoefficients c = mixture_coefficients_at(item.problem, item.time);
    const auto d = static_cast<std::size_t>(item.problem.dimension);
    const auto largest = [&](MixtureMistake mistake) {
      return largest_z(item, placed, expected, [&](std::size_t n) {
        const auto z = full_samples(key_of(n), placed.means.size(), item.problem.noise.batch, d);
        return literal_step(item.problem, placed,
                            literal_gradient(item.problem, c, placed, z, mistake));
      });
    };
    CHECK(largest(MixtureMistake::none) <= statistical_z);
    CHECK(largest(MixtureMistake::no_score) > statistical_z);
    CHECK(largest(MixtureMistake::unshifted_logits) > statistical_z);
  }
}
