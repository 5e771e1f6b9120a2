// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Shapes of modes, the general form of the bimodal model, and what makes no sense.
#include "annealvi/model/mixture.hpp"

#include "tests/support/closeness.hpp"

#include <cmath>
#include <stdexcept>

using namespace annealvi;
using test::rounding;

namespace {

double distance(const ModeSet& modes, std::size_t a, std::size_t b) {
  double squared = 0.0;
  for (std::size_t i = 0; i < modes.axes(); ++i)
    squared += std::pow(modes.positions[a][i] - modes.positions[b][i], 2);
  return std::sqrt(squared);
}

}  // namespace

TEST_CASE("neighbours of every shape are 2 R apart") {
  for (const double R : {0.5, 3.0, 30.0}) {
    for (const std::size_t count : {2U, 3U, 4U, 7U, 16U}) {
      for (const auto shape :
           {ModeShape::line, ModeShape::ring, ModeShape::simplex, ModeShape::orthogonal}) {
        const ModeSet modes = named_modes(shape, count, R);
        REQUIRE(modes.size() == count);
        for (std::size_t a = 0; a + 1 < count; ++a)
          CHECK_RELATIVE(distance(modes, a, a + 1), 2.0 * R, rounding);
        const bool all_alike = shape == ModeShape::simplex || shape == ModeShape::orthogonal;
        for (std::size_t a = 0; a < count && all_alike; ++a)
          for (std::size_t b = 0; b < a; ++b)
            CHECK_RELATIVE(distance(modes, a, b), 2.0 * R, rounding);
        if (shape == ModeShape::ring)
          CHECK_RELATIVE(distance(modes, 0, count - 1), 2.0 * R, rounding);
        if (shape == ModeShape::orthogonal) continue;
        for (std::size_t i = 0; i < modes.axes(); ++i) {  // centred
          double sum = 0.0;
          for (const auto& position : modes.positions) sum += position[i];
          CHECK_ABSOLUTE(sum, 0.0, rounding * R * static_cast<double>(count * count));
        }
      }
    }
  }
  CHECK(named_modes(ModeShape::simplex, 1, 3.0).axes() == 1);
  CHECK_THROWS_AS((void)named_modes(ModeShape::ring, 1, 3.0), std::invalid_argument);
  CHECK_THROWS_AS((void)named_modes(ModeShape::line, 2, 0.0), std::invalid_argument);
}

TEST_CASE("two modes of line, ring and simplex are the bimodal pair") {
  Problem problem;
  problem.target.separation = 2.5;
  const MixtureProblem mixture = as_mixture(problem);
  CHECK(mixture_defect(mixture).empty());
  for (const auto shape : {ModeShape::line, ModeShape::ring, ModeShape::simplex}) {
    const ModeSet modes = named_modes(shape, 2, 2.5);
    for (std::size_t a = 0; a < 2; ++a)
      CHECK_RELATIVE(modes.positions[a][0], mixture.modes.positions[a][0], rounding);
    if (shape == ModeShape::ring) CHECK(modes.positions[1][1] == 0.0);
  }
}

TEST_CASE("coefficients and sigma are those of the bimodal description") {
  Problem problem;
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge}) {
    for (const auto variance : {Variance::fixed, Variance::matched}) {
      problem.annealing.path = path;
      problem.annealing.objective = Objective::free_energy;
      problem.family.variance = variance;
      const Coefficients expected = coefficients_at(problem, 3.0);
      const MixtureProblem mixture = as_mixture(problem);
      const MixtureCoefficients actual = mixture_coefficients_at(mixture, 3.0);
      CHECK(actual.precision == expected.annealed.precision);
      CHECK(actual.amplitude == expected.annealed.amplitude);
      CHECK(actual.sharpness == expected.annealed.sharpness);
      CHECK(actual.speed == expected.speed);
      CHECK_RELATIVE(std::exp(log_sigma_in_force(mixture.family, actual, 7.0)), expected.sigma,
                     rounding);
    }
  }
}

TEST_CASE("a trained sigma starts matched, or where it is told to") {
  MixtureProblem mixture;
  mixture.modes = named_modes(ModeShape::line, 2, 3.0);
  mixture.family.variance = Variance::trained;
  mixture.annealing.schedule.initial_temperature = 9.0;
  CHECK_RELATIVE(std::exp(initial_log_sigma(mixture)), 3.0, rounding);
  mixture.family.initial_sigma = 0.25;
  CHECK_RELATIVE(std::exp(initial_log_sigma(mixture)), 0.25, rounding);
}

TEST_CASE("what makes no sense is said") {
  MixtureProblem good;
  good.modes = named_modes(ModeShape::simplex, 3, 3.0);
  REQUIRE(mixture_defect(good).empty());
  const auto defect = [&good](auto change) {
    MixtureProblem problem = good;
    change(problem);
    return mixture_defect(problem);
  };
  CHECK(!defect([](auto& p) { p.modes.weights = {0.5, 0.5, 0.5}; }).empty());
  CHECK(!defect([](auto& p) { p.modes.weights = {0.5, 0.5}; }).empty());
  CHECK(!defect([](auto& p) { p.modes.weights = {1.0, 0.5, -0.5}; }).empty());
  CHECK(!defect([](auto& p) { p.modes.positions[1].pop_back(); }).empty());
  CHECK(!defect([](auto& p) { p.modes.positions[1] = p.modes.positions[0]; }).empty());
  CHECK(!defect([](auto& p) { p.modes.positions[1][0] = std::nan(""); }).empty());
  CHECK(!defect([](auto& p) { p.family.weights = {}; }).empty());
  CHECK(!defect([](auto& p) { p.dimension = 1.0; }).empty());
  CHECK(!defect([](auto& p) { p.dimension = 5.5; }).empty());
  CHECK(!defect([](auto& p) { p.family.weight_rate = 0.0; }).empty());
  CHECK(!defect([](auto& p) { p.family.initial_sigma = -1.0; }).empty());
}
