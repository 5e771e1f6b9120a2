// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The linear stage of K components against (L4), against the linear motion of the flow, and (K1)
// against sampling.
#include "annealvi/theory/component_collapse.hpp"

#include "annealvi/dynamics/mixture_flow.hpp"
#include "annealvi/theory/linear_stage.hpp"
#include "tests/support/closeness.hpp"

#include <cmath>
#include <vector>

using namespace annealvi;
using namespace annealvi::test;

namespace {

MixtureProblem many(ModeShape shape, std::size_t modes, std::size_t components) {
  MixtureProblem problem;
  problem.modes = named_modes(shape, modes, 3.0);
  problem.family.weights.assign(components, 1.0 / static_cast<double>(components));
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 5.0, .rate = 0.2};
  return problem;
}

ComponentCollapse collapse(const MixtureProblem& problem) {
  const auto result = component_collapse(problem, {.samples = 20000});
  REQUIRE_MESSAGE(result.value, result.reason);
  return *result.value;
}

}  // namespace

TEST_CASE("two components on the pair: (L4) and its time") {
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge}) {
    for (const auto variance : {Variance::matched, Variance::fixed}) {
      for (const auto objective : {Objective::kl, Objective::free_energy}) {
        Problem problem;
        problem.annealing.path = path;
        problem.annealing.objective = objective;
        problem.family.variance = variance;
        problem.annealing.schedule = {
            .kind = ScheduleKind::exponential, .initial_temperature = 5.0, .rate = 0.2};
        const auto expected = overlap_probability(problem, 100.0, {});
        REQUIRE(expected);
        const ComponentCollapse actual = collapse(as_mixture(problem));
        CHECK_RELATIVE(actual.probability, expected->probability, 1e-7);
        CHECK_RELATIVE(actual.evaluated_at, expected->evaluated_at, 1e-7);
        CHECK(actual.without_overlap == 0.5);
      }
    }
  }
}

TEST_CASE("more components collapse less, and sampling finds (K1)") {
  double before = 1.0;
  for (const std::size_t K : {2U, 3U, 4U, 6U}) {
    const ComponentCollapse exact = collapse(many(ModeShape::line, 2, K));
    CHECK(exact.probability < before);
    CHECK(exact.probability < exact.without_overlap);
    before = exact.probability;
    const ComponentCollapse sampled = collapse(many(ModeShape::ring, 2, K));  // in a plane
    CHECK(std::abs(sampled.probability - exact.probability) < statistical_z * sampled.error);
    CHECK(std::abs(sampled.probability - exact.without_overlap) > statistical_z * sampled.error);
  }
}

TEST_CASE("growth and overlap rate are those of the flow of K components") {
  for (const std::size_t K : {3U, 5U}) {
    const MixtureProblem problem = many(ModeShape::simplex, 3, K);
    const auto k_count = static_cast<double>(K);
    const MixtureCoefficients at = mixture_coefficients_at(problem, 0.0);
    // orthogonal parts at mutual squared distance 2 g, no overlaps
    const double g = 1.3;
    MixtureState state{.axes = 2,
                       .overlaps = std::vector<double>(2 * K, 0.0),
                       .gram = std::vector<double>(K * K, 0.0),
                       .log_weights = std::vector<double>(K, -std::log(k_count))};
    state.log_sigma = log_sigma_in_force(problem.family, at, 0.0);
    for (std::size_t k = 0; k < K; ++k) state.gram[k * K + k] = g;
    const double start = std::sqrt(2.0 * g / (2.0 * (problem.dimension - 2.0) + 4.0));
    MixtureProblem scaled = problem;
    scaled.family.initial_scale = start;  // so that the mean distance of the theory is this one
    const ComponentCollapse theory = collapse(scaled);
    const MixtureRates rates = mixture_rates(problem, at, state, {.error = 1e-6});
    // a difference of two means moves with mixing_00 - mixing_01: overlap - w H
    const double found = rates.mixing[0] - rates.mixing[1] + at.precision / k_count;
    CHECK_ABSOLUTE(theory.overlap_rate, found, 1e-4 * found + 1e-12);
  }
}

TEST_CASE("three modes: no overlap gives the count of surjections") {
  // Three equal modes, K components each on an independent mode: inclusion and exclusion.
  for (const std::size_t K : {3U, 4U, 6U}) {
    const ComponentCollapse found = collapse(many(ModeShape::simplex, 3, K));
    const auto power = [K](double base) { return std::pow(base, static_cast<double>(K)); };
    const double covering = 1.0 - 3.0 * power(2.0 / 3.0) + 3.0 * power(1.0 / 3.0);
    const double error = std::sqrt(covering * (1.0 - covering) / 20000);
    CHECK(std::abs(found.without_overlap - (1.0 - covering)) < statistical_z * error);
    CHECK(found.probability < found.without_overlap);
    double total = 0.0;
    for (const double p : found.covered) total += p;
    CHECK_RELATIVE(total, 1.0, 1e-12);
    CHECK(found.covered[0] == 0.0);
  }
}

TEST_CASE("fewer components than modes cannot cover; what is not covered by the theory is said") {
  CHECK(collapse(many(ModeShape::simplex, 3, 2)).probability == 1.0);
  const auto reason = [](auto change) {
    MixtureProblem problem = many(ModeShape::line, 2, 3);
    change(problem);
    const auto result = component_collapse(problem, {.end_time = 50.0});
    CHECK(!result.value);
    return result.reason;
  };
  CHECK(!reason([](auto& p) { p.family.train_weights = true; }).empty());
  CHECK(!reason([](auto& p) { p.family.variance = Variance::trained; }).empty());
  CHECK(!reason([](auto& p) { p.family.weights = {0.5, 0.25, 0.25}; }).empty());
  CHECK(!reason([](auto& p) { p.family.initial_scale = 3.0; }).empty());
  CHECK(!reason([](auto& p) { p.modes = named_modes(ModeShape::line, 2, 0.5); }).empty());
}
