// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What can go wrong is said, with the time reached and a finite state; bad arguments throw.
#include <cmath>
#include <limits>
#include <stdexcept>

#include "annealvi/integrate/solve_ode.hpp"
#include "ode_problems.hpp"
#include "tests/support/closeness.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

OdeOptions with_tolerance(double tolerance) {
  return {.tolerances = {.relative = tolerance, .absolute = tolerance}};
}

void check_finite(const OdeResult& result) {
  for (const double x : result.state) CHECK(std::isfinite(x));
}

}  // namespace

TEST_CASE("a right-hand side that is not finite from some time on: stopped there, state finite") {
  for (const double bad : {not_a_number, infinity, -infinity})
    for (const std::size_t size : {1U, 3U, 5U}) {
      const OdeSystem system = [&](double t, std::span<const double> x, std::span<double> rate) {
        for (std::size_t i = 0; i < x.size(); ++i) rate[i] = t > 1.0 ? bad : -x[i];
      };
      const std::vector<double> start(size, 1.0);
      const OdeResult result = solve_ode(system, start, 0.0, 10.0, with_tolerance(1e-9));
      CHECK(result.status == OdeStatus::step_too_small);
      CHECK(result.failed());
      CHECK(result.time <= 1.0);
      CHECK_ABSOLUTE(result.time, 1.0, 1e-12);
      check_finite(result);
      CHECK_ABSOLUTE(result.state[0], std::exp(-1.0), 1e-8);
      CHECK(result.rejected > 0);
      CHECK(result.rejected < 200);
    }
}

TEST_CASE("only one component not finite is enough") {
  const OdeSystem system = [](double t, std::span<const double> x, std::span<double> rate) {
    rate[0] = rate[1] = -x[0];
    rate[2] = t > 1.0 ? not_a_number : 0.0;
  };
  const std::vector<double> start{1.0, 1.0, 0.0};
  const OdeResult result = solve_ode(system, start, 0.0, 10.0, with_tolerance(1e-6));
  CHECK(result.status == OdeStatus::step_too_small);
  check_finite(result);
}

TEST_CASE("not finite at the start: nothing is done") {
  const OdeSystem system = [](double, std::span<const double>, std::span<double> rate) {
    rate[0] = not_a_number;
  };
  const std::vector<double> start{2.0};
  const OdeResult result = solve_ode(system, start, 0.5, 1.0, {});
  CHECK(result.status == OdeStatus::step_too_small);
  CHECK(result.time == 0.5);
  CHECK(result.state == start);
  CHECK(result.steps == 0);
  CHECK(result.evaluations == 1);
}

TEST_CASE("not finite only where a trial step strays: rejected, and the solution is right") {
  // The solution decays onto 0.500001 from above; stages of long trial steps stray below 0.5.
  bool strayed = false;
  const OdeSystem system = [&](double, std::span<const double> x, std::span<double> rate) {
    strayed = strayed || x[0] < 0.5;
    rate[0] = x[0] < 0.5 ? not_a_number : 0.500001 - x[0];
  };
  const std::vector<double> start{1000.0};
  const OdeResult result = solve_ode(system, start, 0.0, 100.0, with_tolerance(1e-4));
  CHECK(result.status == OdeStatus::reached_end);
  CHECK_ABSOLUTE(result.state[0], 0.500001, 1e-4);
  CHECK(strayed);
  CHECK(result.rejected > 0);
}

TEST_CASE("a solution that explodes: stopped before, state finite") {
  const OdeSystem system = [](double, std::span<const double> x, std::span<double> rate) {
    rate[0] = x[0] * x[0];  // x = 1/(1 - t)
  };
  const std::vector<double> start{1.0};
  const OdeResult result = solve_ode(system, start, 0.0, 2.0, with_tolerance(1e-9));
  CHECK(result.failed());
  CHECK_ABSOLUTE(result.time, 1.0, 1e-6);
  check_finite(result);
}

TEST_CASE("the step budget counts attempts, and what was computed is kept") {
  for (const std::uint64_t budget : {0U, 1U, 5U, 20U}) {
    OdeOptions options = with_tolerance(1e-12);
    options.max_steps = budget;
    const OdeResult result = solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, 1e4, options);
    CHECK(result.status == OdeStatus::step_budget_exhausted);
    CHECK(result.failed());
    CHECK(result.steps + result.rejected == budget);
    CHECK(result.time < 1e4);
    CHECK_ABSOLUTE(harmonic(2).largest_error(result.state, result.time), 0.0, 1e-10);
  }
}

TEST_CASE("a budget just large enough is enough") {
  OdeOptions options = with_tolerance(1e-9);
  const OdeResult free = solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, 30.0, options);
  options.max_steps = free.steps + free.rejected;
  const OdeResult tight = solve_ode(harmonic(2).system, harmonic(2).start(2), 0.0, 30.0, options);
  CHECK(tight.status == OdeStatus::reached_end);
  CHECK(tight.state == free.state);
}

TEST_CASE("invalid arguments throw") {
  const OdeSystem system = decay().system;
  const std::vector<double> start{1.0};
  const auto run = [&](const std::vector<double>& x, double t0, double t1, OdeOptions options) {
    return solve_ode(system, x, t0, t1, options);
  };
  CHECK_NOTHROW(static_cast<void>(run(start, 0.0, 1.0, {})));
  const auto refused = [&](const std::vector<double>& x, double t0, double t1, OdeOptions options) {
    CHECK_THROWS_AS(static_cast<void>(run(x, t0, t1, std::move(options))), std::invalid_argument);
  };
  refused({}, 0.0, 1.0, {});
  refused({not_a_number}, 0.0, 1.0, {});
  refused({infinity}, 0.0, 1.0, {});
  refused(start, 1.0, 1.0, {});
  refused(start, 1.0, 0.0, {});
  refused(start, not_a_number, 1.0, {});
  refused(start, 0.0, infinity, {});
  for (const double relative : {not_a_number, 0.0, -1e-9, 1e-17, 1.0, infinity})
    refused(start, 0.0, 1.0, {.tolerances = {.relative = relative}});
  for (const double absolute : {not_a_number, -1e-12, infinity})
    refused(start, 0.0, 1.0, {.tolerances = {.absolute = absolute}});
  refused(start, 0.0, 1.0, {.output_times = {0.5, 0.2}});
  refused(start, 0.0, 1.0, {.output_times = {-0.1}});
  refused(start, 0.0, 1.0, {.output_times = {0.5, 1.1}});
  refused(start, 0.0, 1.0, {.output_times = {not_a_number}});
  refused(start, 0.0, 1.0, {.output_times = {0.2, not_a_number, 0.5}});
  refused(start, 0.0, 1.0, {.kinks = {not_a_number}});
}

TEST_CASE("a sentence for people names the trouble, the time and the state") {
  OdeResult result{.status = OdeStatus::step_too_small, .time = 1.5, .state = {0.25, -3.0}};
  const std::string text = describe(result);
  CHECK(text.find("step size") != std::string::npos);
  CHECK(text.find("t = 1.5") != std::string::npos);
  CHECK(text.find("(0.25, -3)") != std::string::npos);
  result.status = OdeStatus::step_budget_exhausted;
  result.steps = 77;
  CHECK(describe(result).find("77 steps") != std::string::npos);
  for (const auto status :
       {OdeStatus::reached_end, OdeStatus::stopped_by_event, OdeStatus::stopped_by_condition}) {
    result.status = status;
    CHECK_FALSE(result.failed());
    CHECK_FALSE(describe(result).empty());
  }
}

TEST_CASE("negative control: a run that should fail is not taken for one that ends") {
  const OdeSystem late = [](double t, std::span<const double>, std::span<double> rate) {
    rate[0] = t > 0.999999 ? not_a_number : 1.0;  // the last millionth of the range
  };
  const std::vector<double> start{0.0};
  CHECK(solve_ode(late, start, 0.0, 1.0, with_tolerance(1e-2)).failed());
}
