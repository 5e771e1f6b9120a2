// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi merge: shards of one job into its result.
#include "annealvi/jobs/store.hpp"
#include "annealvi/output/files.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"
#include "cli/planned_job.hpp"
#include "config/overrides.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace annealvi::cli {
namespace {

struct Options {
  std::string out;
  std::vector<std::string> shards;
};

/// What all shards have in common.
struct MergedJob {
  StoredJob job;
  std::set<std::uint64_t> shards;  ///< numbers that are there
  std::set<std::string> machines;
};

StoredJob job_of(Store& shard) {
  const std::optional<StoredJob> job = shard.job();
  if (job) return *job;
  throw ConfigError(
      fmt::format("the store {} is of no job: give stores that a command with --shard made",
                  shard.file().string()));
}

void look_at(MergedJob& merged, Store& shard) {
  const StoredJob job = job_of(shard);
  if (merged.shards.empty()) merged.job = job;
  if (job.command != merged.job.command || job.configuration != merged.job.configuration ||
      job.shards != merged.job.shards)
    throw ConfigError(
        fmt::format("the store {} is of another job than the first one: shards of one "
                    "command and one configuration are needed",
                    shard.file().string()));
  merged.shards.insert(job.shard);
  for (const StoredTask& task : shard.tasks())
    merged.machines.insert(task.machines.begin(), task.machines.end());
}

void say_what_is_missing(const MergedJob& merged) {
  std::vector<std::uint64_t> missing;
  for (std::uint64_t shard = 1; shard <= merged.job.shards; ++shard)
    if (!merged.shards.contains(shard)) missing.push_back(shard);
  if (!missing.empty())
    say(fmt::format("shards that are not there: {} of {}", fmt::join(missing, ", "),
                    merged.job.shards));
  if (merged.machines.size() > 1)
    say(fmt::format(
        "the shards are of different kinds of processors ({}): the bits were found to be "
        "the same on x86-64 and 64-bit ARM only",
        fmt::join(merged.machines, " / ")));
}

int run(const Options& options) {
  MergedJob merged;
  for (const std::string& file : options.shards) {
    Store shard(file, Store::Access::read);
    look_at(merged, shard);
  }
  const std::string& name = merged.job.command;
  const std::optional<PlannedJob> job = planned_job(name);
  if (!job)
    throw ConfigError(fmt::format("{}: shards of annealvi {} cannot be merged by this version",
                                  options.shards.front(), name));
  const std::filesystem::path base = result_base(options.out, name, job->endings);
  refuse_folders(base, job->made);
  refuse_loss(base, job->made, options.shards);
  const Config config = config_from_toml(merged.job.configuration, options.shards.front());
  ensure_writable_folder_of(base.string() + ".csv");
  Store store(base.string() + ".sqlite");
  StoredJob whole = merged.job;
  whole.shard = whole.shards = 1;
  store.set_job(whole);
  for (const std::string& file : options.shards) {
    Store shard(file, Store::Access::read);
    store.absorb(shard);
    if (shard.damaged_parts() > 0)
      say(fmt::format("{} damaged parts of {} were left out", shard.damaged_parts(), file));
  }
  say_what_is_missing(merged);
  return job
      ->compute(config, {.progress = {},
                         .interrupted = watch_interruption(),
                         .stored = {.store = &store, .only_stored = true}})
      .finish(base);
}

}  // namespace

void add_merge(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "merge", "shards of one job (--shard) into its table, as if one machine had made it");
  const auto options = std::make_shared<Options>();
  command->add_option("OUT", options->out, "folder, or name of the table")->required();
  command->add_option("SHARD", options->shards, "stores of the shards (.sqlite)")->required();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
