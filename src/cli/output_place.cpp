// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/output_place.hpp"

#include "annealvi/config/config.hpp"
#include "annealvi/output/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace annealvi::cli {

void refuse_folders(const std::filesystem::path& base, const std::vector<std::string>& made) {
  for (const std::string& suffix : made) {
    const std::filesystem::path file = base.string() + suffix;
    std::error_code error;
    if (!std::filesystem::is_directory(file, error)) continue;
    throw ConfigError(fmt::format("--out would write '{}', which is a folder: give another --out",
                                  file.string()));
  }
}

void refuse_loss(const std::filesystem::path& base, const std::vector<std::string>& made,
                 const std::vector<std::string>& inputs) {
  for (const std::string& suffix : made) {
    const std::filesystem::path file = base.string() + suffix;
    std::error_code error;
    const auto status = std::filesystem::symlink_status(file, error);
    if (!std::filesystem::exists(status)) continue;
    for (const std::string& input : inputs) {
      if (!std::filesystem::equivalent(file, input, error)) continue;
      throw ConfigError(
          fmt::format("--out would replace '{}', which this job reads: give another "
                      "--out, or --force",
                      file.string()));
    }
    if (is_result_of_ours(file, base)) continue;
    throw ConfigError(
        fmt::format("--out would replace '{}', which annealvi did not make, or which was edited "
                    "since: give another --out, or --force",
                    file.string()));
  }
}

OutputPlace::OutputPlace(CLI::App& command, const std::string& description)
    : out_(command.add_option("--out", place_, description)) {
  command
      .add_flag("--force", force_,
                "let --out replace files that annealvi did not make, and those that the job reads")
      ->needs(out_);
}

std::filesystem::path OutputPlace::base(const std::string& name,
                                        const std::vector<std::string>& endings,
                                        const std::vector<std::string>& made,
                                        const std::vector<std::string>& inputs) const {
  if (!given()) return {};
  const std::filesystem::path base = result_base(place_, name, endings);
  refuse_folders(base, made);
  if (!force_) refuse_loss(base, made, inputs);
  return base;
}

std::filesystem::path result_base(const std::string& out, const std::string& name,
                                  const std::vector<std::string>& endings) {
  if (out.empty()) {
    throw ConfigError("--out = \"\" is not allowed: a folder or a file name");
  }
  const std::filesystem::path path = out;
  const std::string ending = path.extension().string();
  if (ending.empty() || std::filesystem::is_directory(path)) {
    return path / name;
  }
  if (std::find(endings.begin(), endings.end(), ending) == endings.end()) {
    const bool picture = ending == ".svg" || ending == ".png";
    throw ConfigError(
        fmt::format("--out = {} is not allowed: {}a file name ends in {} here, and a "
                    "folder with a dot in its name is written with / at the end",
                    out, picture ? "only --plot draws a picture; " : "", fmt::join(endings, ", ")));
  }
  return std::filesystem::path(path).replace_extension();
}

}  // namespace annealvi::cli
