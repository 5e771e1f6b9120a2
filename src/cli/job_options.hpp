// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What all commands take: a configuration file, --set, and options that are short names of keys.
#pragma once

#include "annealvi/config/config.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace annealvi::cli {

/// The values of shorthand options are checked by the option table, like those of any key.
class JobOptions {
 public:
  /// Declares CONFIG and --set. The object must live as long as the command.
  JobOptions(CLI::App& command, bool config_required);
  JobOptions(const JobOptions&) = delete;
  JobOptions& operator=(const JobOptions&) = delete;

  /// Declares an option that sets `key`: whatever changes a result is a key, so that the head of a
  /// table holds it.
  CLI::Option* add_shorthand(const std::string& option, const std::string& key,
                             const std::string& description);
  /// Declares --runs and --half-width, which exclude each other.
  void add_run_count();

  [[nodiscard]] bool has_path() const { return path_option_->count() > 0; }
  [[nodiscard]] bool has_overrides() const;
  /// The files that the job reads.
  [[nodiscard]] std::vector<std::string> files() const {
    return has_path() ? std::vector{path_} : std::vector<std::string>{};
  }
  /// Throws ConfigError when one of these options was typed: it would have no effect.
  void refuse(const std::vector<std::string>& options, const std::string& reason) const;
  /// The same for --runs and --half-width, when no method of the list in `key` is a simulation.
  void refuse_runs(const Config& config, const std::string& key, const std::string& methods) const;
  /// The configuration with everything applied, `more` last. Throws ConfigError.
  [[nodiscard]] Config config(const std::vector<Override>& more = {}) const;

 private:
  struct Shorthand {
    std::string option, key, value;
    CLI::Option* declared;
  };

  CLI::App& command_;
  std::string path_;
  CLI::Option* path_option_;
  std::vector<std::string> assignments_;
  std::vector<std::unique_ptr<Shorthand>> shorthands_;  ///< stable addresses for the parser
};

}  // namespace annealvi::cli
