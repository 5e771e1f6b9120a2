// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Inner steps do not allocate: a long run asks for as much memory as a short one.
#include <doctest/doctest.h>

#include "annealvi/integrate/solve_ode.hpp"
#include "ode_problems.hpp"
#include "tests/support/allocations.hpp"

namespace {

using namespace annealvi;

struct Count {
  long allocations;
  std::uint64_t steps;
};

Count run(std::size_t size, double t1, const OdeOptions& options) {
  const OdeSystem system =
      test::driven().system;  // as many steps per time at the end as at the start
  const std::vector<double> start = test::driven().start(size);
  const long before = test::allocations;
  const OdeResult result = solve_ode(system, start, 0.0, t1, options);
  return {test::allocations - before, result.steps};
}

}  // namespace

TEST_CASE("steps do not allocate, in compiled and dynamic sizes") {
  // Dynamic vectors of Eigen take memory from malloc, which operator new does not see; the sizes of
  // the inner loops, 3 and 5, have none.
  for (const std::size_t size : {1U, 3U, 5U, 7U}) {
    CAPTURE(size);
    const OdeOptions options{.tolerances = {.relative = 1e-9, .absolute = 1e-12}};
    const Count few = run(size, 1.0, options), many = run(size, 1000.0, options);
    CHECK(many.steps > 100 * few.steps);
    CHECK(many.allocations == few.allocations);
  }
}

TEST_CASE("output and stop conditions do not allocate either") {
  OdeOptions options{.tolerances = {.relative = 1e-9, .absolute = 1e-12},
                     .output_times = {0.5},
                     .output = [](double, std::span<const double>) {},
                     .stop_when = [](double, std::span<const double> x) { return x[0] > 2.0; }};
  const Count few = run(3, 1.0, options), many = run(3, 1000.0, options);
  CHECK(many.steps > 100 * few.steps);
  CHECK(many.allocations == few.allocations);
}

TEST_CASE("negative control: the counter sees a right-hand side that allocates") {
  const OdeSystem wasteful = [](double, std::span<const double> x, std::span<double> rate) {
    const std::vector<double> copy(x.begin(), x.end());
    for (std::size_t i = 0; i < x.size(); ++i) rate[i] = -copy[i];
  };
  const std::vector<double> start(3, 1.0);
  const long before = test::allocations;
  const OdeResult result = solve_ode(wasteful, start, 0.0, 10.0, {});
  CHECK(test::allocations - before >= static_cast<long>(result.evaluations));
}
