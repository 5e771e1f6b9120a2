// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/validation.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace annealvi;

namespace {

/// Noise matters here: P grows from 0.11 to 0.15.
ValidationCase noisy_case() {
  return {"noisy", default_config({"target.separation=3", "target.dimension=100",
                                   "annealing.initial_temperature=5", "annealing.rate=0.2",
                                   "sgd.step=0.01", "numerics.probability_error=1e-4"})};
}

Validation validated(Formula formula, unsigned threads) {
  return validate({noisy_case()}, {.formula = formula, .threads = threads, .progress = {}});
}

}  // namespace

TEST_CASE("the built-in cases agree with the formula, wrong formulas do not") {
  const Validation right = validated(Formula::sharp, 2);
  CHECK(right.comparisons.size() == 4);
  CHECK_FALSE(right.disagreement());
  CHECK_FALSE(right.numerical_failure());
  CHECK(right.conclusion() == "Formula and simulations agree in all 4 comparisons.");

  // Negative controls.
  const Validation without_noise = validated(Formula::without_noise, 2);
  CHECK(without_noise.disagreement());
  const Validation overlap = validated(Formula::overlap, 2);
  CHECK(overlap.disagreement());
  CHECK(overlap.conclusion().find("Disagreement in") == 0);
}

TEST_CASE("a validation does not depend on the number of threads") {
  const Validation one = validated(Formula::sharp, 1), two = validated(Formula::sharp, 2);
  REQUIRE(one.comparisons.size() == two.comparisons.size());
  for (std::size_t i = 0; i < one.comparisons.size(); ++i) {
    CHECK(one.comparisons[i].first == two.comparisons[i].first);
    CHECK(one.comparisons[i].second == two.comparisons[i].second);
    CHECK(one.comparisons[i].z == two.comparisons[i].z);
  }
}

TEST_CASE("a formula outside its validity is not judged; an interrupt keeps finished claims") {
  ValidationCase hot_start = noisy_case();  // sigma0 = 10: beyond the modes from the start
  hot_start.config = with_override(hot_start.config, "family.initial_scale", "10");
  const Validation validation =
      validate({hot_start}, {.formula = Formula::overlap, .progress = {}});
  for (const Comparison& row : validation.comparisons)
    if (row.claim == Claim::formula_reduced) CHECK(row.verdict == Verdict::outside_validity);

  const std::atomic<bool> interrupted = true;
  const Validation none = validate({noisy_case()}, {.progress = {}, .interrupted = &interrupted});
  CHECK(none.interrupted);
  CHECK(none.comparisons.empty());

  ValidationCase brief = noisy_case();
  brief.config = with_override(brief.config, "simulation.until", "2");
  std::atomic<bool> stop = false;
  const Validation some = validate({brief}, {.formula = Formula::overlap,
                                             .progress = [&](double f) { stop = f > 0.6; },
                                             .interrupted = &stop});
  CHECK(some.interrupted);
  CHECK(some.comparisons.size() == 3);  // all but full SGD
  CHECK(some.left_out == 0);
  for (const Comparison& row : some.comparisons) CHECK(row.runs > 0);
}

TEST_CASE("what cannot be compared or computed is counted, not passed over") {
  ValidationCase flat = noisy_case();  // engine reduced needs five dimensions
  flat.config = with_override(flat.config, "target.dimension", "4");
  flat.config = with_override(flat.config, "simulation.until", "2");
  const Validation left = validate({flat}, {.progress = {}});
  CHECK(left.comparisons.size() == 1);
  CHECK(left.left_out == 3);
  CHECK(left.conclusion().find("3 left out") != std::string::npos);

  ValidationCase diverging = noisy_case();
  diverging.config = with_override(diverging.config, "sgd.step", "50");
  const Validation failed = validate({diverging}, {.progress = {}});
  CHECK(failed.numerical_failure());
  for (const Comparison& row : failed.comparisons)
    if (row.verdict == Verdict::failed) CHECK_FALSE(row.z.has_value());

  ValidationCase endless = noisy_case();
  endless.config = with_override(endless.config, "sgd.step", "1e-300");
  CHECK_THROWS_AS((void)validate({endless}, {.progress = {}}), ConfigError);
}
