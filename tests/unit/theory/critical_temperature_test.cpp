// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// T_c against data/reference/critical_temperature.csv (mpmath, 30 digits, written from the formulas
// alone), T_f against an independent determination of the fold, and against properties.

#include "annealvi/theory/critical_temperature.hpp"

#include "annealvi/dynamics/gradient_flow.hpp"
#include "annealvi/numerics/gaussian_expectation.hpp"
#include "annealvi/theory/collapsed_pair.hpp"
#include "support/closeness.hpp"
#include "support/csv.hpp"

#include <array>
#include <cmath>
#include <numbers>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double root_accuracy = 1e-12;  // promised for T_c
constexpr double quoted_digits = 1e-4;   // folds quoted with five digits
constexpr double fold_accuracy = 1e-8;   // promised for T_f
constexpr double at_rest = 1e-9;         // relative rates at a fixed point with 1e-9 accuracy

Problem problem_of(AnnealingPath path, Variance variance, double separation) {
  Problem problem;
  problem.annealing.path = path;
  problem.family.variance = variance;
  problem.target.separation = separation;
  return problem;
}

AnnealingPath path_named(const std::string& name) {
  return name == "power"       ? AnnealingPath::power
         : name == "component" ? AnnealingPath::component
                               : AnnealingPath::bridge;
}
Variance variance_named(const std::string& name) {
  return name == "fixed" ? Variance::fixed : Variance::matched;
}

}  // namespace

TEST_CASE("T_c (L5) against the reference for every path and variance that has one") {
  const auto rows =
      read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/critical_temperature.csv");
  REQUIRE(rows.size() == 20);
  for (const Row& row : rows) {
    const Problem problem = problem_of(
        path_named(row.at("path")), variance_named(row.at("variance")), number(row, "separation"));
    CAPTURE(row.at("path"));
    CAPTURE(number(row, "separation"));
    const auto found = critical_temperature(problem);
    REQUIRE(found.has_value());
    CHECK_RELATIVE(*found, number(row, "critical_temperature"), root_accuracy);
  }
}

TEST_CASE("T_c closed forms: component path and bridge with fixed variance") {
  for (const double R : {1.5, 2.0, 7.0, 30.0, 300.0}) {
    const Problem component = problem_of(AnnealingPath::component, Variance::matched, R);
    CHECK_RELATIVE(critical_temperature(component).value(), std::pow(R / critical_separation, 2),
                   root_accuracy);
    Problem bridge = problem_of(AnnealingPath::bridge, Variance::fixed, R);
    bridge.annealing.bridge_scale = 1.7;
    const double expected = 1.0 + 1.7 * 1.7 * (R * R * expected_sech_squared(0.0, R) - 1.0);
    CHECK_RELATIVE(critical_temperature(bridge).value(), expected, root_accuracy);
  }
}

TEST_CASE("T_c approaches (2/pi) R^2 from above for power and matched variance, and ends at R_1") {
  double previous = 1e9;
  for (const double R : {5.0, 10.0, 30.0, 100.0}) {
    const double ratio =
        critical_temperature(problem_of(AnnealingPath::power, Variance::matched, R)).value() /
        (2.0 / std::numbers::pi * R * R);
    CHECK(std::abs(ratio - 1.0) < previous);
    previous = std::abs(ratio - 1.0);
  }
  CHECK(previous < 1e-4);
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge}) {
    CHECK_FALSE(
        critical_temperature(problem_of(path, Variance::matched, 0.999 * critical_separation)));
    CHECK(critical_temperature(problem_of(path, Variance::matched, 1.001 * critical_separation))
              .value() < 1.01);
  }
}

TEST_CASE("there is no T_c for power with fixed variance, unequal masses or unequal weights") {
  for (const double R : {1.0, 2.0, 5.0, 30.0})
    CHECK_FALSE(critical_temperature(problem_of(AnnealingPath::power, Variance::fixed, R)));
  Problem problem;
  problem.target.weight = 0.6;
  CHECK_FALSE(critical_temperature(problem));
  problem = Problem{};
  problem.family.weights = {0.4, 0.6};
  CHECK_FALSE(critical_temperature(problem));
  CHECK(safe_temperature(problem).status == SafeTemperatureStatus::not_defined);
  CHECK_FALSE(safe_temperature(problem).value);
}

TEST_CASE("T_f (L6) against the quoted folds") {
  const struct {
    AnnealingPath path;
    Variance variance;
    double separation, fold, digits;
  } folds[] = {{AnnealingPath::power, Variance::matched, 3.0, 1.8906, quoted_digits},
               {AnnealingPath::power, Variance::matched, 4.0, 3.4379, quoted_digits},
               {AnnealingPath::power, Variance::matched, 5.0, 5.4049, quoted_digits},
               {AnnealingPath::power, Variance::matched, 6.0, 7.8003, quoted_digits},
               {AnnealingPath::power, Variance::matched, 8.0, 13.8869, quoted_digits},
               {AnnealingPath::power, Variance::fixed, 3.0, 3.313, 2e-4},
               {AnnealingPath::power, Variance::fixed, 4.0, 25.0, 0.05}};  // "about 25"
  for (const auto& [path, variance, separation, fold, digits] : folds) {
    CAPTURE(separation);
    CHECK_RELATIVE(safe_temperature(problem_of(path, variance, separation)).value.value(), fold,
                   digits);
  }
}

TEST_CASE("component path with matched variance: T_f = (R/R_c)^2 exactly, R_c recomputed") {
  // By scaling, T_f(R)/R^2 is one number; R_c follows from it.
  const double ratio =
      safe_temperature(problem_of(AnnealingPath::component, Variance::matched, 3.0)).value.value() /
      9.0;
  CHECK_RELATIVE(ratio, 0.19585, 5e-5);
  CHECK_RELATIVE(1.0 / std::sqrt(ratio), 2.25960757, 1e-8);
  for (const double R : {2.3, 5.0, 12.0, 30.0}) {
    const auto fold = safe_temperature(problem_of(AnnealingPath::component, Variance::matched, R));
    CHECK_RELATIVE(fold.value.value(), ratio * R * R, fold_accuracy);
  }
}

TEST_CASE("T_f exists above R_c only, lies below T_c and grows like 0.217 R^2") {
  CHECK(safe_temperature(problem_of(AnnealingPath::power, Variance::matched, 2.25)).status ==
        SafeTemperatureStatus::none);
  CHECK(safe_temperature(problem_of(AnnealingPath::power, Variance::matched, 2.27)).value);
  for (const double R : {2.3, 3.0, 5.0, 10.0, 30.0}) {
    const Problem problem = problem_of(AnnealingPath::power, Variance::matched, R);
    CAPTURE(R);
    CHECK(safe_temperature(problem).value.value() < critical_temperature(problem).value());
  }
  const double far =
      safe_temperature(problem_of(AnnealingPath::power, Variance::matched, 30.0)).value.value();
  CHECK_RELATIVE(far / 900.0, 0.2173, 1e-3);
}

TEST_CASE("limits for R -> infinity: reached at the stated rate, the far fold recomputed") {
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge}) {
    for (const auto variance : {Variance::matched, Variance::fixed}) {
      const auto distance = [&](double separation) {
        const Problem problem = problem_of(path, variance, separation);
        const auto far = far_critical_temperature(problem);
        CHECK(far.has_value() == critical_temperature(problem).has_value());
        return far ? std::abs(critical_temperature(problem).value() / *far - 1.0) : 0.0;
      };
      CHECK(distance(100.0) < 1e-3);
      CHECK(distance(100.0) <= 0.02 * distance(10.0) + root_accuracy);  // at least 1/R^2, nearly
    }
  }
  // tanh(R x) -> sign x: the pair's equations for R = 1 with erf, maximal T along the split. S
  // follows from dS/dt = 0 at given D/(S) and T by bisection, T from dD/dt = 0 by bisection.
  const auto rates = [](double sum, double difference, double variance) {
    const double scale = std::sqrt(2.0 * variance);
    const double first = std::erf(0.5 * (sum + difference) / scale);
    const double second = std::erf(0.5 * (sum - difference) / scale);
    const double twin =
        2.0 * self_responsibility_complement(difference / std::sqrt(variance));  // 2 Omega/H
    return std::array{first + second - sum, first - second - (1.0 - twin) * difference};
  };
  const auto temperature = [&](double ratio) {
    double cold = 0.05, hot = 0.6;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (cold + hot);
      double low = 0.5, high = 2.1;
      for (int k = 0; k < 60; ++k) {
        const double sum = 0.5 * (low + high);
        (rates(sum, ratio * sum, middle)[0] > 0.0 ? low : high) = sum;
      }
      (rates(low, ratio * low, middle)[1] < 0.0 ? cold : hot) = middle;
    }
    return cold;
  };
  double left = 0.2, right = 0.7;
  for (int i = 0; i < 60; ++i) {
    const double a = left + (right - left) / 3.0, b = right - (right - left) / 3.0;
    (temperature(a) < temperature(b) ? left : right) = temperature(a) < temperature(b) ? a : b;
  }
  const Problem far = problem_of(AnnealingPath::power, Variance::matched, 1000.0);
  CHECK_RELATIVE(far_safe_temperature(far).value() / 1e6, temperature(left), 1e-9);
  CHECK_RELATIVE(far_safe_temperature(far).value(), safe_temperature(far).value.value(),
                 fold_accuracy);
}

TEST_CASE("just below T_f a collapsed pair is at rest in the flow, just above none is") {
  for (const auto variance : {Variance::matched, Variance::fixed}) {
    const Problem problem = problem_of(AnnealingPath::power, variance, 3.0);
    const PairFold fold = pair_fold(problem).fold;
    const double T = std::exp(fold.log_temperature);
    const auto rates = sum_difference_flow(problem, coefficients_at_temperature(problem, T),
                                           fold.sum, fold.difference, 0.0);
    CHECK_ABSOLUTE(rates.sum, 0.0, 1e-7);
    CHECK_ABSOLUTE(rates.log_difference, 0.0, 1e-7);
    CHECK_FALSE(escape_time_scale(problem, 0.99 * T).has_value());
    CHECK(escape_time_scale(problem, 1.01 * T).has_value());
    // Negative control: away from the fold the same state is not at rest.
    const auto moved = sum_difference_flow(problem, coefficients_at_temperature(problem, 1.1 * T),
                                           fold.sum, fold.difference, 0.0);
    CHECK(std::abs(moved.log_difference) > 1e-4);
  }
}

TEST_CASE("a mode so light that the fold is gone is told from a fold that does not exist") {
  // R = 2.3: the fold reaches m_2 = 0, where the curve of pairs starts to rise monotonically,
  // between pi = 0.92 and 0.95.
  Problem problem = problem_of(AnnealingPath::power, Variance::matched, 2.3);
  for (const double weight : {0.08, 0.92}) {
    problem.target.weight = weight;
    CHECK(safe_temperature(problem).status == SafeTemperatureStatus::found);
  }
  for (const double weight : {0.001, 0.05, 0.95, 0.999}) {
    problem.target.weight = weight;
    const SafeTemperature safe = safe_temperature(problem);
    CHECK(safe.status == SafeTemperatureStatus::no_fold);
    CHECK_FALSE(safe.value);
  }
  problem.target.separation = 1.0;
  problem.target.weight = 0.6;
  CHECK(safe_temperature(problem).status == SafeTemperatureStatus::none);
}

TEST_CASE("without a fold the pair passes through m_2 = 0 at one temperature, from either side") {
  Problem problem = problem_of(AnnealingPath::power, Variance::matched, 2.3);
  problem.target.weight = 0.95;
  const auto [status, end] = pair_fold(problem);
  REQUIRE(status == FoldStatus::continuous);
  // At rest with m_2 = 0: (F3) for both components, |D| = S = m_1.
  const auto rates = sum_difference_flow(
      problem, coefficients_at_temperature(problem, std::exp(end.log_temperature)), end.sum,
      end.difference, 0.0);
  CHECK_ABSOLUTE(rates.sum, 0.0, 1e-10);
  CHECK_ABSOLUTE(rates.log_difference, 0.0, 1e-10);
  CHECK(end.difference < end.sum);
  CHECK(end.sum - end.difference < 1e-4 * end.sum);
}

TEST_CASE("both branches below the fold are at rest, in order, and meet at the fold") {
  for (const auto variance : {Variance::matched, Variance::fixed}) {
    for (const double separation : {2.4, 3.0, 5.0, 8.0, 12.0, 30.0}) {
      const Problem problem = problem_of(AnnealingPath::power, variance, separation);
      const PairFold fold = pair_fold(problem).fold;
      const double highest = std::min(std::exp(fold.log_temperature), 1000.0);
      for (const double share : {0.1, 0.5, 0.99}) {
        const double T = std::pow(highest, share);
        CAPTURE(separation);
        CAPTURE(T);
        const auto stable = pair_state(problem, fold, T, PairBranch::stable);
        const auto saddle = pair_state(problem, fold, T, PairBranch::saddle);
        REQUIRE(stable.has_value());
        REQUIRE(saddle.has_value());
        CHECK(stable->difference < saddle->difference);
        for (const PairState& state : {*stable, *saddle}) {
          const Coefficients c = coefficients_at_temperature(problem, T);
          const auto rates =
              sum_difference_flow(problem, c, state.first + state.second, state.difference, 0.0);
          const double unit = c.annealed.precision;
          CHECK_ABSOLUTE(rates.sum / (unit * (state.first + state.second)), 0.0, at_rest);
          CHECK_ABSOLUTE(rates.log_difference / unit, 0.0, at_rest);
        }
      }
      CHECK_FALSE(
          pair_state(problem, fold, 1.001 * std::exp(fold.log_temperature), PairBranch::saddle));
    }
  }
}

TEST_CASE("unequal masses: T_f is that of the heavier mode, the same for pi and 1 - pi") {
  Problem problem;
  double previous = safe_temperature(problem).value.value();
  for (const double weight : {0.55, 0.7, 0.9}) {
    problem.target.weight = weight;
    const double heavy = safe_temperature(problem).value.value();
    CHECK(heavy > previous);
    previous = heavy;
    problem.target.weight = 1.0 - weight;
    CHECK_RELATIVE(safe_temperature(problem).value.value(), heavy, fold_accuracy);
  }
}
