// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Another program at work for us, without a shell: no word of its command line is ever read as
// anything but that word. A name that begins with '-' is still an option to most programs: "./-x".
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace annealvi {

struct ProcessJob {
  std::vector<std::string> words;  ///< the program, looked for along PATH, and its arguments
  std::filesystem::path folder = ".";
  std::vector<std::pair<std::string, std::string>> environment = {};  ///< in place of ours, or more
  std::size_t most_output = std::size_t{1} << 16;  ///< bytes that are kept; the rest is read, too
  std::chrono::milliseconds time_limit{300'000};
  const std::atomic<bool>* interrupted = nullptr;  ///< when it becomes true the program is ended
};

struct ProcessEnd {
  enum class Status { exited, killed, not_started, interrupted, too_long };
  Status status = Status::not_started;
  int code = 0;        ///< exited: exit code; killed: signal; not_started: errno
  std::string output;  ///< standard output and standard error together

  [[nodiscard]] bool succeeded() const { return status == Status::exited && code == 0; }
};

/// Runs the program to its end, its standard input empty. Interrupted and too long: asked to end,
/// then killed after a second.
[[nodiscard]] ProcessEnd run_process(const ProcessJob& job);

/// `text` as one word of a POSIX shell, for people to copy.
[[nodiscard]] std::string shell_word(const std::string& text);

}  // namespace annealvi
