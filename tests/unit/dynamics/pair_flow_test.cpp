// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The pair in closed form against the general model, the stored trajectories of an independent
// implementation, and the special cases with code of their own.
#include "annealvi/dynamics/pair_flow.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/dynamics/gradient_noise.hpp"
#include "annealvi/dynamics/mixture_flow.hpp"
#include "annealvi/integrate/solve_ode.hpp"
#include "reference_problem.hpp"
#include "tests/support/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace annealvi;

namespace {

struct Draw {
  std::mt19937_64 bits{20261127};
  double operator()(double from, double to) {
    return from + (to - from) * static_cast<double>(bits() >> 11) * 0x1p-53;
  }
};

constexpr double pair_accuracy = 1e-12;  // of the rates, relative to the size of their terms

MixtureProblem random_mixture(Draw& draw, int i) {
  Problem problem;
  problem.target = {.separation = draw(0.5, 8.0),
                    .weight = draw(0.05, 0.95),
                    .dimension = std::floor(draw(3, 300))};
  const AnnealingPath paths[] = {AnnealingPath::power, AnnealingPath::component,
                                 AnnealingPath::bridge};
  problem.annealing.path = paths[i % 3];
  problem.annealing.objective = i % 2 == 0 ? Objective::kl : Objective::free_energy;
  problem.annealing.schedule = {.kind = ScheduleKind::constant,
                                .initial_temperature = draw(1.0, 20.0)};
  const Variance variances[] = {Variance::trained, Variance::matched, Variance::fixed};
  MixtureProblem mixture = as_mixture(problem);
  mixture.family.variance = variances[(i / 3) % 3];
  const double w = draw(0.05, 0.95);
  mixture.family.weights = {w, 1.0 - w};
  mixture.family.train_weights = i % 4 != 0;
  mixture.family.weight_rate = draw(0.1, 3.0);
  mixture.family.variance_rate = draw(0.1, 3.0);
  return mixture;
}

PairStatistics random_state(Draw& draw, const PairModel& model, double size) {
  const double a = draw(-1, 1), b = draw(-1, 1), c = draw(-1, 1);
  SummaryState state{.overlap = {size * draw(-1, 1), size * draw(-1, 1)},
                     .q11 = size * size * (a * a + 0.01),
                     .q12 = size * size * a * b,
                     .q22 = size * size * (b * b + c * c)};
  PairStatistics x = pair_statistics(state, draw(-3.0, 3.0), draw(-0.5, 0.7));
  if (!model.train_weights) x.log_ratio = state_without_means(model).log_ratio;
  return x;
}

/// mixture_rates in the variables of the pair.
PairStatistics general_rates(const MixtureProblem& mixture, const PairModel& model,
                             const PairStatistics& x) {
  const SummaryState s = summary_state(x);
  const MixtureCoefficients c = mixture_coefficients_at(mixture, 0.0);
  const auto log_weight = [&](double sign) { return -std::log1p(std::exp(-sign * x.log_ratio)); };
  const MixtureState state{.axes = 1,
                           .overlaps = {s.overlap[0], s.overlap[1]},
                           .gram = {s.q11, s.q12, s.q12, s.q22},
                           .log_weights = {log_weight(1.0), log_weight(-1.0)},
                           .log_sigma = log_sigma_in_force(mixture.family, c, x.log_sigma)};
  const MixtureRates rates = mixture_rates(mixture, c, state, {.log_sum = true});
  const auto& a = rates.mixing;
  const double R = model.problem.target.separation;
  SummaryState flow;
  for (std::size_t k = 0; k < 2; ++k)
    flow.overlap[k] = a[2 * k] * s.overlap[0] + a[2 * k + 1] * s.overlap[1] +
                      R * (rates.pull[2 * k] - rates.pull[2 * k + 1]);
  flow.q11 = 2.0 * (a[0] * s.q11 + a[1] * s.q12);
  flow.q12 = a[0] * s.q12 + a[1] * s.q22 + a[2] * s.q11 + a[3] * s.q12;
  flow.q22 = 2.0 * (a[2] * s.q12 + a[3] * s.q22);
  PairStatistics rate = pair_statistics(flow, rates.logits[0] - rates.logits[1], rates.log_sigma);
  if (!model.train_weights) rate.log_ratio = 0.0;
  return rate;
}

std::array<double, 7> numbers(const PairStatistics& x) {
  return {x.sum,       x.difference, x.squared_sum, x.gram_difference, x.squared_distance,
          x.log_ratio, x.log_sigma};
}

double largest_difference(const PairStatistics& x, const PairStatistics& y) {
  double largest = 0.0;
  for (std::size_t i = 0; i < 7; ++i)
    largest = std::max(largest, std::abs(numbers(x)[i] - numbers(y)[i]));
  return largest;
}

}  // namespace

TEST_CASE("the rates of the general model: all paths, objectives, variances, weights") {
  Draw draw;
  for (int i = 0; i < 360; ++i) {
    const MixtureProblem mixture = random_mixture(draw, i);
    const auto model = as_pair(mixture);
    REQUIRE(model);
    const double size = std::pow(10.0, draw(-3.0, 1.0));
    const PairStatistics x = random_state(draw, *model, size);
    const Coefficients c = pair_coefficients(*model, 0.0, x);
    const double R = model->problem.target.separation;
    const double scale = c.speed * std::max({1.0, model->weight_rate, model->variance_rate}) *
                         (1.0 + size * size) * (1.0 + R * R) * (1.0 + 1.0 / (c.sigma * c.sigma)) *
                         (1.0 + c.sigma * c.sigma);
    CAPTURE(i);
    CHECK_ABSOLUTE(largest_difference(pair_flow(*model, c, x), general_rates(mixture, *model, x)),
                   0.0, pair_accuracy * scale);
    // Negative control: the weights exchanged.
    PairStatistics other = x;
    other.log_ratio = -x.log_ratio;
    if (std::abs(x.log_ratio) > 0.1)
      CHECK(largest_difference(pair_flow(*model, c, other), general_rates(mixture, *model, x)) >
            1e-6 * c.speed * size * size);
  }
}

TEST_CASE("trajectories with trained weights and variance against an independent implementation") {
  for (const auto& row : test::read_trajectories("trained_trajectories.json")) {
    CAPTURE(row.at("name").get<std::string>());
    PairModel model = as_pair(test::problem_of(row));
    model.train_weights = !row.at("component_weights").is_array();
    if (model.problem.family.variance == Variance::trained)
      model.variance_rate = row.at("variance_rate");
    const auto rows = row.at("rows").get<std::vector<std::vector<double>>>();
    const auto state_of = [](const std::vector<double>& line) {
      return numbers(pair_statistics({{line[2], line[3]}, line[4], line[5], line[6]},
                                     std::log(line[7] / line[8]), std::log(line[9])));
    };
    std::vector<double> times;
    for (const auto& line : rows) times.push_back(line[0]);
    const OdeSystem system = [&](double t, std::span<const double> v, std::span<double> out) {
      const PairStatistics x{v[0], v[1], v[2], v[3], v[4], v[5], v[6]};
      const auto rate = numbers(pair_flow(model, pair_coefficients(model, t, x), x));
      std::copy(rate.begin(), rate.end(), out.begin());
    };
    OdeOptions options{.tolerances = {.relative = 1e-12, .absolute = 1e-14},
                       .kinks = model.problem.annealing.schedule.kinks(),
                       .output_times = times};
    std::size_t i = 0;
    double worst = 0.0;
    options.output = [&](double, std::span<const double> v) {
      const auto expected = state_of(rows[i++]);
      for (std::size_t j = 0; j < 6; ++j) worst = std::max(worst, std::abs(v[j] - expected[j]));
      if (model.problem.family.variance == Variance::trained)
        worst = std::max(worst, std::abs(v[6] - expected[6]));
    };
    const auto start = state_of(rows.front());
    CHECK_FALSE(solve_ode(system, start, 0.0, times.back(), options).failed());
    CHECK(i == rows.size());
    constexpr double trajectory_accuracy = 1e-10;  // as in mixture_trajectories_test
    CHECK_ABSOLUTE(worst, 0.0, trajectory_accuracy);
  }
}

TEST_CASE("equal weights: the flow and the recursion of S, D and y") {
  Draw draw;
  for (int i = 0; i < 100; ++i) {
    Problem problem;
    problem.target = {.separation = draw(1.0, 6.0), .weight = draw(0.2, 0.8), .dimension = 50};
    problem.family.variance = i % 2 == 0 ? Variance::matched : Variance::fixed;
    problem.annealing.objective = i % 3 == 0 ? Objective::free_energy : Objective::kl;
    problem.annealing.schedule.initial_temperature = draw(1.0, 8.0);
    problem.noise = {.step = i % 5 == 0 ? 0.0 : draw(0.001, 0.05),
                     .batch = 1 + i % 3,
                     .estimator = i % 4 < 2 ? Estimator::path : Estimator::total};
    const double S = draw(-3, 3), D = std::pow(10.0, draw(-250, 0.5)), y = draw(0.0, 4.0);
    const double t = draw(0.0, 30.0);
    const SumDifferenceRates expected = sum_difference_recursion(problem, t, S, D, y);
    const PairModel model = as_pair(problem);
    const PairStatistics x{
        .sum = S, .difference = D, .squared_sum = draw(0.0, 4.0), .squared_distance = y};
    const PairStatistics found = pair_recursion(model, t, x);
    CAPTURE(i);
    // Both are right to O(step^2) and treat what noise adds to y differently in that order.
    const double speed = coefficients_at(problem, t).speed;
    const double order = std::pow(problem.noise.step, 2) * std::pow(speed, 3) * 10.0;
    CHECK_ABSOLUTE(found.sum, expected.sum, 10.0 * pair_accuracy + order);
    CHECK_ABSOLUTE(found.difference / D, expected.log_difference, 10.0 * pair_accuracy + order);
    CHECK_ABSOLUTE(found.squared_distance, expected.log_distance * y + expected.step_size_term,
                   100.0 * pair_accuracy + order);
    CHECK_ABSOLUTE(found.gram_difference, 0.0, pair_accuracy);
  }
}

TEST_CASE("unequal weights: the step-size drift (N4)") {
  Draw draw;
  for (int i = 0; i < 60; ++i) {
    MixtureProblem mixture = random_mixture(draw, i);
    mixture.family.train_weights = false;
    if (mixture.family.variance == Variance::trained) mixture.family.variance = Variance::fixed;
    mixture.noise = {
        .step = 0.01, .batch = 2, .estimator = i % 2 == 0 ? Estimator::path : Estimator::total};
    PairModel model = *as_pair(mixture);
    const PairStatistics x = random_state(draw, model, 2.0);
    const Coefficients c = pair_coefficients(model, 0.0, x);
    const GramRate drift = step_size_drift(model.problem, c, summary_state(x));
    const PairStatistics expected =
        pair_statistics({{}, drift.q11, drift.q12, drift.q22}, 0.0, 0.0);
    const PairStatistics with = pair_flow(model, c, x);
    model.problem.noise.step = 0.0;
    const PairStatistics without = pair_flow(model, c, x);
    const double scale = 1.0 + std::abs(expected.squared_sum) + std::abs(without.squared_sum) +
                         std::abs(without.squared_distance);
    CHECK_ABSOLUTE(with.squared_sum - without.squared_sum, expected.squared_sum,
                   pair_accuracy * scale);
    CHECK_ABSOLUTE(with.gram_difference - without.gram_difference, expected.gram_difference,
                   pair_accuracy * scale);
    CHECK_ABSOLUTE(with.squared_distance - without.squared_distance, expected.squared_distance,
                   pair_accuracy * scale);
  }
}

TEST_CASE("what is not two components on the pair of modes is none") {
  Problem problem;
  MixtureProblem mixture = as_mixture(problem);
  mixture.modes = {{{0.0, -2.0}, {0.0, 2.0}}, {0.3, 0.7}};
  REQUIRE(as_pair(mixture));
  CHECK(as_pair(mixture)->problem.target.separation == 2.0);
  CHECK(as_pair(mixture)->problem.target.weight == 0.3);
  mixture.modes.positions[1][0] = 0.1;
  CHECK_FALSE(as_pair(mixture));
  mixture.modes = named_modes(ModeShape::line, 3, 2.0);
  CHECK_FALSE(as_pair(mixture));
  mixture = as_mixture(problem);
  mixture.family.weights = {0.2, 0.3, 0.5};
  CHECK_FALSE(as_pair(mixture));
}
