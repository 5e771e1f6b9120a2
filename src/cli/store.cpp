// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// annealvi store: what a store holds.
#include "annealvi/jobs/store.hpp"
#include "annealvi/experiments/store_check.hpp"
#include "annealvi/jobs/numerics_version.hpp"
#include "annealvi/output/progress.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "cli/messages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace annealvi::cli {
namespace {

struct Options {
  std::string file;
  bool verify = false, prune = false;
};

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text.empty() ? "(all keys at their defaults)" : text;
}

void list(Store& store) {
  const std::vector<StoredTask> tasks = store.tasks();
  std::map<std::pair<std::string, int>, StoredTask> by_method;
  std::vector<std::string> machines;
  for (const StoredTask& task : tasks) {
    StoredTask& sum = by_method[{task.task.method, task.task.numerics_version}];
    sum.parts += 1;
    sum.items += task.items;
    sum.bytes += task.bytes;
    sum.seconds += task.seconds;
    machines.insert(machines.end(), task.machines.begin(), task.machines.end());
  }
  std::ranges::sort(machines);
  const auto same = std::ranges::unique(machines);
  machines.erase(same.begin(), same.end());
  std::string text =
      fmt::format("{}, format_version {}\n", store.file().string(), Store::format_version);
  if (const auto job = store.job())
    text += fmt::format("made for annealvi {}, shard {} of {}\n", job->command, job->shard,
                        job->shards);
  text +=
      fmt::format("computed on {}\n\n",
                  machines.empty() ? "nothing yet" : fmt::format("{}", fmt::join(machines, " / ")));
  text += fmt::format("{:<10}{:>10}{:>10}{:>14}{:>12}{:>12}\n", "method", "numerics", "models",
                      "values, runs", "bytes", "seconds");
  for (const auto& [kind, sum] : by_method)
    text += fmt::format("{:<10}{:>10}{:>10}{:>14}{:>12}{:>12.1f}{}\n", kind.first, kind.second,
                        sum.parts, sum.items, sum.bytes, sum.seconds,
                        kind.second == numerics_version ? "" : "  (of another version: not used)");
  text += "\n";
  constexpr std::size_t most_models = 20;
  for (std::size_t i = 0; i < std::min(tasks.size(), most_models); ++i)
    text += fmt::format("{:<8} {:>8}  {}\n", tasks[i].task.method, tasks[i].items,
                        one_line(tasks[i].task.model));
  if (tasks.size() > most_models) text += fmt::format("... {} in all\n", tasks.size());
  write_data(text);
}

int verify(Store& store) {
  constexpr std::uint64_t sample = 50;
  if (const std::string defect = store.defect(); !defect.empty())
    throw StoreError(fmt::format("the store '{}' is damaged: {}", store.file().string(), defect));
  ProgressBar bar("verify", "%");
  const StoreCheck check =
      check_store(store, sample,
                  {.progress = [&bar](double share) { bar.update(100.0 * share, 100.0); },
                   .interrupted = watch_interruption()});
  bar.finish();
  write_data(fmt::format("{} of {} tasks computed again: {}\n", check.checked, check.tasks,
                         check.different == 0
                             ? std::string("all bits are the same")
                             : fmt::format("{} are different, the first: {}", check.different,
                                           check.first_difference)));
  if (const std::uint64_t damaged = store.damaged_parts(); damaged > 0)
    say(fmt::format("{} parts are damaged; --prune drops them", damaged));
  if (check.interrupted) return ExitCode::interrupted;
  return check.different > 0 ? ExitCode::disagreement : ExitCode::done;
}

int run(const Options& options) {
  Store store(options.file, options.prune ? Store::Access::write : Store::Access::read);
  if (options.prune)
    write_data(fmt::format("{} parts dropped: damaged, or of another numerics version than {}\n",
                           store.prune(numerics_version), numerics_version));
  if (options.verify) return verify(store);
  if (!options.prune) list(store);
  return ExitCode::done;
}

}  // namespace

void add_store(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "store", "what a store of results holds: by method and version, then by model");
  const auto options = std::make_shared<Options>();
  command->add_option("FILE", options->file, "a store (.sqlite)")->required();
  command->add_flag("--verify", options->verify,
                    "compute a sample of 50 tasks again and compare all bits");
  command->add_flag("--prune", options->prune,
                    "drop what is damaged or of another numerics version");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace annealvi::cli
