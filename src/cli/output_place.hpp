// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The meaning of --out.
#pragma once

#include <filesystem>
#include <string>

namespace annealvi::cli {

/// --out names a folder, made when needed, or one result (.csv, .json, .gnuplot, .svg, .png).
/// Returns folder/`name`, or the result without its ending: the files of a job lie beside each
/// other under this name. Nothing is created.
[[nodiscard]] std::filesystem::path result_base(const std::string& out, const std::string& name);

}  // namespace annealvi::cli
