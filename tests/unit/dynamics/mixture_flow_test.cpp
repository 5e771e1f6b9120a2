// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs and limits of the flow of a mixture: the pitchfork of one component, extreme parameters, the
// automatic end time.
#include "annealvi/dynamics/mixture_flow.hpp"

#include "tests/support/closeness.hpp"
#include "tests/support/csv.hpp"

#include <cmath>

using namespace annealvi;

namespace {

MixtureCoefficients at(const MixtureProblem& problem, double temperature) {
  return mixture_coefficients_at_temperature(problem, temperature);
}

}  // namespace

TEST_CASE("one component: a pitchfork at the critical temperature") {
  // Reference: roots of (L5), R^2 S(0, R sqrt(T_c)) = 1 for the tempering path.
  int compared = 0;
  for (const double R : {3.0, 5.0, 10.0}) {
    MixtureProblem problem;
    problem.modes = named_modes(ModeShape::line, 2, R);
    problem.family.weights = {1.0};
    const auto growth = [&](double temperature) {
      constexpr double m = 1e-6;
      const MixtureState state{.axes = 1,
                               .overlaps = {m},
                               .gram = {0.0},
                               .log_weights = {0.0},
                               .log_sigma = 0.5 * std::log(temperature)};
      const MixtureRates rates = mixture_rates(problem, at(problem, temperature), state, {});
      return rates.mixing[0] + R * (rates.pull[0] - rates.pull[1]) / m;
    };
    double low = 1.0, high = R * R;
    CHECK(growth(low) > 0.0);
    CHECK(growth(high) < 0.0);
    for (int i = 0; i < 50; ++i) {
      const double middle = 0.5 * (low + high);
      (growth(middle) > 0.0 ? low : high) = middle;
    }
    for (const auto& row :
         test::read_csv(std::string(ANNEALVI_DATA_DIR) + "/reference/critical_temperature.csv"))
      if (test::number(row, "separation") == R && row.at("path") == "power" &&
          row.at("variance") == "matched") {
        CHECK_RELATIVE(low, test::number(row, "critical_temperature"), 1e-8);
        ++compared;
      }
    // Below, the flow leaves for a mode; above, it returns to the middle.
    const MixtureState start{
        .axes = 1, .overlaps = {0.1}, .gram = {0.0}, .log_weights = {0.0}, .log_sigma = 0.0};
    for (const double factor : {0.7, 1.3}) {
      problem.annealing.schedule = {.kind = ScheduleKind::constant,
                                    .initial_temperature = factor * low};
      const auto run = integrate_mixture_flow(problem, start, 20000.0, {}, {}, {});
      if (factor < 1.0) CHECK(run.final_state.overlaps[0] > 0.5 * R);
      if (factor > 1.0) CHECK(std::abs(run.final_state.overlaps[0]) < 1e-6);
    }
  }
  CHECK(compared == 3);
}

TEST_CASE("extremes: huge dimension, far modes, hot starts stay finite and consistent") {
  for (const double dimension : {3.0, 1e12})
    for (const double R : {0.5, 30.0})
      for (const double temperature : {1.0, 1000.0}) {
        MixtureProblem problem;
        problem.family.weights = {0.5, 0.2, 0.3};
        problem.modes = named_modes(ModeShape::line, 4, R);
        problem.dimension = dimension;
        const double norm = std::sqrt(dimension);
        MixtureState state{.axes = 1,
                           .overlaps = {0.1, -0.2, 0.3},
                           .gram = {0.9, 0.1, -0.2, 0.1, 1.1, 0.3, -0.2, 0.3, 0.8},
                           .log_weights = {std::log(0.5), std::log(0.2), std::log(0.3)},
                           .log_sigma = 0.5 * std::log(temperature)};
        for (double& product : state.gram) product *= norm;
        const MixtureRates rates =
            mixture_rates(problem, at(problem, temperature), state, {.error = 1e-7});
        CHECK(std::isfinite(rates.objective));
        CHECK(std::isfinite(rates.log_sigma));
        CHECK(rates.objective > -1e-6);
        const double size = reverse_effective_sample_size(problem, at(problem, temperature), state,
                                                          {.most_nodes = 256});
        CHECK(size >= 0.0);
        CHECK(size <= 1.0);
      }
}

TEST_CASE("nodes that come and go do not hold up the integration") {
  // Coarse rules: their errors are far above the tolerance, so that only smoothness can help. In
  // the end all distances are equal, and a frame that picks the longest would flip back and forth.
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::simplex, 3, 3.0);
  problem.family.weights.assign(3, 1.0 / 3.0);
  problem.annealing.schedule = {
      .kind = ScheduleKind::exponential, .initial_temperature = 5.0, .rate = 0.1};
  const MixtureState start{.axes = 2,
                           .overlaps = {0.03, -0.01, -0.02, 0.02, 0.01, 0.03},
                           .gram = {1.0, 0.1, -0.2, 0.1, 0.9, 0.1, -0.2, 0.1, 1.1},
                           .log_weights = std::vector<double>(3, -std::log(3.0)),
                           .log_sigma = initial_log_sigma(problem)};
  const auto run =
      integrate_mixture_flow(problem, start, 100.0, {}, {.relative = 1e-6, .absolute = 1e-9},
                             {.error = 1e-4, .most_nodes = 2048});
  CHECK(run.ode.status == OdeStatus::reached_end);
  CHECK(run.ode.steps < 100);
}

TEST_CASE("automatic end time: long enough for the slowest part") {
  MixtureProblem problem;
  problem.modes = named_modes(ModeShape::ring, 5, 3.0);
  problem.family.weights.assign(5, 0.2);
  const double plain = automatic_end_time(problem);
  CHECK(plain > 0.0);
  CHECK(std::isfinite(plain));
  problem.family.train_weights = true;
  CHECK(automatic_end_time(problem) == plain);
  problem.family.weight_rate = 0.1;
  CHECK(automatic_end_time(problem) > 5.0 * plain);
  problem.family.weight_rate = 1.0;
  problem.family.weights = {0.01, 0.09, 0.3, 0.3, 0.3};
  CHECK(automatic_end_time(problem) > 5.0 * plain);
  problem.modes = named_modes(ModeShape::line, 1, 3.0);
  CHECK(std::isfinite(automatic_end_time(problem)));
}
