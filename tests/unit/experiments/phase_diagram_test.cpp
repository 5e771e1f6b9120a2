// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/phase_diagram.hpp"

#include "annealvi/theory/collapse_probability.hpp"
#include "support/closeness.hpp"

#include <algorithm>
#include <atomic>
#include <tuple>

namespace annealvi {
namespace {

using Source = MapPoint::Source;

Config small_job(const std::vector<Override>& more = {}) {
  std::vector<Override> all{"target.dimension=50",
                            "numerics.probability_error=1e-3",
                            "simulation.runs=8",
                            "phase.x=annealing.initial_temperature=1:8:14:log",
                            "phase.y=annealing.rate=0.05:1:9:log",
                            "phase.interpolation_error=0.05"};
  all.insert(all.end(), more.begin(), more.end());
  return default_config(all);
}

auto fields(const CurvePoint& point) {
  return std::tie(point.series, point.position, point.method, point.end_time, point.probability,
                  point.lower, point.upper, point.runs, point.collapsed, point.status, point.note);
}

double exact(const Config& config, const PhaseDiagram& diagram, const CurvePoint& point) {
  const Config here =
      with_override(with_override(config, diagram.x.key, diagram.x.values[point.position]),
                    diagram.y.key, diagram.y.values[point.series]);
  return collapse_probability(here.problem, {.end_time = here.end_time(),
                                             .tolerances = here.tolerances,
                                             .probability_error = 1e-6})
      .probability;
}

}  // namespace

TEST_CASE("a map is complete, right, and the same on any number of threads") {
  const Config config = small_job();
  const PhaseDiagram one = phase_diagram(small_job({"simulation.threads=1"}), {});
  const PhaseDiagram three = phase_diagram(small_job({"simulation.threads=3"}), {});
  REQUIRE(one.map.size() == 14 * 9);
  REQUIRE(three.map.size() == 14 * 9);
  CHECK(one.computed == three.computed);
  CHECK(one.computed < 14 * 9);
  CHECK_FALSE(one.interrupted);
  CHECK_FALSE(one.numerical_failure());
  for (std::size_t i = 0; i < one.map.size(); ++i) {
    CAPTURE(i);
    const CurvePoint& point = one.map[i].at;
    CHECK(fields(point) == fields(three.map[i].at));
    CHECK(one.map[i].source == three.map[i].source);
    CHECK(point.position == i % 14);
    CHECK(point.series == i / 14);
    REQUIRE(point.probability.has_value());
    CHECK(point.lower <= *point.probability);
    CHECK(point.upper >= *point.probability);
  }
  // Interpolated points against the formula itself, some of them: it takes a while.
  std::size_t checked = 0;
  for (std::size_t i = 0; i < one.map.size(); i += 11) {
    if (one.map[i].source != Source::interpolated) continue;
    ++checked;
    CHECK_RELATIVE(*one.map[i].at.probability, exact(config, one, one.map[i].at), 0.05);
  }
  CHECK(checked > 0);
}

TEST_CASE("below R_c collapse does not last and below R_1 there is no T_c") {
  const Config config =
      small_job({"phase.x=target.separation=1.2:4:15", "phase.y=target.dimension=20:90:3:log",
                 "annealing.initial_temperature=3", "phase.method=flow", "simulation.runs=2"});
  const PhaseDiagram diagram = phase_diagram(config, {});
  CHECK(diagram.map.empty());
  for (std::size_t i = 0; i < diagram.sites.size(); ++i) {
    const double R = std::stod(diagram.x.values[i % 15]);
    const PhaseSite& site = diagram.sites[i];
    CAPTURE(R);
    constexpr double collapsed_separation = 2.25961;  // R_c of (L6)
    CHECK(site.lasting.value() == (R > collapsed_separation));
    CHECK(site.temperatures.critical.has_value() == (R > 1.4608));
    CHECK(site.highest_temperature == 3.0);
  }
  // Whole numbers stay whole.
  CHECK(diagram.y.values == std::vector<std::string>{"20", "42", "90"});
}

TEST_CASE("simulations lie on a coarser grid, their own seeds and runs kept") {
  const PhaseDiagram by_itself = phase_diagram(small_job({"phase.method=flow"}), {});
  CHECK(by_itself.simulations.size() == 7 * 9);  // every second of fourteen, all of nine
  const PhaseDiagram every = phase_diagram(small_job({"phase.method=flow/6"}), {});
  REQUIRE(every.simulations.size() == 3 * 2);
  for (const CurvePoint& point : every.simulations) {
    CHECK(point.position % 6 == 0);
    CHECK(point.series % 6 == 0);
    CHECK(point.runs == 8);
    const auto same = std::find_if(
        by_itself.simulations.begin(), by_itself.simulations.end(), [&](const CurvePoint& other) {
          return other.position == point.position && other.series == point.series;
        });
    REQUIRE(same != by_itself.simulations.end());
    CHECK(fields(*same) == fields(point));
  }
}

TEST_CASE("an interrupt keeps the finished points") {
  std::atomic<bool> interrupted{false};
  CurveOptions options;
  options.interrupted = &interrupted;
  options.progress = [&](double fraction) { interrupted = fraction > 0.3; };
  const PhaseDiagram diagram = phase_diagram(small_job({"simulation.threads=1"}), options);
  CHECK(diagram.interrupted);
  CHECK(diagram.computed > 0);
  std::size_t known = 0;
  for (const PhasePoint& point : diagram.map) {
    CHECK(point.at.probability.has_value() == (point.source != Source::missing));
    if (point.source == Source::computed) ++known;
  }
  CHECK(known == diagram.computed);
  CHECK(known < diagram.map.size());
}

TEST_CASE("progress never falls and ends at one") {
  double last = 0.0;
  bool fell = false;
  CurveOptions options;
  options.progress = [&](double fraction) {
    fell = fell || fraction < last;
    last = fraction;
  };
  (void)phase_diagram(small_job({"phase.method=flow/4", "simulation.runs=8"}), options);
  CHECK_FALSE(fell);
  CHECK(last > 1.0 - 1e-9);
}

TEST_CASE("wrong diagrams stop before anything is computed") {
  const auto refused = [](const std::vector<Override>& change, const std::string& part) {
    CAPTURE(part);
    std::string message;
    try {
      check_phase(small_job(change));
    } catch (const ConfigError& error) {
      message = error.what();
    }
    CAPTURE(message);
    CHECK(message.find(part) != std::string::npos);
  };
  refused({"phase.y=annealing.initial_temperature=2:3:4"}, "phase.x already varies");
  refused({"phase.y="}, "an axis is a range of numbers");
  refused({"phase.y=annealing.rate=1,2,3"}, "an axis is a range of numbers");
  refused({"phase.y=annealing.rate=1:2:1"}, "count must be a whole number from 2");
  refused({"phase.y=annealing.rate=0:2:4:log"}, "must be above 0");
  refused({"phase.y=annealing.path=1:2:4"}, "annealing.path = 1");
  refused({"phase.y=annealing.rte=1:2:4"}, "no such key");
  refused({"phase.y=annealing.rate=-1:2:4"}, "annealing.rate = -1");
  refused({"phase.y=phase.x=1:2:4"}, "the diagram itself cannot be varied");
  refused({"phase.x=annealing.rate=1:2:2000", "phase.y=target.separation=1:2:2000"},
          "more than 1000000 points");
  refused({"phase.method=overlap"}, "overlap is for annealvi curve");
  refused({"phase.method=sharp/3"}, "/n is for simulations");
  refused({"phase.method=sharp,full"}, "sgd.step > 0");
  refused({"family.initial_overlaps=[0.1,0.2]", "family.initial_gram=[1,0,1]"},
          "not allowed with the method sharp");
}

}  // namespace annealvi
