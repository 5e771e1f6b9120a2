// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// (S7) against (S4), closed forms of chi^2, and runs of the flow from random starts counted by an
// independent code.
#include "theory/equal_components.hpp"

#include <doctest/doctest.h>
#include <cmath>

namespace annealvi {
namespace {

MixtureProblem equal_components(std::size_t components, double separation, double temperature,
                                double rate, double dimension) {
  MixtureProblem model{.modes = {{{separation}, {-separation}}, {0.5, 0.5}},
                       .dimension = dimension};
  model.family.weights.assign(components, 1.0 / static_cast<double>(components));
  model.annealing.schedule = {.initial_temperature = temperature, .rate = rate};
  return model;
}

SharpOptions until(double end_time) {
  SharpOptions options;
  options.end_time = end_time;
  options.coverage = CoverageRule{};
  return options;
}

}  // namespace

TEST_CASE("shares of chi^2: closed forms for one and two degrees, recursion in the degrees") {
  for (const double x : {1e-12, 1e-3, 0.7, 3.0, 40.0, 200.0}) {
    CAPTURE(x);
    const double one = std::erf(std::sqrt(0.5 * x)), two = -std::expm1(-0.5 * x);
    CHECK(std::abs(chi_squared_share(1, x) - one) <= 1e-13 * one);
    CHECK(std::abs(chi_squared_share(2, x) - two) <= 1e-13 * two);
    if (x < 0.5) continue;  // the differences below cancel
    const double four = two - 0.5 * x * std::exp(-0.5 * x);
    CHECK(std::abs(chi_squared_share(4, x) - four) <= 1e-12 * four);
  }
  CHECK(chi_squared_share(3, 0.0) == 0.0);
}

TEST_CASE("(S7) for two components is (S4)") {
  const MixtureProblem model = equal_components(2, 3.0, 5.0, 0.2, 100);
  std::uint64_t trajectories = 0;
  const Estimate found = equal_components_probability(model, until(68.0), trajectories);
  SharpOptions signs = until(68.0);
  signs.coverage.reset();
  const SharpProbability exact = collapse_probability(model, signs);
  // The Gram matrix at its mean: some 1e-3 of P at d = 100.
  CHECK(std::abs(found.value - exact.probability) <= found.error + 3e-3 * exact.probability);
  CHECK(found.error <= 0.02 * found.value);
}

TEST_CASE("three components: plain flows of an independent code, 0.0248 +- 0.0015") {
  const MixtureProblem model = equal_components(3, 4.0, 2.0, 0.3, 100);
  const SharpProbability sharp = collapse_probability(model, until(60.0));
  CHECK(sharp.method == "S7");
  CHECK(sharp.status == SharpStatus::converged);
  CHECK(std::abs(sharp.probability - 0.0248) <= 3.0 * 0.0015);
  CHECK(std::abs(sharp.probability - 0.0226) <= sharp.error + 0.03 * 0.0226);  // (S7) there
}

TEST_CASE("what (S7) does not know has no number") {
  MixtureProblem model = equal_components(3, 4.0, 2.0, 0.3, 100);
  model.modes.weights = {0.4, 0.6};
  CHECK(collapse_probability(model, until(60.0)).status == SharpStatus::not_available);
  CHECK_FALSE(has_sharp_probability(model));
  model = equal_components(3, 4.0, 2.0, 0.3, 100);
  model.family.train_weights = true;
  CHECK(collapse_probability(model, until(60.0)).status == SharpStatus::not_available);
}

}  // namespace annealvi
