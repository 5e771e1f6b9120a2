// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The Python module annealvi.practice at work for `annealvi advise`. It needs the compiled package:
// python/ beside the program (a build), ../lib/python3*/{dist,site}-packages (an installation),
// else what the Python itself has.
#pragma once

#include "output/process.hpp"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace annealvi {

/// Words that start the module, without its arguments. `program`: path of the running program.
[[nodiscard]] std::vector<std::string> practice_words(const std::filesystem::path& program);

/// Runs it in the current folder; `arguments` are those of python/annealvi/practice/__main__.py.
[[nodiscard]] ProcessEnd run_practice(const std::vector<std::string>& arguments,
                                      const std::atomic<bool>* interrupted);

/// Why there is no advice, one sentence; empty after success.
[[nodiscard]] std::string practice_failure(const ProcessEnd& end);

}  // namespace annealvi
