// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What is wrong with a command line, in our words instead of those of the parser.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace annealvi::cli {

/// Throws ConfigError when the first of `words` is no command, or a later one gives a value to an
/// option that takes none.
void check_command(const CLI::App& program, const std::vector<std::string>& words);

/// One sentence about `error`, which parsing `words`, in the order typed, gave.
[[nodiscard]] std::string parse_failure(const CLI::App& program, const CLI::ParseError& error,
                                        const std::vector<std::string>& words);

}  // namespace annealvi::cli
