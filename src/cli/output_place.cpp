// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/output_place.hpp"

#include "annealvi/config/config.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::cli {

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
