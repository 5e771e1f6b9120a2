// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Accuracy, order, work and exact times of the integrator.
#include "annealvi/integrate/solve_ode.hpp"

#include <bit>
#include <cstdint>

#include "ode_problems.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// What is promised is the estimated error of each step, below absolute + relative |x|. On these
/// problems (stable or neutral, some 10 to 40 steps) the steps' errors add up to less than 10 times
/// that.
constexpr double accumulated = 10.0;

OdeResult solve(const OdeProblem& problem, std::size_t size, double t1, const OdeOptions& options) {
  return solve_ode(problem.system, problem.start(size), 0.0, t1, options);
}

OdeOptions with_tolerance(double tolerance) {
  return {.tolerances = {.relative = tolerance, .absolute = tolerance}};
}

}  // namespace

TEST_CASE("exact solutions, in all sizes: 3 and 5 are compiled apart") {
  for (const std::size_t size : {1U, 2U, 3U, 5U, 7U})
    for (const OdeProblem& problem : {decay(), logistic(), driven(), harmonic(size)})
      for (const double tolerance : {1e-4, 1e-6, 1e-9, 1e-12}) {
        CAPTURE(problem.name);
        CAPTURE(size);
        CAPTURE(tolerance);
        const OdeResult result = solve(problem, size, 10.0, with_tolerance(tolerance));
        CHECK(result.status == OdeStatus::reached_end);
        CHECK_FALSE(result.failed());
        CHECK(result.time == 10.0);
        REQUIRE(result.state.size() == size);
        const double scale = problem.name == "decay" ? static_cast<double>(size) : 1.0;
        CHECK_ABSOLUTE(problem.largest_error(result.state, 10.0), 0.0,
                       accumulated * tolerance * scale);
      }
}

TEST_CASE("the relative tolerance alone keeps digits of a decaying solution") {
  const OdeResult result =
      solve(decay(), 3, 400.0, {.tolerances = {.relative = 1e-10, .absolute = 0.0}});
  REQUIRE(result.status == OdeStatus::reached_end);
  // Relative errors of all steps add up: at most 1e-10 each.
  for (std::size_t i = 0; i < 3; ++i)
    CHECK_RELATIVE(result.state[i], decay().exact(i, 400.0),
                   1e-10 * static_cast<double>(result.steps));
}

TEST_CASE("order: the work grows like tolerance^(-1/8)") {
  // Steps ~ h^-1 and error per step ~ h^8: the slope of log(steps) over log(1/tolerance) is 1/8.
  const auto steps = [](double tolerance) {
    const OdeResult result = solve(harmonic(2), 2, 500.0, with_tolerance(tolerance));
    return std::log10(static_cast<double>(result.steps));
  };
  const double slope = (steps(1e-12) - steps(1e-6)) / 6.0;
  CHECK_ABSOLUTE(1.0 / slope, 8.0, 0.1 * 8.0);
}

TEST_CASE("order of the solution: errors fall like the eighth power of the step, or faster") {
  // Steps of a given size, forced by kinks under a loose tolerance. The pair's eighth-order error
  // constants are so small that the next order is still seen: measured slopes are 8.9 to 9.5. A
  // wrong coefficient in the table would cost whole orders.
  for (const OdeProblem& problem : {harmonic(2), logistic(), driven()}) {
    CAPTURE(problem.name);
    const auto error = [&](int pieces) {
      OdeOptions options = with_tolerance(1e-1);
      for (int i = 1; i <= pieces; ++i) options.kinks.push_back(12.0 * i / pieces);
      const OdeResult result = solve(problem, 2, 12.0, options);
      CHECK(result.steps <= static_cast<std::uint64_t>(pieces) + 3);  // the first step is shorter
      return problem.largest_error(result.state, 12.0);
    };
    CHECK(std::log2(error(12) / error(24)) > 8.0 - 0.1);
  }
}

TEST_CASE("regression: right-hand sides of time alone are integrated to the tolerance") {
  // The growth of the logarithm of a tiny deviation depends on T(t) only. Fehlberg's 7(8) pair has
  // an error estimate that vanishes identically there, accepts everything and misses by 0.1 to 0.3.
  const double T0 = 20.0;
  for (const double rate : {0.05, 0.2, 1.0, 5.0})
    for (const double tolerance : {1e-6, 1e-9, 1e-12}) {
      const OdeSystem growth = [&](double t, std::span<const double>,
                                   std::span<double> derivative) {
        derivative[0] = 1.0 / (1.0 + (T0 - 1.0) * std::exp(-rate * t));
      };
      const double end = 60.0 / rate;
      const double exact = std::log1p(std::expm1(60.0) / T0) / rate;
      const std::vector<double> start{0.0};
      const OdeResult result = solve_ode(growth, start, 0.0, end, with_tolerance(tolerance));
      CHECK_RELATIVE(result.state[0], exact, accumulated * tolerance);
    }
}

TEST_CASE("output times are hit exactly and all of them, ends included") {
  const std::vector<double> times{0.0,       0.1,       0.2, 0.30000000000000004,
                                  1.0 / 3.0, 1.0 / 3.0, 2.5, 7.0};
  std::vector<double> seen;
  double worst = 0.0;
  OdeOptions options = with_tolerance(1e-9);
  options.output_times = times;
  options.output = [&](double t, std::span<const double> x) {
    seen.push_back(t);
    worst = std::max(worst, driven().largest_error(x, t));
  };
  const OdeResult result = solve(driven(), 3, 7.0, options);
  CHECK(seen == times);
  CHECK_ABSOLUTE(worst, 0.0, accumulated * 1e-9);
  CHECK(result.time == 7.0);
}

TEST_CASE("ends exactly on t1, whatever the rounding of t1 - t0") {
  for (const double t0 : {0.0, -3.7, 1e6})
    for (const double span : {0.1, 0.3, 1.0 / 3.0, 17.7}) {
      const double t1 = t0 + span;
      const std::vector<double> start{1.0};
      const OdeResult result = solve_ode(decay().system, start, t0, t1, with_tolerance(1e-9));
      CHECK(result.time == t1);
      CHECK_RELATIVE(result.state[0], std::exp(-0.25 * (t1 - t0)), accumulated * 1e-9);
    }
}

TEST_CASE("many output times cost steps, not accuracy, and the step recovers after each") {
  OdeOptions options = with_tolerance(1e-9);
  for (int i = 0; i <= 1000; ++i) options.output_times.push_back(10.0 * i / 1000.0);
  const OdeResult result = solve(driven(), 1, 10.0, options);
  CHECK(result.steps >= 1000);
  CHECK(result.steps <= 1010);
  CHECK_ABSOLUTE(driven().largest_error(result.state, 10.0), 0.0, accumulated * 1e-9);
}

TEST_CASE("kinks: named ones cost nothing, unnamed ones are found by rejection") {
  const OdeSystem broken = [](double t, std::span<const double>, std::span<double> rate) {
    rate[0] = std::abs(t - 0.3);
  };
  const std::vector<double> start{0.0};
  const double exact = 0.5 * (0.09 + 0.49);
  OdeOptions options = with_tolerance(1e-10);
  const OdeResult unnamed = solve_ode(broken, start, 0.0, 1.0, options);
  options.kinks = {0.3};
  const OdeResult named = solve_ode(broken, start, 0.0, 1.0, options);
  CHECK_ABSOLUTE(named.state[0], exact, accumulated * 1e-10);
  CHECK_ABSOLUTE(unnamed.state[0], exact, accumulated * 1e-10);
  CHECK(named.rejected == 0);
  CHECK(unnamed.rejected > 0);
  CHECK(named.steps < unnamed.steps);
  // Kinks in any order, outside the range or repeated, are harmless.
  options.kinks = {5.0, 0.3, -1.0, 0.3, 0.0, 1.0};
  const OdeResult odd = solve_ode(broken, start, 0.0, 1.0, options);
  CHECK(odd.state[0] == named.state[0]);
  CHECK(odd.time == 1.0);
}

TEST_CASE("a jump of the right-hand side is integrated through") {
  const OdeSystem jump = [](double t, std::span<const double>, std::span<double> rate) {
    rate[0] = t < 0.3 ? 1.0 : -2.0;
  };
  const std::vector<double> start{0.0};
  for (const bool named : {false, true}) {
    OdeOptions options = with_tolerance(1e-9);
    if (named) options.kinks = {0.3};
    const OdeResult result = solve_ode(jump, start, 0.0, 1.0, options);
    CHECK(result.status == OdeStatus::reached_end);
    CHECK_ABSOLUTE(result.state[0], 0.3 - 1.4, accumulated * 1e-9);
  }
}

TEST_CASE("evaluations: 1 at the start, 13 per step, 12 per rejected attempt") {
  for (const double tolerance : {1e-3, 1e-9, 1e-13})
    for (const std::size_t size : {2U, 5U}) {
      std::uint64_t calls = 0;
      const OdeSystem counted = [&](double t, std::span<const double> x, std::span<double> rate) {
        ++calls;
        rate[0] = t < 4.0 ? x[1] : 30.0 * x[1];  // a jump, so that steps are rejected
        for (std::size_t i = 1; i < x.size(); ++i) rate[i] = -x[0];
      };
      const std::vector<double> start(size, 0.5);
      const OdeResult result = solve_ode(counted, start, 0.0, 6.0, with_tolerance(tolerance));
      CHECK(result.rejected > 0);
      CHECK(result.evaluations == calls);
      CHECK(result.evaluations == 1 + 13 * result.steps + 12 * result.rejected);
    }
}

TEST_CASE("same run, same bits; compiled and dynamic sizes agree") {
  const OdeResult a = solve(logistic(), 5, 10.0, with_tolerance(1e-9));
  const OdeResult b = solve(logistic(), 5, 10.0, with_tolerance(1e-9));
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(std::bit_cast<std::uint64_t>(a.state[i]) == std::bit_cast<std::uint64_t>(b.state[i]));
  CHECK(a.evaluations == b.evaluations);
  const OdeResult four = solve(logistic(), 4, 10.0, with_tolerance(1e-9));
  for (std::size_t i = 0; i < 4; ++i)
    CHECK_ABSOLUTE(four.state[i], a.state[i], 2.0 * accumulated * 1e-9);
}

TEST_CASE("a right-hand side of zero takes few steps and changes nothing") {
  const OdeSystem rest = [](double, std::span<const double>, std::span<double> rate) {
    for (double& r : rate) r = 0.0;
  };
  for (const double absolute : {1e-12, 0.0}) {
    const std::vector<double> start{0.0, 2.0, -1.0};
    const OdeResult result =
        solve_ode(rest, start, 0.0, 1e6, {.tolerances = {.relative = 1e-9, .absolute = absolute}});
    CHECK(result.status == OdeStatus::reached_end);
    CHECK(result.state == start);
    CHECK(result.steps < 20);
  }
}

TEST_CASE("negative control: a wrong sign is far outside the promise") {
  const OdeSystem wrong = [](double, std::span<const double> x, std::span<double> rate) {
    rate[0] = 0.25 * x[0];
  };
  const std::vector<double> start{1.0};
  const OdeResult result = solve_ode(wrong, start, 0.0, 10.0, with_tolerance(1e-4));
  CHECK(decay().largest_error(result.state, 10.0) > 1.0);
}
