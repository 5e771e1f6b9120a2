// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Result files: a reader sees the whole file or none of it.
#pragma once

#include <filesystem>
#include <string_view>

namespace annealvi {

/// Creates the folder that will hold `file` (parents too) and tries to write there, so that a job
/// that could not save its result stops before it computes. Throws ConfigError naming the folder.
void ensure_writable_folder_of(const std::filesystem::path& file);

/// Writes `text` under a temporary name in the same folder, then renames it to `file`. Throws
/// std::runtime_error when that is impossible; an older `file` is then untouched and nothing new
/// left.
void write_atomically(const std::filesystem::path& file, std::string_view text);

}  // namespace annealvi
