// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// C and alpha of (S2) against an independent determination and against forward bisection of the
// flow; the closed forms (S2), (S3), (L7), (L8) against another quadrature and the exact (S4).
#include "annealvi/theory/power_law_separatrix.hpp"

#include "annealvi/theory/collapse_probability.hpp"
#include "annealvi/theory/critical_temperature.hpp"
#include "annealvi/theory/separatrix.hpp"
#include "support/closeness.hpp"
#include "support/csv.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <cmath>
#include <limits>
#include <numbers>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double reference_digits = 1e-9;  // of C: nine digits are trusted
constexpr double reference_quadrature = 1e-9;

Problem problem_of(AnnealingPath path, Variance variance, double separation,
                   double temperature = 1.0) {
  Problem problem;
  problem.annealing.path = path;
  problem.family.variance = variance;
  problem.target.separation = separation;
  problem.annealing.schedule.kind = ScheduleKind::constant;
  problem.annealing.schedule.initial_temperature = temperature;
  return problem;
}
Problem quench(double separation) {
  return problem_of(AnnealingPath::power, Variance::matched, separation);
}

std::vector<Row> reference(const std::string& name) {
  return read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/" + name);
}

/// (S2) in the other order, E_Y erfc(k |Y|^alpha/sqrt 2), in u = log |Y|.
double power_law_by_difference(double ratio, double exponent) {
  const auto integrand = [&](double u) {
    const double y = std::exp(u);
    return std::exp(u - 0.5 * y * y) *
           std::erfc(ratio * std::exp(exponent * u) / std::numbers::sqrt2);
  };
  double total = 0.0;
  for (double u = -60.0; u < 4.0; u += 0.5)
    total += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(integrand, u, u + 0.5, 8,
                                                                           1e-15);
  return total * std::sqrt(2.0 / std::numbers::pi);
}

}  // namespace

TEST_CASE("C and alpha against the reference") {
  const auto rows = reference("separatrix_constants.csv");
  REQUIRE(rows.size() >= 3);
  for (const Row& row : rows) {
    const PowerLawSeparatrix law = power_law_separatrix(quench(number(row, "separation")), 1.0);
    REQUIRE(law.status == PowerLawStatus::found);
    CHECK_RELATIVE(law.exponent, number(row, "alpha"), 1e-12);
    CHECK_RELATIVE(law.constant, number(row, "constant"), reference_digits);
    CHECK(law.error < 1e-9 * law.constant);
  }
}

TEST_CASE("C from the stable manifold and from forward bisection agree, everywhere") {
  const struct {
    AnnealingPath path;
    Variance variance;
    double separation, temperature;
  } cases[] = {{AnnealingPath::power, Variance::matched, 2.3, 1.0},
               {AnnealingPath::power, Variance::matched, 3.0, 1.8},
               {AnnealingPath::power, Variance::matched, 8.0, 10.0},
               {AnnealingPath::power, Variance::fixed, 4.0, 5.0},
               {AnnealingPath::component, Variance::matched, 5.0, 3.0},
               {AnnealingPath::component, Variance::fixed, 5.0, 4.0},
               {AnnealingPath::bridge, Variance::matched, 4.0, 2.0},
               {AnnealingPath::bridge, Variance::fixed, 12.0, 5.0}};
  for (const auto& [path, variance, separation, temperature] : cases) {
    const Problem problem = problem_of(path, variance, separation, temperature);
    const PowerLawSeparatrix law = power_law_separatrix(problem, temperature);
    CAPTURE(separation);
    CAPTURE(temperature);
    REQUIRE(law.status == PowerLawStatus::found);
    Separatrix separatrix(problem, {0.0, 3000.0}, {.relative = 1e-12, .absolute = 1e-14});
    const double S = 1e-6 / separation;  // leaves out terms of the order of (R S)^2
    const double expected = std::log(S / law.constant) / law.exponent;
    const double width = 1e-9 / law.exponent;
    const Threshold found = separatrix.threshold(S, 0.0, expected + 0.1, 0.3, std::log(S), width);
    REQUIRE(found.kind == Threshold::Kind::found);
    // In log C; the steps' errors of the forward flow add up to a few times its tolerance.
    const double difference = law.exponent * (found.log_difference - expected);
    CHECK_ABSOLUTE(difference, 0.0, 5e-9);
    // Negative control: half a percent in alpha would show by far.
    CHECK(std::abs(law.exponent * 1.005 * found.log_difference -
                   law.exponent * found.log_difference) > 1e-2);
  }
}

TEST_CASE("no power law where there is no saddle, no symmetry") {
  CHECK(power_law_separatrix(quench(2.25), 1.0).status == PowerLawStatus::no_saddle);
  CHECK(power_law_separatrix(quench(0.5), 1.0).status == PowerLawStatus::no_saddle);
  const Problem problem = quench(3.0);
  const double fold = safe_temperature(problem).value.value();
  CHECK(power_law_separatrix(problem, 0.9999 * fold).status == PowerLawStatus::found);
  CHECK(power_law_separatrix(problem, 1.0001 * fold).status == PowerLawStatus::no_saddle);
  Problem unequal = problem;
  unequal.target.weight = 0.6;
  CHECK(power_law_separatrix(unequal, 1.0).status == PowerLawStatus::not_defined);
  unequal = problem;
  unequal.family.weights = {0.4, 0.6};
  CHECK(power_law_separatrix(unequal, 1.0).status == PowerLawStatus::not_defined);
}

TEST_CASE("at T = 1 all paths and variances agree, and schedule, d, objective play no part") {
  const double expected = power_law_separatrix(quench(4.0), 1.0).constant;
  for (const auto path : {AnnealingPath::power, AnnealingPath::component, AnnealingPath::bridge}) {
    for (const auto variance : {Variance::matched, Variance::fixed}) {
      Problem problem = problem_of(path, variance, 4.0, 7.0);
      problem.target.dimension = 1e9;
      problem.annealing.objective = Objective::free_energy;
      CHECK_RELATIVE(power_law_separatrix(problem, 1.0).constant, expected, 1e-10);
    }
  }
}

TEST_CASE("(S2) against the reference, the other order of integration and alpha = 1") {
  for (const Row& row : reference("power_law_probability.csv")) {
    const double ratio = number(row, "ratio"), alpha = number(row, "alpha");
    CHECK_RELATIVE(power_law_probability(ratio, alpha), number(row, "power_law"),
                   reference_quadrature);
    CHECK_RELATIVE(rare_power_law_probability(ratio, alpha), number(row, "rare_power_law"),
                   reference_quadrature);
  }
  for (const double ratio : {0.05, 1.0, 7.0, 1e4, 1e100})
    CHECK_RELATIVE(power_law_probability(ratio, 1.0),
                   2.0 / std::numbers::pi * std::atan(1.0 / ratio), 1e-12);
  for (const double alpha : {0.2, 0.41, 0.7, 0.95})
    for (const double ratio : {0.1, 1.0, 3.0, 20.0})
      CHECK_RELATIVE(power_law_probability(ratio, alpha), power_law_by_difference(ratio, alpha),
                     1e-11);
  CHECK_THROWS_AS((void)power_law_probability(0.0, 0.5), std::invalid_argument);
  CHECK_THROWS_AS((void)power_law_probability(1.0, 1.1), std::invalid_argument);
  CHECK_THROWS_AS((void)rare_power_law_probability(-1.0, 0.5), std::invalid_argument);
}

TEST_CASE("(S3) bounds (S2) from above, within its stated excess, down to P = 1e-290") {
  for (const double alpha : {0.3, 0.5, 0.75, 1.0})
    for (const double ratio : {2.0, 10.0, 1e3, 1e10, std::pow(10.0, 290.0 * alpha)}) {
      const double exact = power_law_probability(ratio, alpha);
      const double rare = rare_power_law_probability(ratio, alpha);
      CHECK(exact <= rare * (1.0 + 1e-12));
      CHECK(exact >= rare * (1.0 - rare_power_law_excess(ratio, alpha) - 1e-12));
    }
}

TEST_CASE("(S2) meets the exact (S4) where y = 0, at the rate (R sigma0)^2") {
  for (const double temperature : {1.0, 1.6}) {
    double previous = 1.0;
    for (const double scale : {0.03, 0.003, 0.0003}) {
      Problem problem = problem_of(AnnealingPath::power, Variance::matched, 3.0, temperature);
      problem.target.dimension = 1.0;  // y = 0
      problem.family.initial_scale = scale;
      const PowerLawSeparatrix law = power_law_separatrix(problem, temperature);
      const double variance = 2.0 * scale * scale;
      const double closed =
          power_law_probability(power_law_ratio(law, variance, variance), law.exponent);
      const SharpProbability exact =
          collapse_probability(problem, {.end_time = 400.0, .probability_error = 1e-6 * closed});
      REQUIRE(exact.status == SharpStatus::converged);
      const double difference = std::abs(exact.probability / closed - 1.0);
      CHECK(difference < 3.0 * std::pow(3.0 * scale, 2) + 3e-6);
      CHECK(difference < previous);  // and not a constant error below that bound
      previous = std::max(difference, 1e-5);
    }
  }
}

TEST_CASE("(L8) follows the exact slope in d, which (L7) misses") {
  for (const double separation : {3.0, 5.0}) {
    for (const double dimension : {1e2, 1e4, 1e8}) {
      const double factor = 2.0, accuracy = dimension < 1e4 ? 0.02 : dimension < 1e8 ? 0.01 : 0.005;
      const auto log_probability = [&](double d) {
        Problem problem = quench(separation);
        problem.target.dimension = std::round(d);
        return std::log(
            collapse_probability(problem, {.end_time = 150.0, .probability_error = 1e-9})
                .probability);
      };
      const double slope =
          (log_probability(factor * dimension) - log_probability(dimension / factor)) /
          (2.0 * std::log(factor));
      const Problem problem = quench(separation);
      const double alpha = power_law_separatrix(problem, 1.0).exponent;
      CAPTURE(separation);
      CAPTURE(dimension);
      CHECK_ABSOLUTE(dimension_slope_with_distance(problem, 1.0, dimension), slope, accuracy);
      CHECK(slope - dimension_slope(alpha) > 1.5 * accuracy);
    }
  }
  CHECK_RELATIVE(dimension_slope(1.0), 0.0, 0.0);
  const Problem fixed = problem_of(AnnealingPath::power, Variance::fixed, 3.0, 2.0);
  CHECK_THROWS_AS((void)dimension_slope_with_distance(fixed, 2.0, 100.0), std::invalid_argument);
}
