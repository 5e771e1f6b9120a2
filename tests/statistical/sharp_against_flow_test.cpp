// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The sharp formula (S4) against 20,000 random starts of the flow: two computations that share the
// right-hand side only. Seeds fixed; |z| <= 4, 15 assertions: false alarms in 0.1 %.

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "annealvi/theory/collapse_probability.hpp"
#include "support/statistics.hpp"

#include <doctest/doctest.h>
#include <cmath>

using namespace annealvi;
using namespace annealvi::test;

namespace {

constexpr std::uint64_t runs = 20000;

struct Case {
  const char* name;
  Target target;
  Variance variance;
  std::optional<double> initial_scale;
  AnnealingPath path;
  Objective objective;
  Schedule schedule;
};

using enum ScheduleKind;
constexpr auto component = AnnealingPath::component;
constexpr auto bridge = AnnealingPath::bridge;
constexpr auto fixed = Variance::fixed;
constexpr auto matched = Variance::matched;
constexpr auto kl = Objective::kl;
constexpr auto free_energy = Objective::free_energy;

std::vector<Case> cases() {
  return {
      {"power", {3, 0.5, 100}, matched, {}, AnnealingPath::power, kl, {exponential, 3, 0.5}},
      {"component", {4, 0.5, 50}, matched, {}, component, kl, {linear, 8, 0.3}},
      {"bridge", {3, 0.5, 200}, matched, {}, bridge, kl, {exponential, 5, 1.0}},
      {"fixed variance", {3, 0.5, 100}, fixed, {}, AnnealingPath::power, kl, {cosine, 4, 0.2}},
      {"component, fixed", {4, 0.5, 20}, fixed, {}, component, kl, {linear_beta, 20, 0.2}},
      {"free energy",
       {4, 0.5, 1000},
       matched,
       {},
       AnnealingPath::power,
       free_energy,
       {geometric, 8, 1.0}},
      {"power schedule",
       {5, 0.5, 100},
       matched,
       1.0,
       AnnealingPath::power,
       kl,
       {ScheduleKind::power, 4, 2.0, 3.0}},
      {"table",
       {3, 0.5, 100},
       matched,
       {},
       AnnealingPath::power,
       kl,
       {table, 1, 1, 1, {{0, 4}, {3, 2}, {5, 3}, {9, 1}}}},
      {"constant", {3, 0.5, 30}, matched, {}, AnnealingPath::power, kl, {constant, 1.2, 1.0}},
      {"d = 1", {3, 0.5, 1}, matched, {}, AnnealingPath::power, kl, {exponential, 4, 0.5}},
      {"d = 2", {3, 0.5, 2}, matched, {}, AnnealingPath::power, kl, {exponential, 4, 0.5}},
      {"d = 10", {3, 0.5, 10}, matched, {}, AnnealingPath::power, kl, {exponential, 4, 0.5}},
      {"large d", {6, 0.5, 1e8}, matched, {}, AnnealingPath::power, kl, {exponential, 10, 3.0}},
      {"pi = 0.6", {3, 0.6, 50}, matched, {}, AnnealingPath::power, kl, {exponential, 3, 0.5}},
      {"pi = 0.3", {4, 0.3, 10}, matched, 1.0, component, kl, {exponential, 6, 0.3}},
  };
}

double z_of(const Case& c, double scale_of_starts) {
  RunSetup setup;
  setup.problem = {.target = c.target,
                   .family = {.variance = c.variance, .initial_scale = c.initial_scale},
                   .annealing = {.path = c.path, .objective = c.objective, .schedule = c.schedule}};
  const double end = automatic_end_time(setup.problem);
  const SharpProbability sharp = collapse_probability(setup.problem, {.end_time = end});
  REQUIRE(sharp.status == SharpStatus::converged);
  setup.seed = 11;
  setup.end_time = end;
  setup.tolerances = {.relative = 1e-7, .absolute = 1e-10};  // the outcome is a sign
  setup.problem.family.initial_scale = scale_of_starts * setup.problem.initial_scale();
  const EnsembleResult result = run_ensemble(setup, {.runs = runs});
  REQUIRE(result.failed == 0);
  const double n = static_cast<double>(runs), P = sharp.probability;
  return z_score(static_cast<double>(result.same_sign) / n, std::sqrt(P * (1.0 - P) / n), P);
}

}  // namespace

TEST_CASE("(S4) and random starts of the flow agree over paths, variances, schedules, pi, R, d") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    CHECK_Z(z_of(c, 1.0));
  }
}

TEST_CASE("the same check rejects starts of another size") {
  CHECK(std::abs(z_of(cases().front(), 1.5)) > statistical_z);
}
