// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/flow_checkpoints.hpp"

#include "annealvi/output/files.hpp"
#include "cli/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace annealvi::cli {
namespace {

constexpr const char* ending = ".checkpoint";

/// Named as file() names them, and what a killed process left of one; nothing of a user's.
bool is_of_checkpoint(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const std::size_t run = name.find("-run-");
  return is_pending_name(file) || (name.starts_with("point-") && run != std::string::npos &&
                                   name.find(ending, run) != std::string::npos);
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(folder)) return files;
  try {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (is_of_checkpoint(entry.path())) files.push_back(entry.path());
    }
  } catch (const std::filesystem::filesystem_error& error) {
    throw ConfigError(
        fmt::format("cannot read the folder of checkpoints '{}': {}; allow it or "
                    "choose another --out",
                    folder.string(), error.code().message()));
  }
  return files;
}

}  // namespace

FlowCheckpoints::FlowCheckpoints(const std::filesystem::path& base)
    : folder_(base.string() + "-checkpoints") {
  if (std::filesystem::exists(folder_) && !std::filesystem::is_directory(folder_)) {
    throw ConfigError(fmt::format(
        "checkpoints cannot be saved: '{}' is not a folder; remove it or choose another --out",
        folder_.string()));
  }
}

std::filesystem::path FlowCheckpoints::file(std::size_t point, std::uint64_t run) const {
  return folder_ / fmt::format("point-{}-run-{}{}", point, run, ending);
}

std::size_t FlowCheckpoints::count() const {
  const auto files = files_in(folder_);
  const auto whole = [](const auto& file) { return file.extension() == ending; };
  return static_cast<std::size_t>(std::count_if(files.begin(), files.end(), whole));
}

std::optional<FlowCheckpoint> FlowCheckpoints::load(std::size_t point, std::uint64_t run) const {
  const std::filesystem::path path = file(point, run);
  if (!std::filesystem::exists(path)) return std::nullopt;
  const std::string name = fmt::format("'{}'", path.string());
  std::string bytes;
  if (std::filesystem::is_regular_file(path)) {
    std::ifstream stream(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(stream), {});
    if (stream) return FlowCheckpoint{name, std::move(bytes)};
  }
  throw ConfigError(fmt::format(
      "cannot read the checkpoint {}; remove it to train its run anew, or start without --resume",
      name));
}

void FlowCheckpoints::save(std::size_t point, std::uint64_t run, const std::string& bytes) const {
  try {
    std::filesystem::create_directories(folder_);
    write_atomically(file(point, run), bytes);
  } catch (const std::runtime_error& error) {
    if (said_unsaved_.exchange(true)) return;
    say(
        fmt::format("a checkpoint could not be saved, and an interrupt would lose its run; the "
                    "training goes on: {}",
                    error.what()));
  }
}

void FlowCheckpoints::clear() const {
  for (const auto& file : files_in(folder_)) std::filesystem::remove(file);  // no folder with files
  std::error_code others_are_in_it;
  std::filesystem::remove(folder_, others_are_in_it);
}

}  // namespace annealvi::cli
