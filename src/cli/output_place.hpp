// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The meaning of --out and --force.
#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace annealvi::cli {

/// --out names a folder, made when needed, or one result with an ending. The files of a job lie
/// beside each other: BASE.csv, BASE.json, ...
class OutputPlace {
 public:
  /// Declares --out, described so, and --force. The object must live as long as the command.
  OutputPlace(CLI::App& command, const std::string& description);
  OutputPlace(const OutputPlace&) = delete;
  OutputPlace& operator=(const OutputPlace&) = delete;

  [[nodiscard]] CLI::Option* option() const { return out_; }
  [[nodiscard]] bool given() const { return out_->count() > 0; }
  [[nodiscard]] bool force() const { return force_; }

  /// BASE: folder/`name`, or the result without its ending, which is one of `endings` (".csv");
  /// empty without --out. `made`: what the job may write after BASE; `inputs`: files that it reads.
  /// Nothing is created. Throws ConfigError for another ending, and without --force when a file of
  /// the job would replace an input or what the program did not make.
  [[nodiscard]] std::filesystem::path base(const std::string& name,
                                           const std::vector<std::string>& endings,
                                           const std::vector<std::string>& made,
                                           const std::vector<std::string>& inputs) const;

 private:
  std::string place_;
  bool force_ = false;
  CLI::Option* out_;
};

/// BASE of a value of --out. Throws ConfigError for another ending.
[[nodiscard]] std::filesystem::path result_base(const std::string& out, const std::string& name,
                                                const std::vector<std::string>& endings);

/// Throws ConfigError when BASE with one of the endings `made` is a folder.
void refuse_folders(const std::filesystem::path& base, const std::vector<std::string>& made);
/// Throws ConfigError when a file of the job would replace one of `inputs`, or what the program did
/// not make.
void refuse_loss(const std::filesystem::path& base, const std::vector<std::string>& made,
                 const std::vector<std::string>& inputs);

}  // namespace annealvi::cli
