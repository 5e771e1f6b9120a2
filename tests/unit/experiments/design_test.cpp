// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The goals of a design with a probability that is an analytic function of the schedule.
#include "unit/experiments/designed.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <stdexcept>

using namespace annealvi;
using namespace annealvi::test;

namespace {

/// Slow is good, and only from T0 = 2 on: 0.1 kappa above a floor.
double usual(const Schedule& schedule) {
  return schedule.initial_temperature < 2.0 ? 0.3 : 0.1 * schedule.rate;
}

}  // namespace

TEST_CASE("the flow time is the same for every schedule, the total time adds the settling") {
  const Config config = config_with({"annealing.rate=0.2"});
  Config other = config;
  other.problem.annealing.schedule.kind = ScheduleKind::linear;
  const double flow = flow_time(config.model());
  CHECK(flow > 0.0);
  CHECK(flow_time(other.model()) == flow);
  const double settling = config.problem.annealing.schedule.settling_time(0.05);
  CHECK(total_time(config.model(), 0.05) == settling + flow);
  CHECK(std::abs(settling - std::log(9.0 / 0.05) / 0.2) < 1e-12 * settling);
}

TEST_CASE("the fastest rate is rounded to the safe side and ready to run") {
  const Config config = config_with({"design.risk=0.0123456"});
  const DesignResult result = designed(config, usual);
  CHECK(result.status == DesignStatus::found);
  REQUIRE(result.crossings.size() == 1);
  REQUIRE(result.recommended);
  const Schedule& schedule = result.recommended->problem.annealing.schedule;
  CHECK(schedule.rate == 0.1234);  // four digits of 0.123456, downwards
  CHECK(result.recommended->until >= result.total_time());
  CHECK(*result.recommended->until <= 1.0001 * result.total_time());
  const Config again = default_config({"annealing.rate=0.1234"});
  CHECK(again.problem.annealing.schedule.rate == schedule.rate);
}

TEST_CASE("the lowest T0") {
  const Config config =
      config_with({"design.free=initial_temperature", "annealing.rate=0.05", "design.risk=0.01"});
  const DesignResult result = designed(config, usual);
  CHECK(result.status == DesignStatus::found);
  const double found = result.recommended->problem.annealing.schedule.initial_temperature;
  CHECK(found >= 2.0);
  CHECK(found <= 2.001);
}

TEST_CASE("no annealing needed, boundary outside, unreachable") {
  const Config cold = config_with({"design.free=initial_temperature"});
  const DesignResult none = designed(cold, [](const Schedule&) { return 0.001; });
  CHECK(none.status == DesignStatus::whole_range);
  CHECK(none.recommended->problem.annealing.schedule.initial_temperature == 1.0);

  const Config slow = config_with({"design.range=0.001:0.05"});
  const DesignResult outside = designed(slow, usual);
  CHECK(outside.status == DesignStatus::whole_range);
  CHECK(outside.recommended->problem.annealing.schedule.rate == 0.05);

  const Config fast = config_with({"design.range=1:5"});
  const DesignResult unreachable = designed(fast, usual);
  CHECK(unreachable.status == DesignStatus::unreachable);
  CHECK_FALSE(unreachable.recommended);
  REQUIRE(unreachable.best_reachable);
  CHECK(unreachable.best_reachable->problem.annealing.schedule.rate == 1.0);
  CHECK(unreachable.crossings.empty());
}

TEST_CASE("an error of 3 % of P, as with gradient noise, is kept clear of") {
  const DesignResult result = designed(config_with({"design.risk=0.01"}), usual, 0.03);
  CHECK(result.status == DesignStatus::found);
  REQUIRE(result.recommended);
  const SharpProbability& sharp = result.schedules.front().sharp;
  CHECK(sharp.probability + sharp.error <= 0.01);
  CHECK(sharp.probability > 0.008);
  // Every value of the range keeps the risk, the best one only within the error.
  const DesignResult edge =
      designed(config_with({"design.range=0.001:0.0999", "design.risk=0.01"}), usual, 0.03);
  CHECK(edge.status == DesignStatus::found);
  CHECK(edge.recommended->problem.annealing.schedule.rate < 0.098);
}

TEST_CASE("what the error does not tell is not claimed") {
  // P = 0.5 +- 0.5 says nothing, and a best value within its error of the risk decides nothing.
  const auto half = [](const Schedule&) { return 0.5; };
  const DesignResult nothing = designed(config_with({}), half, 1.0);
  CHECK(nothing.status == DesignStatus::failed);
  CHECK_FALSE(nothing.recommended);
  CHECK_FALSE(nothing.best_reachable);
  REQUIRE(nothing.failures.size() == 1);
  CHECK(nothing.failures.front().find("P = 0.5 +- 0.5 does not tell") != std::string::npos);

  const Config config = config_with({"design.range=0.101:1", "design.risk=0.01"});
  const DesignResult close = designed(config, usual, 0.03);
  CHECK(close.status == DesignStatus::undecided);
  CHECK_FALSE(close.recommended);
  CHECK(close.best_reachable);
  // Nor what the theory does not cover.
  const auto uncovered = [](const MixtureProblem&, double, double) {
    SharpProbability sharp;
    sharp.probability = 0.2;
    sharp.log10_probability = std::log10(0.2);
    sharp.status = SharpStatus::outside_validity;
    return sharp;
  };
  CHECK(design(config, {.probability = uncovered, .progress = {}}).status ==
        DesignStatus::undecided);
  // Negative control: without that error it is out of reach.
  CHECK(designed(config, usual).status == DesignStatus::unreachable);
}

TEST_CASE("the shortest total time chooses T0 and rate") {
  // Best at T0 = 4 whatever the time; P = 1/(10 time) there.
  const auto probability = [](const Schedule& schedule) {
    const double off = std::log(schedule.initial_temperature / 4.0);
    return 0.1 / schedule.settling_time(0.05) * (1.0 + off * off);
  };
  const DesignResult result =
      designed(config_with({"design.free=time", "design.risk=0.001"}), probability);
  CHECK(result.status == DesignStatus::found);
  const Schedule& schedule = result.recommended->problem.annealing.schedule;
  CHECK(std::abs(std::log(schedule.initial_temperature / 4.0)) < 0.05);
  CHECK(result.annealing_time >= 100.0);
  CHECK(result.annealing_time <= 101.0);
  CHECK(result.crossings.front().acceptable > result.flow_time);
}

TEST_CASE("the check does no more runs than design.check_time allows, whatever the clock says") {
  const auto checked = [](const std::vector<Override>& more) {
    std::vector<Override> all{"target.dimension=40", "annealing.initial_temperature=4",
                              "design.range=0.05:1", "design.risk=0.02", "simulation.runs=3000"};
    all.insert(all.end(), more.begin(), more.end());
    DesignResult result = designed(config_with(all), usual);
    check_by_simulation(result, {}, nullptr);
    return result;
  };
  const DesignResult capped = checked({"design.check_time=0.5"});
  const CheckPlan plan = plan_check(*capped.recommended);
  CHECK(capped.check->runs < 3000);
  CHECK(capped.check->runs == capped.recommended->runs);
  CHECK(capped.check->runs == plan.runs);
  CHECK(capped.check_runs_wanted == 3000);
  CHECK(plan.seconds <= 0.5);
  CHECK(checked({}).check->runs == 3000);
  // One run is done in any case.
  Config slow = *capped.recommended;
  slow.engine = Engine::full;
  slow.problem.noise.step = 1e-6;
  CHECK(plan_check(slow).runs == 1);
}

TEST_CASE("failures of the probability are said; a total failure recommends nothing") {
  const DesignResult part = designed(config_with({}), [](const Schedule& schedule) {
    return schedule.rate > 1.0 ? std::numeric_limits<double>::quiet_NaN() : usual(schedule);
  });
  CHECK(part.status == DesignStatus::found);
  CHECK_FALSE(part.failures.empty());

  const DesignResult all = designed(config_with({}), [](const Schedule&) -> double {
    throw std::runtime_error("no such integral");
  });
  CHECK(all.status == DesignStatus::failed);
  CHECK_FALSE(all.recommended);
  REQUIRE_FALSE(all.failures.empty());
  CHECK(all.failures.front().find("no such integral") != std::string::npos);
}

TEST_CASE("the answer is the same for any number of threads, and stops when asked to") {
  Config config = config_with({"design.free=time"});
  config.threads = 1;
  const DesignResult one = designed(config, usual);
  config.threads = 5;
  const DesignResult many = designed(config, usual);
  REQUIRE(one.recommended);
  CHECK(one.recommended->problem.annealing.schedule.rate ==
        many.recommended->problem.annealing.schedule.rate);
  CHECK(one.points.size() == many.points.size());

  const std::atomic<bool> interrupted{true};
  const DesignResult stopped =
      design(config, {.probability = of(usual), .progress = {}, .interrupted = &interrupted});
  CHECK(stopped.status == DesignStatus::interrupted);
  CHECK_FALSE(stopped.recommended);
}

TEST_CASE("the real probability: the fastest rate meets the risk") {
  const Config config = config_with({"target.dimension=100", "annealing.initial_temperature=6",
                                     "design.range=0.05:1", "design.risk=0.01"});
  const DesignResult result = design(config, {});
  REQUIRE(result.status == DesignStatus::found);
  const SharpProbability& sharp = result.schedules.front().sharp;
  CHECK(sharp.probability + sharp.error <= 0.01);
  CHECK(sharp.probability > 0.0099);  // no slower than needed
}
