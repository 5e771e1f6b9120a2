// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/plan_options.hpp"

#include "annealvi/output/files.hpp"
#include "cli/messages.hpp"

#include <fmt/format.h>

#include <system_error>

namespace annealvi::cli {

PlanOptions::PlanOptions(CLI::App& command)
    : store_option_(command.add_option(
          "--store", file_, "file that keeps what is computed (default: with --out, beside it)")),
      shard_option_(
          command.add_option("--shard", shard_text_,
                             "i/n: only part i of n, into a store of its own (annealvi merge)")) {
  command.add_flag("--fresh", fresh_, "compute anew what the store has, and replace it");
  command.add_flag("--dry-run", dry_run_, "say what would be computed and how long it takes");
}

Shard PlanOptions::shard() const {
  if (shard_option_->count() == 0) return {};
  const auto shard = parse_shard(shard_text_);
  if (!shard)
    throw ConfigError(
        fmt::format("--shard = {} is not allowed: i/n with 1 <= i <= n, for one 2/6", shard_text_));
  return *shard;
}

void PlanOptions::open(const std::filesystem::path& base) {
  const Shard part = shard();
  std::filesystem::path file = file_;
  if (store_option_->count() > 0 && file_.empty())
    throw ConfigError("--store = \"\" is not allowed: the name of a file");
  if (file.empty() && !base.empty())
    file = base.string() +
           (part.is_whole() ? "" : fmt::format("-shard-{}-of-{}", part.index, part.count)) +
           ".sqlite";
  if (file.empty()) {
    if (!part.is_whole() && !dry_run_)
      throw ConfigError("--shard needs --out or --store: a shard is what is in its store");
    if (fresh_) throw ConfigError("--fresh has no effect: there is no --out and no --store");
    return;
  }
  std::error_code error;
  if (dry_run_ && (fresh_ || !std::filesystem::exists(file, error))) return;
  if (!dry_run_) ensure_writable_folder_of(file);
  store_ = std::make_unique<Store>(file, dry_run_ ? Store::Access::read : Store::Access::write);
}

void PlanOptions::note_job(const std::string& command, const Config& config) const {
  if (store_ == nullptr || dry_run_) return;
  const Shard part = shard();
  store_->set_job({command, to_toml(without_threads(config)), part.index, part.count});
}

StoreUse PlanOptions::use() const {
  return {.store = store_.get(), .fresh = fresh_ && !dry_run_, .shard = shard()};
}

bool PlanOptions::report(std::uint64_t found) const {
  if (store_ == nullptr) return true;
  const std::string file = store_->file().string();
  if (found > 0) say(fmt::format("{} tasks were in the store {}", found, file));
  if (const std::uint64_t damaged = store_->damaged_parts(); damaged > 0)
    say(fmt::format("{} damaged parts of the store {} were computed anew", damaged, file));
  const std::string failure = store_->failure();
  if (failure.empty()) return true;
  say(failure + "; what is not in it is computed again the next time");
  return false;
}

Config without_threads(Config config) {
  config.threads = 0;
  return config;
}

std::string cost_text(double seconds) {
  constexpr double minute = 60.0, hour = 3600.0, day = 86400.0;
  if (seconds < 1.0) return "less than a second of one core";
  if (seconds < 2.0 * minute) return fmt::format("about {:.0f} s of one core", seconds);
  if (seconds < 2.0 * hour) return fmt::format("about {:.0f} min of one core", seconds / minute);
  if (seconds < 3.0 * day) return fmt::format("about {:.0f} h of one core", seconds / hour);
  return fmt::format("about {:.0f} days of one core", seconds / day);
}

}  // namespace annealvi::cli
