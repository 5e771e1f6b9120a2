// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/run_events.hpp"

#include "annealvi/dynamics/flow_trajectory.hpp"
#include "annealvi/model/answer_status.hpp"
#include "annealvi/theory/critical_temperature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi::cli {
namespace {

using Kind = FlowEvent::Kind;

struct Watch {
  FlowEvent event;
  std::string text;
};

std::string overlap_text(const RunSetup& setup, int component) {
  return fmt::format("|m{}| reaches {:.5g} R", component + 1, setup.decision.overlap_fraction);
}

std::vector<Watch> watches(const RunSetup& setup) {
  std::vector<Watch> result;
  if (const auto critical = critical_temperature(setup.problem)) {
    result.push_back({{.kind = Kind::temperature_reaches, .component = 0, .level = *critical},
                      fmt::format("T reaches T_c = {:.5g}", *critical)});
  }
  if (const auto safe = safe_temperature(setup.problem).value) {
    result.push_back({{.kind = Kind::temperature_reaches, .component = 0, .level = *safe},
                      fmt::format("T reaches T_f = {:.5g}", *safe)});
  }
  if (setup.engine == Engine::flow) {
    const double level = setup.decision.overlap_fraction * setup.problem.target.separation;
    for (const int component : {0, 1}) {
      result.push_back({{.kind = Kind::overlap_reaches, .component = component, .level = level},
                        overlap_text(setup, component)});
    }
  }
  return result;
}

struct Happening {
  double time;
  std::string text;
};

/// What was computed: to the last output time, or to the end.
double computed_until(const RunSetup& setup, const Run& run) {
  if (!setup.to_last_time) return setup.end_time;
  if (setup.mixture) {
    return run.mixture_points.empty() ? setup.end_time : run.mixture_points.back().time;
  }
  return run.points.empty() ? setup.end_time : run.points.back().time;
}

void add_located(std::vector<Happening>& happenings, const RunSetup& setup, std::uint64_t number,
                 double until) {
  if (until == 0.0) return;

  const std::vector<Watch> watched = watches(setup);
  std::vector<FlowEvent> events;
  for (const Watch& watch : watched) {
    events.push_back(watch.event);
  }
  const SummaryState start =
      setup.start ? *setup.start : draw_start(setup.problem, setup.seed, number);
  const FlowTrajectory flow =
      integrate_flow(setup.problem, start, until, {}, setup.tolerances, events);
  for (const OdeEventHit& hit : flow.ode.hits) {
    happenings.push_back({hit.time, watched.at(hit.event).text});
  }
}

void add_sampled(std::vector<Happening>& happenings, const RunSetup& setup, const Run& run) {
  const double level = setup.decision.overlap_fraction * setup.problem.target.separation;
  for (const int component : {0, 1}) {
    const auto reached =
        std::find_if(run.points.begin(), run.points.end(), [&](const TrajectoryPoint& point) {
          return std::abs(point.state.overlap.at(static_cast<std::size_t>(component))) >= level;
        });
    if (reached != run.points.end()) {
      happenings.push_back(
          {reached->time, overlap_text(setup, component) + " (at an output time)"});
    }
  }
}

std::string outcome_text(const Run& run) {
  if (run.stays_on_saddle) return "stays exactly on the saddle where it starts: no outcome";
  switch (run.outcome) {
    case Outcome::collapsed:
      return "collapsed: both components on one mode";
    case Outcome::recovered:
      return "recovered: one component on each mode";
    case Outcome::undecided:
      return "undecided";
  }
  return {};
}

/// Modes that are lost at the last output time, since which one and how.
void add_losses(std::vector<Happening>& happenings, const RunSetup& setup, const Run& run) {
  const ModeSet& modes = setup.mixture->modes;
  LossHistory history(modes.size());
  for (const MixturePoint& point : run.mixture_points) {
    history.look(point.time, coverage_of(modes, point.state, setup.coverage));
  }
  for (std::size_t mode = 0; mode < modes.size(); ++mode) {
    if (const auto& loss = history.losses()[mode]) {
      happenings.push_back({loss->time, fmt::format("mode {} is lost by {} (at an output time)",
                                                    mode + 1, mechanism_name(loss->mechanism))});
    }
  }
}

std::string mixture_outcome_text(const MixtureProblem& problem, const Run& run) {
  const MixtureEnd& end = *run.mixture_end;
  const std::string covered =
      fmt::format("{} of {} modes covered", end.coverage.covered_count(), problem.modes.size());
  switch (run.outcome) {
    case Outcome::collapsed:
      // A mode may have been lost between the last look and the end.
      return end.loss ? fmt::format("collapsed by {} at t = {:.6g}: {}",
                                    mechanism_name(end.loss->mechanism), end.loss->time, covered)
                      : "collapsed: " + covered;
    case Outcome::recovered:
      return "recovered: " + covered;
    case Outcome::undecided:
      return "undecided: " + covered;
  }
  return {};
}

}  // namespace

std::vector<std::string> run_events(const RunSetup& setup, std::uint64_t number, const Run& run) {
  const double until = computed_until(setup, run);
  std::vector<Happening> happenings;
  if (setup.mixture) {
    add_losses(happenings, setup, run);
  } else {
    add_located(happenings, setup, number, until);
    if (uses_gradient_noise(setup.engine)) add_sampled(happenings, setup, run);
  }
  std::stable_sort(happenings.begin(), happenings.end(),
                   [](const auto& left, const auto& right) { return left.time < right.time; });
  std::vector<std::string> texts;
  for (const Happening& happening : happenings) {
    texts.push_back(fmt::format("t = {:.6g}: {}", happening.time, happening.text));
  }
  for (const AnswerNote& note : annealing_notes(setup.problem.annealing.schedule, setup.end_time,
                                                setup.decision.temperature_distance))
    texts.push_back(note.text());
  if (setup.mixture) {
    if (std::string reason = certain_collapse(*setup.mixture); !reason.empty())
      texts.push_back(std::move(reason));
  }
  if (until < setup.end_time) {
    texts.push_back(
        fmt::format("t = {:.6g}: the last time asked for; whether run {} collapses is judged at "
                    "t = {:.6g}",
                    until, number, setup.end_time));
    return texts;
  }
  texts.push_back(
      fmt::format("t = {:.6g}: run {} {}", setup.end_time, number,
                  setup.mixture ? mixture_outcome_text(*setup.mixture, run) : outcome_text(run)));
  return texts;
}

std::string failed_runs_text(std::uint64_t failed, std::uint64_t runs, std::string_view consequence,
                             std::string_view first_failure) {
  return fmt::format("{} of {} runs failed numerically and are {}: {}", failed, runs, consequence,
                     first_failure);
}

}  // namespace annealvi::cli
