// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/realnvp_job.hpp"

#include "cli/time_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace annealvi::cli {
namespace {

void check_density_run(const Config& config) {
  const RealNvpSettings& settings = config.realnvp;
  if (settings.density_run < settings.runs) return;
  throw ConfigError(fmt::format("{} = {} is not allowed: a whole number from 0 to {}",
                                config.origin("realnvp.density_run"), settings.density_run,
                                settings.runs - 1));
}

}  // namespace

std::vector<std::uint64_t> density_steps(const Config& config) {
  const RealNvpSettings& settings = config.realnvp;
  const std::string origin = config.origin("realnvp.density_times");
  if (settings.density_times.empty()) {
    if (settings.density_run == 0) return {};
    throw ConfigError(config.origin("realnvp.density_run") +
                      " is not allowed without realnvp.density_times (--times)");
  }
  check_density_run(config);
  if (!settings.vary.empty() || !settings.series.empty()) {
    throw ConfigError(origin +
                      " is not allowed: the densities are of one point, and realnvp.vary or "
                      "realnvp.series is set");
  }
  if (settings.time_per_step == 0.0) {
    throw ConfigError(origin + " is not allowed: " + config.origin("realnvp.time_per_step") +
                      " = 0 lets no time pass");
  }
  std::vector<std::uint64_t> steps;
  const double end = static_cast<double>(settings.steps) * settings.time_per_step;
  for (const double time : parse_times(settings.density_times, origin, end)) {
    steps.push_back(static_cast<std::uint64_t>(std::llround(time / settings.time_per_step)));
  }
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  return steps;
}

std::string realnvp_command(const RealNvpSettings& settings) {
  if (settings.density_times.empty()) return "annealvi realnvp";
  return fmt::format("annealvi realnvp --times {} --run {}", settings.density_times,
                     settings.density_run);
}

}  // namespace annealvi::cli
