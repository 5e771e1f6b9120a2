// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The work of annealvi table, for the program and the Python package.
#pragma once

#include "annealvi/output/table.hpp"
#include "cli/table_job.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace annealvi::cli {

struct TableAnswer {
  Table table;
  std::vector<std::string> failures;
  std::vector<std::string> notes = {};  ///< answers that have no row
  bool interrupted = false;
};

/// Throws ConfigError.
[[nodiscard]] TableAnswer table_answer(const TableJob& job, const std::atomic<bool>* interruption);

}  // namespace annealvi::cli
