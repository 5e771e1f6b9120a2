// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/output_place.hpp"

#include "annealvi/config/config.hpp"

#include <algorithm>
#include <array>

namespace annealvi::cli {

std::filesystem::path result_base(const std::string& out, const std::string& name) {
  if (out.empty()) {
    throw ConfigError("--out = \"\" is not allowed: a folder or a file name");
  }
  constexpr std::array endings{".csv", ".json", ".gnuplot", ".svg", ".png"};
  const std::filesystem::path path = out;
  const bool one_result =
      std::any_of(endings.begin(), endings.end(),
                  [&](const char* ending) { return path.extension() == ending; }) &&
      !std::filesystem::is_directory(path);
  return one_result ? std::filesystem::path(path).replace_extension() : path / name;
}

}  // namespace annealvi::cli
