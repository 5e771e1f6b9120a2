// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/interruption.hpp"

#include "annealvi/output/plot.hpp"
#include "cli/exit_code.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <string_view>

namespace annealvi::cli {
namespace {

std::atomic<bool> interruption_requested{false};
std::atomic<int> later_signals{0};
std::atomic<std::int64_t> first_heard{0};  // milliseconds; 0: nothing yet
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free &&
                  std::atomic<std::int64_t>::is_always_lock_free,
              "only lock-free atomics are signal-safe");

/// Two signals within this time are one wish: `timeout` sends its signal to the program and to its
/// group, a terminal that closes and its shell send one each.
constexpr std::int64_t one_wish = 1000;  // milliseconds

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

void give_up(int signal) {
  constexpr std::string_view words =
      "\nannealvi: ended by another signal; what was not saved yet is lost\n";
  (void)!write(STDERR_FILENO, words.data(), words.size());
  std::signal(signal, SIG_DFL);
  (void)raise(signal);  // arrives when the handler returns
}

// Nothing but calls that POSIX allows in a handler.
extern "C" void request_interruption(int signal) {
  const int error = errno;
  // In one operation: a second signal may come inside this handler or on another thread, and must
  // not meet a first one without its time.
  const std::int64_t time = now();
  std::int64_t first = 0;
  if (first_heard.compare_exchange_strong(first, time)) {
    interruption_requested = true;
  } else if (later_signals.fetch_add(1) > 0 || time - first >= one_wish) {
    give_up(signal);
  }
  errno = error;
}

}  // namespace

const std::atomic<bool>* watch_interruption() {
  struct sigaction action {};
  action.sa_handler = request_interruption;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    const bool by_nohup = signal == SIGHUP && before.sa_handler == SIG_IGN;
    if (!by_nohup) sigaction(signal, &action, nullptr);
  }
  end_drawing_when(&interruption_requested);
  return &interruption_requested;
}

bool was_interrupted() {
  return interruption_requested;
}

int code_of_end(bool failed) {
  if (!failed) return ExitCode::done;
  return was_interrupted() ? ExitCode::interrupted : ExitCode::numerical_failure;
}

}  // namespace annealvi::cli
