// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/interruption.hpp"

#include <csignal>

namespace annealvi::cli {
namespace {

std::atomic<bool> interruption_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "only lock-free atomics are signal-safe");

extern "C" void request_interruption(int signal) {
  interruption_requested = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

const std::atomic<bool>* watch_interruption() {
  std::signal(SIGINT, request_interruption);
  std::signal(SIGTERM, request_interruption);
  return &interruption_requested;
}

bool was_interrupted() {
  return interruption_requested;
}

}  // namespace annealvi::cli
