// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Checkpoints of `annealvi realnvp` as files, one a run.
#pragma once

#include "annealvi/experiments/flow_curve.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace annealvi::cli {

/// A folder beside the results, BASE-checkpoints, made by the first save. A job that starts anew
/// clears it, one with --resume reads it, and it goes when the results are written.
class FlowCheckpoints {
 public:
  /// Throws ConfigError when something else has the name of the folder.
  explicit FlowCheckpoints(const std::filesystem::path& base);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::size_t count() const;
  /// Throws ConfigError for a checkpoint that cannot be read.
  [[nodiscard]] std::optional<FlowCheckpoint> load(std::size_t point, std::uint64_t run) const;
  /// Whole or not at all; any thread. One that cannot be saved is said, once: the training goes on.
  void save(std::size_t point, std::uint64_t run, const std::string& bytes) const;
  /// Removes the checkpoints, and the folder when nothing else is in it.
  void clear() const;

 private:
  [[nodiscard]] std::filesystem::path file(std::size_t point, std::uint64_t run) const;
  std::filesystem::path folder_;
  mutable std::atomic<bool> said_unsaved_{false};
};

}  // namespace annealvi::cli
