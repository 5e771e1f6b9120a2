// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "simulation/runs_record.hpp"
#include "simulation/ensemble_builder.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

namespace annealvi {
namespace {

Run run_of(Outcome outcome, std::uint64_t steps) {
  Run run;
  run.outcome = outcome;
  run.steps = steps;
  run.final_state.overlap = {1e-200, 1e-200};
  return run;
}

/// Two runs of a mixture, one of them collapsed, and a failed one.
RunsRecord mixture_record() {
  RunsRecord record{.first = 7, .runs = {}, .first_failure = {}, .first_collapsed = {}};
  Run lost = run_of(Outcome::collapsed, 1'000'000'007);
  MixtureEnd end{
      .state = {}, .coverage = {}, .loss = LossHistory::Loss{0.1, Mechanism::vanishing_weight}};
  end.state.axes = 1;
  end.state.overlaps = {0.1, -0.2};
  end.state.gram = {1.0, 0.5, 0.5, std::numeric_limits<double>::denorm_min()};
  end.state.log_weights = {-0.7, -0.6};
  end.state.log_sigma = -0.0;
  end.coverage.covered = {true, false};
  end.objective = 1.0 / 3.0;
  lost.mixture_end = end;
  record.add(lost);
  Run failed = run_of(Outcome::undecided, 3);
  failed.failure = "diverged";
  record.add(failed);
  Run fine = run_of(Outcome::recovered, 5);
  end.loss.reset();
  fine.mixture_end = end;
  fine.projections = 300;
  record.add(fine);
  return record;
}

}  // namespace

TEST_CASE("a record comes back from its bytes, bit for bit") {
  const RunsRecord record = mixture_record();
  const std::string bytes = encoded(record);
  const RunsRecord back = decoded_runs(7, bytes);
  CHECK(encoded(back) == bytes);
  REQUIRE(back.runs.size() == 3);
  CHECK(back.runs[0].steps == 1'000'000'007);
  CHECK(back.runs[0].mixture->covered == 1);
  CHECK(back.runs[0].mixture->loss->mechanism == Mechanism::vanishing_weight);
  CHECK(back.runs[0].mixture->objective == 1.0 / 3.0);
  CHECK(back.runs[1].failed);
  CHECK_FALSE(back.runs[1].mixture);
  CHECK(back.runs[2].projections == 300);
  CHECK(back.first_failure == "diverged");
  REQUIRE(back.first_collapsed);
  CHECK(back.first_collapsed->gram[3] == std::numeric_limits<double>::denorm_min());
}

TEST_CASE("bytes that were cut, or go on, are no record") {
  const std::string bytes = encoded(mixture_record());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_THROWS_AS((void)decoded_runs(0, bytes.substr(0, size)), std::runtime_error);
  CHECK_THROWS_AS((void)decoded_runs(0, bytes + "x"), std::runtime_error);
}

TEST_CASE("a run of a pair takes three bytes") {
  RunsRecord record{.first = 0, .runs = {}, .first_failure = {}, .first_collapsed = {}};
  for (int i = 0; i < 256; ++i) record.add(run_of(Outcome::recovered, 100));
  CHECK(encoded(record).size() <= 3 * 256 + 4);
  CHECK(record.runs[0].same_sign);  // although the product of the overlaps underflows
}

TEST_CASE("runs are counted once and in order, however their records come") {
  const auto record = [](std::uint64_t first, std::uint64_t end) {
    RunsRecord made{.first = first, .runs = {}, .first_failure = {}, .first_collapsed = {}};
    for (std::uint64_t n = first; n < end; ++n)
      made.add(run_of(n % 3 == 0 ? Outcome::collapsed : Outcome::recovered, n));
    return made;
  };
  EnsembleBuilder builder({}, {.runs = 300, .progress = {}, .on_run = {}});
  builder.deliver(record(200, 310));
  CHECK(builder.counted() == 0);
  builder.deliver(record(0, 100));
  builder.deliver(record(50, 120));
  CHECK(builder.counted() == 120);
  CHECK_FALSE(builder.satisfied());
  builder.deliver(record(120, 256));
  CHECK(builder.satisfied());
  const EnsembleResult result = builder.result(false);
  CHECK(result.runs == 300);
  CHECK(result.collapsed == 100);
  CHECK(result.recovered == 200);
  CHECK(result.steps == 299 * 300 / 2);
  CHECK(result.first.collapsed == std::vector<std::uint64_t>{0, 3, 6, 9, 12});
}

TEST_CASE("an interruption counts what came after a hole, too") {
  EnsembleBuilder builder({}, {.runs = 300, .progress = {}, .on_run = {}});
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{10}}) {
    RunsRecord record{.first = first, .runs = {}, .first_failure = {}, .first_collapsed = {}};
    record.add(run_of(Outcome::collapsed, 1));
    builder.deliver(record);
  }
  const EnsembleResult result = builder.result(true);
  CHECK(result.interrupted);
  CHECK(result.runs == 2);
  CHECK(result.first.collapsed == std::vector<std::uint64_t>{0, 10});
  CHECK(result.probability == 1.0);
}

}  // namespace annealvi
