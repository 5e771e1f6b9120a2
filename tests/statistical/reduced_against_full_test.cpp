// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers

#include "tests/statistical/reduced_against_full.hpp"
#include "tests/statistical/literal_reduced_sgd.hpp"

using namespace annealvi;
using namespace annealvi::test;

namespace {

// Short orthogonal parts and a large step: Q consists of the noise that was added to it.
const SummaryState start{.overlap = {0.3, -0.1}, .q11 = 0.09, .q12 = 0.02, .q22 = 0.11};
constexpr std::size_t runs = 4000;

RunSetup short_setup(const ReducedCase& item, std::uint64_t steps) {
  RunSetup setup = item.setup;
  setup.start = start;
  setup.problem.noise.step = 0.5;
  setup.end_time = static_cast<double>(steps) * setup.problem.noise.step;
  return setup;
}

Columns observe_literal(const RunSetup& setup, ReductionMistake mistake) {
  Columns columns;
  for (std::uint64_t n = 0; n < runs; ++n) {
    std::size_t column = 0;
    SummaryState state;
    for (const double time : observed_times(setup)) {
      const auto steps = static_cast<std::uint64_t>(std::llround(time / setup.problem.noise.step));
      state = literal_reduced_sgd(setup.problem, start, setup.seed, n, steps, mistake);
      const auto& [overlap, q11, q12, q22] = state;
      for (const double x : {overlap[0], overlap[1], q11, q12, q22}) columns[column++].push_back(x);
    }
    columns[column].push_back(state.overlap[0] * state.overlap[1] > 0.0 ? 1.0 : 0.0);
  }
  return columns;
}

}  // namespace

TEST_CASE("reduced and full SGD agree in distribution") {
  check_reduced_against_full(runs);
}

TEST_CASE("the same test accepts a second reduction, and not with a mistake in it") {
  // The total estimator has all terms; 20 steps from given statistics, where d enters through the
  // noise alone.
  for (const std::size_t i : {0U, 3U}) {
    RunSetup setup = short_setup(reduced_cases()[i], 20);
    CAPTURE(reduced_cases()[i].name);
    setup.engine = Engine::full;
    const Columns full = observe(setup, runs);
    const auto distance = [&](ReductionMistake mistake) {
      return largest_kolmogorov_statistic(observe_literal(setup, mistake), full);
    };
    CHECK(distance(ReductionMistake::none) <= reduced_limit());
    CHECK(distance(ReductionMistake::degree_of_freedom) > reduced_limit());
    CHECK(distance(ReductionMistake::cross_term) > reduced_limit());
  }
}

TEST_CASE("the same test rejects the reduced engine in another dimension") {
  RunSetup setup = short_setup(reduced_cases()[0], 20);
  setup.problem.target.dimension = 6;
  setup.engine = Engine::full;
  const Columns full = observe(setup, runs);
  setup.engine = Engine::reduced;
  CHECK(largest_kolmogorov_statistic(observe(setup, runs), full) <= reduced_limit());
  setup.problem.target.dimension = 5;
  CHECK(largest_kolmogorov_statistic(observe(setup, runs), full) > reduced_limit());
}
