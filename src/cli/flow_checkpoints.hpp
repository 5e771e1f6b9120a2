// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Checkpoints of `annealvi realnvp` as files, one a run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace annealvi::cli {

/// A folder beside the results, made by the first save and removed when the job is done.
class FlowCheckpoints {
 public:
  explicit FlowCheckpoints(const std::filesystem::path& base);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::optional<std::string> load(std::size_t point, std::uint64_t run) const;
  /// Whole or not at all; any thread.
  void save(std::size_t point, std::uint64_t run, const std::string& bytes) const;
  void remove() const;

 private:
  [[nodiscard]] std::filesystem::path file(std::size_t point, std::uint64_t run) const;
  std::filesystem::path folder_;
};

}  // namespace annealvi::cli
