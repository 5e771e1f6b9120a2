// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Unequal masses of the target's modes: when there is a T_f, and when the collapsed pair has no
// fold.

#include "annealvi/theory/collapsed_pair.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "support/closeness.hpp"

#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double fold_accuracy = 1e-8;  // promised for T_f
constexpr double separations[] = {0.7, 2.3, 5.0, 30.0, 300.0};

Problem component_problem(Variance variance, double separation, double weight) {
  Problem problem;
  problem.annealing.path = AnnealingPath::component;
  problem.family.variance = variance;
  problem.target.separation = separation;
  problem.target.weight = weight;
  return problem;
}

}  // namespace

TEST_CASE("component path with matched variance: T_f/R^2 depends on pi alone, at every R") {
  for (const double weight : {0.55, 0.7, 0.75}) {
    CAPTURE(weight);
    const auto ratio = [weight](double R) {
      const auto [status, fold] = pair_fold(component_problem(Variance::matched, R, weight));
      REQUIRE(status == FoldStatus::found);
      return std::exp(fold.log_temperature) / (R * R);
    };
    for (const double R : separations) CHECK_RELATIVE(ratio(R), ratio(3.0), fold_accuracy);
  }
}

TEST_CASE("component path with matched variance: heavy modes have no fold, at any R") {
  for (const double weight : {0.8, 0.85, 0.9, 0.99, 0.9999}) {
    for (const double R : {2.3, 5.0, 30.0}) {
      CAPTURE(weight);
      CAPTURE(R);
      CHECK(safe_temperature(component_problem(Variance::matched, R, weight)).status ==
            SafeTemperatureStatus::no_fold);
      CHECK(safe_temperature(component_problem(Variance::matched, R, 1.0 - weight)).status ==
            SafeTemperatureStatus::no_fold);
    }
  }
  // Negative control: lighter modes have one.
  for (const double R : {2.3, 5.0, 30.0}) {
    CHECK(safe_temperature(component_problem(Variance::matched, R, 0.75)).status ==
          SafeTemperatureStatus::found);
  }
}

TEST_CASE("a pair that exists at every T has S = 2 R tanh b and D = 2 R sech b in the end") {
  constexpr double far = 5e-3;  // the last pair that is followed has T >= 1000 sech^2(b) R^2
  for (const double weight : {0.86, 0.9, 0.99}) {
    for (const double R : separations) {
      const Problem problem = component_problem(Variance::matched, R, weight);
      const auto [status, hottest] = pair_fold(problem);
      CAPTURE(weight);
      CAPTURE(R);
      REQUIRE(status == FoldStatus::continuous);
      const double b = problem.target.bias();
      CHECK_RELATIVE(hottest.sum, 2.0 * R * std::tanh(b), far);
      CHECK_RELATIVE(hottest.difference, 2.0 * R / std::cosh(b), far);
    }
  }
}

TEST_CASE(
    "fixed variance on the component path: the pair passes m_2 = 0, at whatever temperature") {
  // With m_2 = 0 at high T: m_1 = 2 R tanh b, and the two are sqrt(8 log T) deviations apart.
  for (const double R : {15.0, 30.0}) {
    const Problem problem = component_problem(Variance::fixed, R, 0.7);
    const auto [status, end] = pair_fold(problem);
    CAPTURE(R);
    REQUIRE(status == FoldStatus::continuous);
    CHECK_RELATIVE(end.sum, 2.0 * R * std::tanh(problem.target.bias()), 1e-3);
    CHECK(end.sum - end.difference < 1e-4 * end.sum);
    CHECK_RELATIVE(end.log_temperature, end.sum * end.sum / 8.0, 0.1);
    CHECK(safe_temperature(problem).status == SafeTemperatureStatus::no_fold);
  }
}
