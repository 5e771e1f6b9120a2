// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/experiments/trajectory_band.hpp"

#include "annealvi/jobs/executor.hpp"
#include "numerics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace annealvi {
namespace {

std::array<double, 3> statistics_of(const SummaryState& state) {
  const auto& [m, q11, q12, q22] = state;
  return {std::abs(m[0] + m[1]), std::abs(m[0] - m[1]), q11 - 2.0 * q12 + q22};
}

std::array<double, 3> statistics_of(const MixtureState& state) {
  double sum = 0.0, along = 0.0, orthogonal = 0.0;
  for (std::size_t axis = 0; axis < state.axes; ++axis) {
    double all = 0.0;
    for (std::size_t k = 0; k < state.components(); ++k) all += state.overlap(k, axis);
    sum += all * all;
  }
  for (std::size_t k = 0; k < state.components(); ++k) {
    for (std::size_t l = 0; l < k; ++l) {
      double squared = 0.0;
      for (std::size_t axis = 0; axis < state.axes; ++axis) {
        const double apart = state.overlap(k, axis) - state.overlap(l, axis);
        squared += apart * apart;
      }
      along = std::max(along, squared);
      orthogonal =
          std::max(orthogonal, state.inner(k, k) - 2.0 * state.inner(k, l) + state.inner(l, l));
    }
  }
  return {std::sqrt(sum), std::sqrt(along), orthogonal};
}

BandPoint band_point(std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0.0, squares = 0.0;
  for (const double x : values) mean += x / n;
  for (const double x : values) squares += (x - mean) * (x - mean);
  std::sort(values.begin(), values.end());
  return {.mean = mean,
          .deviation = n > 1.0 ? std::sqrt(squares / (n - 1.0)) : 0.0,
          .low = quantile(values, 0.05),
          .high = quantile(values, 0.95)};
}

/// Runs in any order on many threads, kept by their number.
std::vector<Run> all_runs(const RunSetup& setup, std::span<const double> times,
                          const BandOptions& options) {
  std::vector<Run> runs(options.runs);
  const auto work = [&](std::size_t number, TaskContext& context) {
    std::optional<Run> run = simulate_run(
        setup, number, times, [&context](double /*share*/) { return context.stopped(); });
    if (!run) return TaskEnd::stopped;
    runs[number] = std::move(*run);
    return TaskEnd::finished;
  };
  const auto progress = [&options](double done, double /*total*/) {
    if (options.progress) options.progress(static_cast<std::uint64_t>(done), options.runs);
  };
  (void)execute(
      {.tasks = runs.size(), .cost = {}, .work = work},
      {.threads = options.threads, .progress = progress, .interrupted = options.interrupted});
  return runs;
}

}  // namespace

TrajectoryBand trajectory_band(const RunSetup& setup, std::span<const double> times,
                               const BandOptions& options) {
  TrajectoryBand band{.engine = setup.engine};
  const std::vector<Run> runs = all_runs(setup, times, options);
  if (options.interrupted && options.interrupted->load()) {
    band.interrupted = true;
    return band;
  }
  for (std::size_t n = 0; n < runs.size(); ++n) {
    band.steps += runs[n].steps;
    band.projections += runs[n].projections;
    if (runs[n].failure.empty()) {
      ++band.runs;
    } else if (++band.failed == 1) {
      band.first_failure = "run " + std::to_string(n) + ": " + runs[n].failure;
    }
  }
  if (band.runs == 0) return band;
  std::vector<double> values;
  for (std::size_t i = 0; i < times.size(); ++i) {
    std::array<BandPoint, 3> point{};
    for (std::size_t s = 0; s < point.size(); ++s) {
      values.clear();
      for (const Run& run : runs)
        if (run.failure.empty())
          values.push_back(setup.mixture ? statistics_of(run.mixture_points[i].state)[s]
                                         : statistics_of(run.points[i].state)[s]);
      point[s] = band_point(values);
    }
    band.points.push_back(point);
  }
  return band;
}

}  // namespace annealvi
