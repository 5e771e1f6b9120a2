// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/flow_checkpoints.hpp"

#include "annealvi/output/files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace annealvi::cli {

FlowCheckpoints::FlowCheckpoints(const std::filesystem::path& base)
    : folder_(base.string() + "-checkpoints") {}

std::filesystem::path FlowCheckpoints::file(std::size_t point, std::uint64_t run) const {
  return folder_ / fmt::format("point-{}-run-{}.checkpoint", point, run);
}

std::optional<std::string> FlowCheckpoints::load(std::size_t point, std::uint64_t run) const {
  std::ifstream stream(file(point, run), std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void FlowCheckpoints::save(std::size_t point, std::uint64_t run, const std::string& bytes) const {
  std::filesystem::create_directories(folder_);
  write_atomically(file(point, run), bytes);
}

void FlowCheckpoints::remove() const {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace annealvi::cli
