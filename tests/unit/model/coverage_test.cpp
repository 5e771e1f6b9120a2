// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Covered and lost modes, and the mechanism of a loss, on hand-made states.
#include "annealvi/model/coverage.hpp"

#include "tests/support/closeness.hpp"

#include <cmath>

using namespace annealvi;
using test::rounding;

namespace {

MixtureState on_a_line(std::vector<double> overlaps, std::vector<double> weights) {
  MixtureState state{.axes = 1, .overlaps = std::move(overlaps), .gram = {}, .log_weights = {}};
  for (const double weight : weights) state.log_weights.push_back(std::log(weight));
  state.gram.assign(weights.size() * weights.size(), 0.0);
  return state;
}

const ModeSet pair = named_modes(ModeShape::line, 2, 4.0);  // at 4 and -4
const CoverageRule rule;

}  // namespace

TEST_CASE("two components on two modes: the verdict of the bimodal description") {
  for (const double m1 : {-4.0, -2.5, -1.0, 0.5, 1.9, 2.1, 4.5}) {
    for (const double m2 : {-3.0, -2.0, 0.0, 2.5}) {
      for (const double distance : {0.0, 1.0}) {
        const Outcome expected = classify({m1, m2}, 4.0, distance, DecisionRule{});
        const Coverage coverage = coverage_of(pair, on_a_line({m1, m2}, {0.5, 0.5}), rule);
        CHECK(classify(coverage, distance, rule) == expected);
      }
    }
  }
  const Coverage nowhere = coverage_of(pair, on_a_line({std::nan(""), 4.0}, {0.5, 0.5}), rule);
  CHECK(classify(nowhere, 0.0, rule) == Outcome::undecided);
}

TEST_CASE("midplanes decide between more modes, in any frame") {
  const ModeSet ring = named_modes(ModeShape::ring, 5, 3.0);
  MixtureState state{.axes = 2, .overlaps = {}, .gram = {}, .log_weights = {}};
  for (const auto& position : ring.positions) {  // 0.9 of the way
    state.overlaps.push_back(0.9 * position[0]);
    state.overlaps.push_back(0.9 * position[1]);
    state.log_weights.push_back(std::log(0.2));
  }
  Coverage coverage = coverage_of(ring, state, rule);
  for (std::size_t k = 0; k < 5; ++k) CHECK(coverage.settled[k] == k);
  CHECK(coverage.covered_count() == 5);
  CHECK(classify(coverage, 0.0, rule) == Outcome::recovered);
  // the third component goes over to the second mode: the third is lost
  state.overlaps[4] = ring.positions[1][0];
  state.overlaps[5] = ring.positions[1][1];
  coverage = coverage_of(ring, state, rule);
  CHECK(coverage.covered_count() == 4);
  CHECK(coverage.lost[2]);
  CHECK(classify(coverage, 0.0, rule) == Outcome::collapsed);
  CHECK_RELATIVE(mode_weight_error(ring, coverage.mass), 0.2, rounding);
  CHECK_RELATIVE(entropic_coverage(coverage.mass),
                 -(0.4 * std::log(0.4) + 3 * 0.2 * std::log(0.2)) / std::log(5.0), rounding);
}

TEST_CASE("fewer components than modes cannot cover them") {
  MixtureProblem problem = as_mixture(Problem{});
  CHECK(certain_collapse(problem).empty());
  problem.modes = named_modes(ModeShape::line, 3, 4.0);
  CHECK(certain_collapse(problem) ==
        "P = 1 for every run and every schedule: 2 components cover 2 modes at most, and there are "
        "3");
  problem.family.weights = {1.0};
  CHECK(certain_collapse(problem).find("1 component covers 1 mode at most") != std::string::npos);
  problem.family.weights = std::vector<double>(3, 1.0 / 3.0);
  CHECK(certain_collapse(problem).empty());
}

TEST_CASE("a component without weight does not cover, and cannot make a run undecided") {
  const Coverage settled = coverage_of(pair, on_a_line({4.0, -4.0}, {0.95, 0.05}), rule);
  CHECK(settled.lost[1]);
  CHECK(classify(settled, 0.0, rule) == Outcome::collapsed);
  const Coverage adrift = coverage_of(pair, on_a_line({4.0, -0.3}, {0.95, 0.05}), rule);
  CHECK(adrift.lost[1]);
  CHECK(classify(adrift, 0.0, rule) == Outcome::collapsed);
  const Coverage waiting = coverage_of(pair, on_a_line({4.0, -0.3}, {0.85, 0.15}), rule);
  CHECK(classify(waiting, 0.0, rule) == Outcome::undecided);
}

TEST_CASE("the mechanism is what happened first, and a recovery takes it back") {
  LossHistory history(2);
  const auto look = [&history](double time, double m2, double w2) {
    history.look(time, coverage_of(pair, on_a_line({4.0, m2}, {1.0 - w2, w2}), rule));
  };
  look(0.0, 0.1, 0.5);
  CHECK(!history.first());
  look(1.0, 3.0, 0.5);
  REQUIRE(history.first());
  CHECK(history.first()->mechanism == Mechanism::mean_alignment);
  CHECK(history.first()->time == 1.0);
  look(2.0, 3.5, 0.01);  // what happens to its weight now changes nothing
  CHECK(history.first()->mechanism == Mechanism::mean_alignment);
  look(3.0, 0.1, 0.4);
  CHECK(!history.first());
  look(4.0, 0.1, 0.05);
  look(5.0, 3.5, 0.01);  // a component that has lost its weight settles wherever it likes
  REQUIRE(history.first());
  CHECK(history.first()->mechanism == Mechanism::vanishing_weight);
  CHECK(history.first()->time == 4.0);
  CHECK(!history.losses()[0]);
}

TEST_CASE("entropic coverage and weight error at their ends") {
  CHECK(entropic_coverage(std::vector{0.0, 0.0}) == 0.0);
  CHECK(entropic_coverage(std::vector{1.0, 0.0}) == 0.0);
  CHECK_RELATIVE(entropic_coverage(std::vector{0.25, 0.25, 0.25, 0.25}), 1.0, rounding);
  CHECK_RELATIVE(mode_weight_error(pair, std::vector{1.0, 0.0}), 0.5, rounding);
  CHECK_RELATIVE(mode_weight_error(pair, std::vector{0.0, 0.0}), 0.5, rounding);
}
