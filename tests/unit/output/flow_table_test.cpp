// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What `annealvi realnvp` writes, from made-up runs: bands recomputed by hand, what a
// failure leaves out, and what is known of an earlier job.
#include "output/flow_table.hpp"

#include "annealvi/output/json.hpp"
#include "annealvi/output/plot.hpp"
#include "support/closeness.hpp"
#include "support/csv.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <numeric>

namespace annealvi {
namespace {

/// Eleven good runs, so that the 10 % and 90 % quantiles are the second and the tenth value.
constexpr std::uint64_t good_runs = 11;

double loss_of(std::uint64_t run, std::size_t row) {
  return 1.0 + static_cast<double>((run * 7) % good_runs) + 100.0 * static_cast<double>(row);
}
double upper_mass_of(std::uint64_t run) {
  return 0.05 + 0.09 * static_cast<double>((run * 3) % good_runs);
}

FlowRun made_up_run(std::uint64_t number) {
  FlowRun run;
  run.outcome = FlowOutcome::covered;
  for (std::size_t row = 0; row < 2; ++row) {
    run.history.push_back({.step = 10 + 20 * row,
                           .temperature = 2.0 - static_cast<double>(row),
                           .loss = loss_of(number, row),
                           .upper_mass = upper_mass_of(number)});
  }
  return run;
}

/// Every point with the runs above and, as its last, one that failed.
FlowCurve made_up_curve(const Config& config) {
  FlowCurve curve;
  curve.vary = parse_sweep(config.realnvp.vary);
  curve.series = parse_sweep(config.realnvp.series);
  for (std::size_t s = 0; s < curve.series_count(); ++s) {
    for (std::size_t v = 0; v < curve.positions(); ++v) {
      FlowCurvePoint point{.series = s,
                           .position = v,
                           .runs = {},
                           .probability = 0.0,
                           .lopsided_share = 0.0,
                           .first_failure = {}};
      for (std::uint64_t run = 0; run < good_runs; ++run) point.runs.push_back(made_up_run(run));
      point.runs.emplace_back();
      point.runs.back().failure = "made up";
      point.failed = 1;
      curve.points.push_back(std::move(point));
      curve.theory.emplace_back();
    }
  }
  return curve;
}

FlowDensity density(double flow_top, double target_top) {
  FlowDensity result{.step = 0,
                     .temperature = 1.0,
                     .half_width = 7.0,
                     .bins = 4,
                     .flow = std::vector<double>(16, 0.0),
                     .target = std::vector<double>(16, 0.0)};
  result.flow[5] = flow_top;
  result.target[6] = target_top;
  return result;
}

}  // namespace

TEST_CASE("the history has mean and band over the runs that did not fail, masses against pi") {
  const Config config = default_config({"realnvp.vary=target.weight=0.5,0.8"});
  FlowCurve curve = made_up_curve(config);
  curve.points[1].weight = 0.8;
  const test::ScratchFolder folder("flow-table");
  (void)write_flow_curve(curve, config, 0, "test", folder / "f");
  const auto rows = test::read_csv(folder / "f-history.csv");
  REQUIRE(rows.size() == 4);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    const double weight = i < 2 ? 0.5 : 0.8;
    std::vector<double> losses, masses;
    for (std::uint64_t run = 0; run < good_runs; ++run) {
      losses.push_back(loss_of(run, i % 2));
      const double upper = upper_mass_of(run);
      masses.push_back(std::min(upper / weight, (1.0 - upper) / (1.0 - weight)));
    }
    const auto check = [&](const std::string& name, std::vector<double> values) {
      CAPTURE(name);
      const double sum = std::accumulate(values.begin(), values.end(), 0.0);
      CHECK_RELATIVE(test::number(rows[i], name), sum / good_runs, test::rounding);
      std::sort(values.begin(), values.end());
      CHECK_RELATIVE(test::number(rows[i], name + "_low"), values[1], test::rounding);
      CHECK_RELATIVE(test::number(rows[i], name + "_high"), values[9], test::rounding);
    };
    check("loss", losses);
    check("relative_mass", masses);
    CHECK(rows[i].at("vary") == (i < 2 ? "0.5" : "0.8"));
  }
  CHECK(rows[0].at("relative_mass") != rows[2].at("relative_mass"));
}

TEST_CASE("a job whose runs all failed still draws what there is, and no picture of another job") {
  const Config sweep = default_config({"realnvp.vary=annealing.rate=1,2"});
  const test::ScratchFolder folder("flow-files");
  const SavedFiles first = write_flow_curve(made_up_curve(sweep), sweep, 0, "test", folder / "f");
  const Config single = default_config({});
  FlowCurve failed = made_up_curve(single);
  failed.points[0].runs.resize(1);
  failed.points[0].runs[0].outcome = FlowOutcome::failed;
  failed.points[0].runs[0].densities = {density(0.17, 0.01)};
  const SavedFiles second = write_flow_curve(failed, single, 0, "test", folder / "f");
  CHECK_FALSE(std::filesystem::exists(folder / "f.svg"));
  CHECK_FALSE(std::filesystem::exists(folder / "f-history.svg"));
  CHECK(first.plot_failure.empty());
  CHECK(second.plot_failure == "no picture of the training: no run came to its end");
  CHECK(std::filesystem::exists(folder / "f-densities.svg"));
  (void)write_flow_curve(made_up_curve(single), single, 0, "test", folder / "f");
  CHECK_FALSE(std::filesystem::exists(folder / "f-densities.csv"));
  CHECK_FALSE(std::filesystem::exists(folder / "f-densities.png"));
}

TEST_CASE("an earlier job is this one when version, configuration and command agree") {
  const auto config = [](const std::string& key) { return default_config({key}); };
  const Config plain = default_config({});
  FlowCurve curve = made_up_curve(plain);
  const std::string failed = flow_json(plain, curve, "c");
  CHECK(earlier_flow_curve(failed, plain, "c").of_this_job);
  CHECK(earlier_flow_curve(failed, plain, "c").failed);
  CHECK(earlier_flow_curve(failed, config("simulation.threads=3"), "c").of_this_job);
  CHECK(earlier_flow_curve(failed, config("realnvp.checkpoint_every=9"), "c").of_this_job);
  CHECK_FALSE(earlier_flow_curve(failed, config("realnvp.runs=9"), "c").of_this_job);
  CHECK_FALSE(earlier_flow_curve(failed, plain, "c --times 0").of_this_job);
  CHECK(earlier_flow_curve(failed, config("realnvp.runs=9"), "c").complete);
  curve.interrupted = true;
  CHECK_FALSE(earlier_flow_curve(flow_json(plain, curve, "c"), plain, "c").complete);
  for (const char* text : {"", "{", "[]", "3", "{\"status\": \"done\"}",
                           "{\"status\": 1, \"command\": [], \"version\": {}, \"config\": 2}"}) {
    CAPTURE(text);
    CHECK_FALSE(earlier_flow_curve(text, plain, "c").complete);
  }
}

}  // namespace annealvi
