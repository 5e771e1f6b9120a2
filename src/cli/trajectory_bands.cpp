// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/trajectory_bands.hpp"

#include "annealvi/config/sweep.hpp"
#include "annealvi/simulation/ensemble.hpp"
#include "cli/run_events.hpp"

#include <fmt/format.h>

namespace annealvi::cli {

std::vector<RunSetup> band_setups(const Config& config, const RunSetup& setup) {
  std::vector<RunSetup> setups;
  const TrajectorySettings& asked = config.trajectory;
  const auto refuse_compare = [&](const std::string& with, const std::string& reason) {
    refuse_value(config, "trajectory.compare", with, reason);
  };
  if (asked.runs == 0) {
    if (asked.compare) refuse_compare("trajectory.runs = 0", "a band needs runs (--runs)");
    return setups;
  }
  if (asked.runs == 1) {
    throw ConfigError(config.origin("trajectory.runs") +
                      " = 1 is not allowed: a band needs at least 2 runs");
  }
  setups.push_back(setup);
  setups.back().engine = Engine::flow;
  if (setup.engine != Engine::flow) {
    setups.push_back(setup);
  }
  if (asked.compare) {
    if (setup.engine == Engine::flow) {
      refuse_compare("engine flow", "give the first engine with --engine");
    }
    if (*asked.compare == setup.engine) {
      refuse_compare("itself", "it is simulation.engine already");
    }
    setups.push_back(with_override(config, "simulation.engine", engine_name(*asked.compare),
                                   config.origin("trajectory.compare"))
                         .run_setup());
  }
  for (RunSetup& each : setups) each.to_last_time = true;
  return setups;
}

std::vector<TrajectoryBand> trajectory_bands(
    const std::vector<RunSetup>& setups, const Config& config, std::span<const double> times,
    const std::function<void(double finished, double total)>& progress,
    const std::atomic<bool>* interrupted) {
  std::vector<TrajectoryBand> bands;
  const std::uint64_t runs = config.trajectory.runs;
  const auto total = static_cast<double>(setups.size() * runs);
  for (const RunSetup& setup : setups) {
    const auto done = static_cast<double>(bands.size() * runs);
    bands.push_back(trajectory_band(setup, times,
                                    {.runs = runs,
                                     .threads = config.threads,
                                     .progress =
                                         [&](std::uint64_t finished, std::uint64_t /*of*/) {
                                           progress(done + static_cast<double>(finished), total);
                                         },
                                     .interrupted = interrupted}));
    if (bands.back().interrupted) return {};
  }
  return bands;
}

std::vector<std::string> band_messages(const std::vector<TrajectoryBand>& bands,
                                       std::uint64_t runs) {
  std::vector<std::string> messages;
  for (const TrajectoryBand& band : bands) {
    if (band.failed > 0) {
      messages.push_back(
          failed_runs_text(band.failed, runs, "not in the band", band.first_failure));
    }
    if (band.projections > 0) {
      messages.push_back(
          fmt::format("band: after {} of {} steps the Gram matrix had to be made positive "
                      "semidefinite",
                      band.projections, band.steps));
    }
  }
  return messages;
}

std::vector<std::string> run_messages(const RunSetup& setup, std::uint64_t number, const Run& run) {
  std::vector<std::string> messages;
  if (run.projections > 0) {
    messages.push_back(
        fmt::format("after {} of {} steps the Gram matrix had to be made positive semidefinite",
                    run.projections, run.steps));
  }
  if (std::string warning = weight_step_warning(setup); !warning.empty()) {
    messages.push_back(std::move(warning));
  }
  std::vector<std::string> events = run_events(setup, number, run);
  messages.insert(messages.end(), events.begin(), events.end());
  return messages;
}

}  // namespace annealvi::cli
