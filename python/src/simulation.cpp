// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs: how many collapse, what became of each, their motion.
#include "annealvi/output/json.hpp"
#include "annealvi/output/table.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "bindings.hpp"
#include "cli/time_list.hpp"
#include "cli/trajectory_bands.hpp"
#include "cli/trajectory_rows.hpp"
#include "interruptible.hpp"

#include <chrono>
#include <cmath>
#include <limits>
#include <string>

namespace annealvi::python {
namespace {

std::pair<std::string, bool> simulate(const Config& config, const py::object& hear) {
  const RunSetup setup = config.run_setup();
  return watched(hear, [&](Watch& watch) {
    const auto start = std::chrono::steady_clock::now();
    const EnsembleResult result = run_ensemble(setup, {.runs = config.runs,
                                                       .half_width = config.half_width,
                                                       .confidence = config.confidence,
                                                       .threads = config.threads,
                                                       .progress = watch.run_progress(),
                                                       .interrupted = &watch.interrupted});
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    return simulation_json(config, result, answer_of(config, setup, result), setup.end_time,
                           passed.count());
  });
}

/// In the grammar of --times; empty: none.
std::vector<double> times_of(const std::string& times, const std::string& origin,
                             const RunSetup& setup) {
  if (times.empty()) return {};
  return cli::distinct_steps(cli::parse_times(times, origin, setup.end_time), setup);
}

/// One run, and bands of many where they are asked for.
struct Motion {
  std::optional<Run> run;  ///< empty when interrupted
  std::vector<TrajectoryBand> bands;
};

Motion motion_of(const Config& config, const RunSetup& setup, const std::vector<RunSetup>& setups,
                 const std::vector<double>& times, Watch& watch) {
  const double runs = 1.0 + static_cast<double>(setups.size() * config.trajectory.runs);
  Motion motion;
  motion.run = simulate_run(setup, config.trajectory.run, times, [&](double share) {
    watch.share = share / runs;
    return watch.interrupted.load();
  });
  if (!motion.run || !motion.run->failure.empty()) return motion;
  motion.bands = cli::trajectory_bands(
      setups, config, times,
      [&](double finished, double) { watch.share = (1.0 + finished) / runs; }, &watch.interrupted);
  return motion;
}

/// The table (None when interrupted), outcome, failure and remarks of one run, with its bands.
py::tuple trajectory(const Config& config, const py::object& hear) {
  const RunSetup setup = config.run_setup();
  const TrajectorySettings& asked = config.trajectory;
  const std::vector<double> times = times_of(asked.times, config.origin("trajectory.times"), setup);
  const std::vector<RunSetup> setups = cli::band_setups(config, setup);
  auto [motion, interrupted] =
      watched(hear, [&](Watch& watch) { return motion_of(config, setup, setups, times, watch); });
  if (!motion.run) {
    return py::make_tuple(py::none(), 0, std::string(), std::vector<std::string>(), interrupted);
  }
  const Run& run = *motion.run;
  std::string failure;
  if (!run.failure.empty()) {
    failure = "run " + std::to_string(asked.run) + " failed: " + run.failure;
  }
  std::vector<std::string> messages = cli::band_messages(motion.bands, asked.runs);
  for (const TrajectoryBand& band : motion.bands) {
    if (band.runs == 0) failure = messages.front();
  }
  if (!failure.empty()) motion.bands.clear();
  if (run.failure.empty()) {
    const std::vector<std::string> events = cli::run_messages(setup, asked.run, run);
    messages.insert(messages.end(), events.begin(), events.end());
  }
  const std::string command = cli::trajectory_command(asked);
  const Table table =
      setup.mixture
          ? mixture_table(command, *setup.mixture, cli::mixture_rows(setup, run), motion.bands)
          : trajectory_table(command, cli::trajectory_rows(setup.problem, run), motion.bands);
  return py::make_tuple(table_text(table, config), static_cast<int>(run.outcome), failure, messages,
                        interrupted);
}

/// Statistics of many states, one beside the other.
struct States {
  std::vector<double> overlaps, gram, weights, sigma;

  void add(const SummaryState& state) {
    overlaps.insert(overlaps.end(), state.overlap.begin(), state.overlap.end());
    gram.insert(gram.end(), {state.q11, state.q12, state.q12, state.q22});
  }
  void add(const MixtureState& state) {
    overlaps.insert(overlaps.end(), state.overlaps.begin(), state.overlaps.end());
    gram.insert(gram.end(), state.gram.begin(), state.gram.end());
    for (const double log_weight : state.log_weights) weights.push_back(std::exp(log_weight));
    sigma.push_back(std::exp(state.log_sigma));
  }
};

py::array_t<double> shaped(const std::vector<double>& numbers, std::vector<std::size_t> shape) {
  return py::array_t<double>(std::move(shape), numbers.data());
}

void add_states(py::dict& fields, const std::string& name, const States& states,
                std::vector<std::size_t> shape, std::size_t components, std::size_t axes) {
  const auto with = [&shape](std::initializer_list<std::size_t> more) {
    std::vector<std::size_t> whole = shape;
    whole.insert(whole.end(), more);
    return whole;
  };
  fields[(name + "overlaps").c_str()] = shaped(states.overlaps, with({components, axes}));
  fields[(name + "gram").c_str()] = shaped(states.gram, with({components, components}));
  if (states.sigma.empty()) return;
  fields[(name + "weights").c_str()] = shaped(states.weights, with({components}));
  fields[(name + "sigma").c_str()] = shaped(states.sigma, shape);
}

/// What a run of a mixture adds at its end.
void add_mixture_ends(py::dict& fields, const std::vector<Run>& runs) {
  const auto number = [&](auto value) {
    return column(runs, [&](const Run& run) {
      return run.mixture_end ? value(*run.mixture_end) : std::numeric_limits<double>::quiet_NaN();
    });
  };
  fields["objective"] = number([](const MixtureEnd& end) { return end.objective; });
  fields["effective_sample_size"] =
      number([](const MixtureEnd& end) { return end.effective_sample_size; });
  fields["mode_weight_error"] = number([](const MixtureEnd& end) { return end.mode_weight_error; });
  fields["loss_time"] = number([](const MixtureEnd& end) {
    return end.loss ? end.loss->time : std::numeric_limits<double>::quiet_NaN();
  });
  py::list mechanisms;
  for (const Run& run : runs) {
    const bool lost = run.mixture_end && run.mixture_end->loss;
    mechanisms.append(lost ? std::string(mechanism_name(run.mixture_end->loss->mechanism)) : "");
  }
  fields["mechanism"] = mechanisms;
  fields["covered"] = column(runs, [](const Run& run) {
    return run.mixture_end ? static_cast<int>(run.mixture_end->coverage.covered_count()) : -1;
  });
}

/// Those that have their state at the end, and at every output time; a failed run may not.
std::vector<Run> complete_runs(std::vector<std::optional<Run>>& all, std::size_t times,
                               bool mixture, py::dict& fields) {
  std::vector<Run> runs;
  std::vector<std::uint64_t> numbers;
  py::dict failures;
  for (std::size_t n = 0; n < all.size(); ++n) {
    if (!all[n]) continue;  // interrupted
    if (!all[n]->failure.empty()) {
      failures[py::int_(n)] = all[n]->failure;
      continue;
    }
    const std::size_t points = mixture ? all[n]->mixture_points.size() : all[n]->points.size();
    if (points != times) throw std::logic_error("a run without all of its output times");
    runs.push_back(std::move(*all[n]));
    numbers.push_back(n);
  }
  fields["run"] = column(numbers, [](std::uint64_t n) { return n; });
  fields["failures"] = failures;
  return runs;
}

py::tuple ensemble(const Config& config, const std::string& wanted, const py::object& hear) {
  const RunSetup setup = config.run_setup();
  const std::vector<double> times = times_of(wanted, "ensemble: times", setup);
  std::vector<std::optional<Run>> all(config.runs);
  const bool interrupted =
      watched(hear, [&](Watch& watch) {
        in_parallel(all.size(), config.threads, watch, [&](std::size_t n) {
          all[n] = simulate_run(setup, n, times, [&](double) { return watch.interrupted.load(); });
        });
        return true;
      }).second;
  py::dict fields;
  const std::vector<Run> runs = complete_runs(all, times.size(), setup.mixture.has_value(), fields);
  States ends, points;
  for (const Run& run : runs) {
    if (run.mixture_end) {
      ends.add(run.mixture_end->state);
    } else {
      ends.add(run.final_state);
    }
    for (const TrajectoryPoint& point : run.points) points.add(point.state);
    for (const MixturePoint& point : run.mixture_points) points.add(point.state);
  }
  const std::size_t components = setup.mixture ? setup.mixture->components() : 2;
  const std::size_t axes = setup.mixture ? setup.mixture->modes.axes() : 1;
  add_states(fields, "", ends, {runs.size()}, components, axes);
  if (!times.empty()) {
    add_states(fields, "path_", points, {runs.size(), times.size()}, components, axes);
    fields["times"] = column(times, [](double time) { return time; });
  }
  fields["outcome"] = column(runs, [](const Run& run) { return static_cast<int>(run.outcome); });
  fields["steps"] = column(runs, [](const Run& run) { return run.steps; });
  fields["projections"] = column(runs, [](const Run& run) { return run.projections; });
  if (setup.mixture) add_mixture_ends(fields, runs);
  return py::make_tuple(fields, interrupted);
}

}  // namespace

void bind_simulation(py::module_& module) {
  module.def("simulate", &simulate);
  module.def("trajectory", &trajectory);
  module.def("ensemble", &ensemble);
}

}  // namespace annealvi::python
