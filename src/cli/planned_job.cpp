// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/planned_job.hpp"

#include "annealvi/output/files.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/rank_role.hpp"

#include <fmt/format.h>

namespace annealvi::cli {
namespace {

int tell_forecast(const JobForecast& forecast) {
  write_data(fmt::format("{} points; {} tasks are in the store, {} are left, {}\n", forecast.points,
                         forecast.stored, forecast.tasks, cost_text(forecast.seconds)));
  return ExitCode::done;
}

int end_of_shard(const Shard& shard, bool interrupted, bool kept) {
  say(fmt::format("shard {} of {} is {}; annealvi merge puts all shards together", shard.index,
                  shard.count, interrupted ? "interrupted: the same command goes on" : "complete"));
  if (interrupted) return ExitCode::interrupted;
  return kept ? ExitCode::done : ExitCode::numerical_failure;
}

}  // namespace

std::optional<PlannedJob> planned_job(const std::string& name) {
  for (PlannedJob job : {curve_job(), phase_job(), sweep_job(false)})
    if (job.name == name) return job;
  return std::nullopt;
}

int run_planned_job(const PlannedJob& job, const Config& config, const OutputPlace& out,
                    PlanOptions& plan, const std::vector<std::string>& inputs) {
  const std::filesystem::path base = out.base(job.name, job.endings, job.made, inputs);
  const Shard shard = plan.shard();
  if (!base.empty() && !plan.dry_run()) ensure_writable_folder_of(base.string() + ".csv");
  plan.open(base);
  if (plan.dry_run())
    return tell_forecast(job.forecast(config, {.progress = {}, .stored = plan.use()}));
  plan.note_job(job.name, config);
  ProgressBar bar(job.name, "%");
  const ComputedJob computed =
      job.compute(config, {.progress = [&bar](double share) { bar.update(100.0 * share, 100.0); },
                           .interrupted = watch_interruption(),
                           .stored = plan.use(),
                           .ranks = ranks()});
  bar.finish();
  const bool kept = plan.report(computed.stored);
  if (!shard.is_whole()) return end_of_shard(shard, computed.interrupted, kept);
  const int code = computed.finish(base);
  return code == ExitCode::done && !kept ? ExitCode::numerical_failure : code;
}

int report_missing_points(std::size_t finished, std::size_t asked, const StoreUse& use) {
  if (use.only_stored) {
    say(fmt::format(
        "{} of {} points are missing or not complete: run their shards again, then merge again",
        asked - finished, asked));
    return ExitCode::numerical_failure;
  }
  say(fmt::format("interrupted; {} finished points are saved", finished));
  return ExitCode::interrupted;
}

}  // namespace annealvi::cli
