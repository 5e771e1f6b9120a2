// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The meaning of --out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace annealvi::cli {

/// --out names a folder, made when needed, or one result with an ending of `endings` (".csv").
/// Returns folder/`name`, or the result without its ending: the files of a job lie beside each
/// other under this name. Nothing is created. Throws ConfigError for another ending.
[[nodiscard]] std::filesystem::path result_base(const std::string& out, const std::string& name,
                                                const std::vector<std::string>& endings);

}  // namespace annealvi::cli
