// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Jobs whose points are kept in a store: how a command, a shard and a merge go about them.
#pragma once

#include "annealvi/experiments/collapse_curve.hpp"
#include "cli/output_place.hpp"
#include "cli/plan_options.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace annealvi::cli {

/// A result that is there, complete or not.
struct ComputedJob {
  std::uint64_t stored;  ///< tasks that were in the store
  bool interrupted;
  /// Writes BASE.csv and the files beside it, or the table to standard output when BASE is empty,
  /// and says what is to be said. The exit code.
  std::function<int(const std::filesystem::path& base)> finish;
};

struct PlannedJob {
  std::string name;                  ///< of the command and of its files
  std::vector<std::string> endings;  ///< that --out may have
  std::vector<std::string> made;     ///< files, after BASE
  std::function<JobForecast(const Config&, const CurveOptions&)> forecast;
  std::function<ComputedJob(const Config&, const CurveOptions&)> compute;
};

[[nodiscard]] PlannedJob curve_job();
[[nodiscard]] PlannedJob phase_job();
/// `json`: one object instead of the table to standard output.
[[nodiscard]] PlannedJob sweep_job(bool json);
/// That of a command; empty when it has no plan.
[[nodiscard]] std::optional<PlannedJob> planned_job(const std::string& name);

/// All that a command does with its configuration: store, shard, forecast, progress, result. The
/// exit code. `inputs`: files that the job reads. Throws ConfigError.
[[nodiscard]] int run_planned_job(const PlannedJob& job, const Config& config,
                                  const OutputPlace& out, PlanOptions& plan,
                                  const std::vector<std::string>& inputs);

/// Says that points are missing, after an interrupt or in a merge. The exit code.
[[nodiscard]] int report_missing_points(std::size_t finished, std::size_t asked,
                                        const StoreUse& use);

}  // namespace annealvi::cli
