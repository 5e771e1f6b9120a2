// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// What the program tells the shell. Scripts rely on these numbers.
#pragma once

namespace annealvi::cli {

enum ExitCode : int {
  done = 0,
  numerical_failure = 1,
  wrong_usage = 2,
  disagreement = 3,   ///< `validate` found one
  interrupted = 130,  ///< 128 + SIGINT, as shells have it
};

}  // namespace annealvi::cli
