// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Counts, shares and intervals of RealNVP flows, recomputed from the runs; and the use that is made
// of checkpoints.
#include "annealvi/experiments/flow_curve.hpp"

#include "support/closeness.hpp"

#include <doctest/doctest.h>

#include <map>

namespace annealvi {
namespace {

/// Badly trained flows, and thresholds between what they reach: every outcome comes about.
Config small_job() {
  return default_config(
      {"target.separation=2.5", "target.dimension=2", "annealing.rate=2", "realnvp.couplings=2",
       "realnvp.width=4", "realnvp.batch=16", "realnvp.steps=150", "realnvp.learning_rate=0.02",
       "realnvp.time_per_step=0.01", "realnvp.runs=40", "realnvp.evaluation_samples=400",
       "realnvp.collapse_threshold=0.88", "realnvp.converged_divergence=0.95",
       "simulation.confidence=0.9", "realnvp.vary=target.weight=0.5,0.7",
       // with a fixed start there is no theory to wait for
       "family.initial_overlaps=[0.1, 0.2]", "family.initial_gram=[0.25, 0.25, 0.25]"});
}

struct Counts {
  std::uint64_t collapsed = 0, covered = 0, not_converged = 0, lopsided = 0;
};

Counts counted(const std::vector<FlowRun>& runs) {
  Counts counts;
  for (const FlowRun& run : runs) {
    const bool low = run.quality.relative_mass < 0.88, fits = run.quality.fit_divergence <= 0.95;
    if (low) ++counts.lopsided;  // converged or not
    if (!fits) ++counts.not_converged;
    if (fits && low) ++counts.collapsed;
    if (fits && !low) ++counts.covered;
  }
  return counts;
}

/// Wilson (1927), from its definition: the p with (share - p)^2 = z^2 p (1 - p)/n.
void check_wilson(const Interval& interval, std::uint64_t successes, std::uint64_t trials) {
  constexpr double z = 1.6448536269514722;  // 90 %
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  for (const double p : {interval.lower, interval.upper}) {
    CHECK_ABSOLUTE((share - p) * (share - p), z * z * p * (1.0 - p) / n, 1e-12);
  }
  CHECK(interval.lower < share);
  CHECK(share < interval.upper);
}

}  // namespace

TEST_CASE("outcomes, P and the lopsided share are those of the runs") {
  const FlowCurve curve = flow_curve(small_job(), {});
  REQUIRE(curve.points.size() == 2);
  for (const FlowCurvePoint& point : curve.points) {
    const Counts expected = counted(point.runs);
    REQUIRE(std::min({expected.collapsed, expected.covered, expected.not_converged}) > 0);
    REQUIRE(expected.lopsided > expected.collapsed);
    CHECK(point.collapsed == expected.collapsed);
    CHECK(point.covered == expected.covered);
    CHECK(point.not_converged == expected.not_converged);
    CHECK(point.failed == 0);
    CHECK(point.collapsed + point.lopsided == expected.lopsided);
    const std::uint64_t decided = expected.collapsed + expected.covered;
    const std::uint64_t judged = decided + expected.not_converged;
    CHECK(point.probability ==
          static_cast<double>(expected.collapsed) / static_cast<double>(decided));
    CHECK(point.lopsided_share ==
          static_cast<double>(expected.lopsided) / static_cast<double>(judged));
    check_wilson(point.interval, expected.collapsed, decided);
    check_wilson(point.lopsided_interval, expected.lopsided, judged);
  }
  CHECK(curve.points[0].weight == 0.5);
  CHECK(curve.points[1].weight == 0.7);
}

TEST_CASE("failed runs are in no share") {
  Config config = with_override(small_job(), "realnvp.learning_rate", "1e6", "test");
  config.realnvp.vary.clear();
  const FlowCurve curve = flow_curve(config, {});
  REQUIRE(curve.points.size() == 1);
  CHECK(curve.points[0].failed == 40);
  CHECK_FALSE(curve.points[0].probability.has_value());
  CHECK_FALSE(curve.points[0].lopsided_share.has_value());
}

TEST_CASE("an interrupt keeps every finished run; a damaged checkpoint is named") {
  Config config = small_job();
  config.threads = 1;
  std::map<std::pair<std::size_t, std::uint64_t>, std::string> saved;
  std::atomic<bool> interrupted{false};
  FlowCurveOptions options;
  options.interrupted = &interrupted;
  options.save = [&](std::size_t point, std::uint64_t run, const std::string& bytes) {
    saved[{point, run}] = bytes;
    if (saved.size() == 4) interrupted = true;
  };
  const FlowCurve cut = flow_curve(config, options);
  CHECK(cut.interrupted);
  CHECK(cut.points.empty());
  CHECK(cut.waiting_runs == 4);
  REQUIRE(saved.size() == 4);

  const auto load = [&](std::size_t point, std::uint64_t run) -> std::optional<FlowCheckpoint> {
    const auto found = saved.find({point, run});
    if (found == saved.end()) return std::nullopt;
    return FlowCheckpoint{.name = "'file'", .bytes = found->second};
  };
  std::size_t trained = 0;
  FlowCurveOptions again;
  again.load = load;
  again.save = [&](std::size_t, std::uint64_t, const std::string&) { ++trained; };
  const FlowCurve resumed = flow_curve(config, again), whole = flow_curve(config, {});
  CHECK(trained == 2 * 40 - 4);
  for (std::size_t i = 0; i < 40; ++i) {
    CHECK(resumed.points[0].runs[i].quality.divergence ==
          whole.points[0].runs[i].quality.divergence);
  }
  saved.begin()->second[100] ^= 1;
  try {
    (void)flow_curve(config, again);
    FAIL("accepted");
  } catch (const ConfigError& error) {
    const std::string text = error.what();
    CHECK(text.find("'file'") != std::string::npos);
    CHECK(text.find("damaged") != std::string::npos);
    CHECK(text.find("delete this file") != std::string::npos);
  }
}

}  // namespace annealvi
