// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/rank_role.hpp"

#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"
#include "experiments/remote_task.hpp"

#include <string>

namespace annealvi::cli {
namespace {

Ranks* ranks_of_program = nullptr;

}  // namespace

int serve_tasks(Ranks& ranks) {
  const std::atomic<bool>* interrupted = watch_interruption();
  ranks.serve(
      [interrupted](const std::string& request) { return answer_to(request, interrupted); });
  return ExitCode::done;
}

void set_ranks(Ranks* ranks) {
  ranks_of_program = ranks;
}

Ranks* ranks() {
  return ranks_of_program;
}

}  // namespace annealvi::cli
