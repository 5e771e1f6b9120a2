// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Relative accuracy of (S5)-(S6) in the tail, against the curves of equal fixed weights (S4), which
// is another route: weights that hardly train, and weights that hardly differ.
#include "annealvi/theory/collapse_probability.hpp"

#include <doctest/doctest.h>
#include <cmath>

using namespace annealvi;

namespace {

PairModel slowly_cooled(double rate, double dimension) {
  PairModel model{.initial_sigma = {}};
  model.problem.target = {.separation = 3.0, .weight = 0.5, .dimension = dimension};
  model.problem.annealing.schedule = {.initial_temperature = 5.0, .rate = rate};
  return model;
}

}  // namespace

TEST_CASE("P of 1e-11 to 1e-30 for trained and unequal weights keeps its stated relative error") {
  struct Case {
    double rate, dimension, end_time;
  };
  for (const auto& [rate, dimension, end_time] :
       {Case{0.01, 1e9, 900.0}, Case{0.002, 1e9, 4000.0}}) {
    const PairModel equal = slowly_cooled(rate, dimension);
    SharpOptions options;
    options.end_time = end_time;
    const SharpProbability curves = collapse_probability(equal, options);
    CHECK(curves.method == "S4");
    CHECK(curves.log10_probability < -11.0);
    PairModel trained = equal, unequal = equal;
    trained.train_weights = true;
    trained.weight_rate = 1e-9;
    unequal.problem.family.weights = {0.5 + 1e-9, 0.5 - 1e-9};
    for (const PairModel& model : {trained, unequal}) {
      const SharpProbability lines = collapse_probability(model, options);
      CAPTURE(curves.log10_probability);
      CAPTURE(lines.error / lines.probability);
      CHECK(lines.method == "S6");
      CHECK(lines.status == SharpStatus::converged);
      CHECK(std::abs(lines.probability - curves.probability) <= lines.error + curves.error);
      // Negative control: another d is told apart.
      CHECK(lines.error < 0.01 * lines.probability);
    }
  }
}
