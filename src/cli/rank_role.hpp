// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the processes of one mpirun do: docs/cluster.md.
#pragma once

#include "annealvi/jobs/ranks.hpp"

namespace annealvi::cli {

/// The part of all processes but the first: no word, no file, only tasks. The exit code.
[[nodiscard]] int serve_tasks(Ranks& ranks);

/// Those that jobs of this process ask; null: none.
void set_ranks(Ranks* ranks);
[[nodiscard]] Ranks* ranks();

}  // namespace annealvi::cli
