// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What every command with a plan takes: --store, --fresh, --shard, --dry-run.
#pragma once

#include "annealvi/config/config.hpp"
#include "annealvi/jobs/shard.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace annealvi::cli {

class PlanOptions {
 public:
  explicit PlanOptions(CLI::App& command);
  PlanOptions(const PlanOptions&) = delete;
  PlanOptions& operator=(const PlanOptions&) = delete;

  [[nodiscard]] bool dry_run() const { return dry_run_; }
  [[nodiscard]] Shard shard() const;  ///< Throws ConfigError

  /// Opens the store: FILE of --store, or that of `base` (empty: no --out). With --dry-run only a
  /// store that is there already, for reading. Throws ConfigError and StoreError.
  void open(const std::filesystem::path& base);
  /// Notes in the store what job it is for; `command` is "sweep".
  void note_job(const std::string& command, const Config& config) const;
  [[nodiscard]] StoreUse use() const;

  /// Says what the store gave, and what is wrong with it. False: something could not be kept.
  [[nodiscard]] bool report(std::uint64_t found) const;

 private:
  std::string file_, shard_text_;
  bool fresh_ = false, dry_run_ = false;
  CLI::Option *store_option_, *shard_option_;
  std::unique_ptr<Store> store_;
};

/// The same configuration without what changes no result: as it is written into tables, so that
/// they are the same bytes for any number of threads.
[[nodiscard]] Config without_threads(Config config);

/// "about 3 min of one core"
[[nodiscard]] std::string cost_text(double seconds);

}  // namespace annealvi::cli
