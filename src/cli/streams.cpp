// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/messages.hpp"
#include "config/printable.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace annealvi::cli {

void say(std::string_view message) noexcept {
  constexpr std::string_view name = "annealvi: ";
  constexpr std::size_t longest = 300;
  try {
    const std::string line =
        std::string(name) + config::printable(message, longest - name.size()) + "\n";
    // Nobody may be there to read it, and there is nobody to tell.
    (void)std::fwrite(line.data(), 1, line.size(), stderr);
  } catch (...) {  // no memory for a line
    (void)std::fputs("annealvi: there is not enough memory\n", stderr);
  }
}

void write_data(std::string_view data) {
  errno = 0;
  if (std::fwrite(data.data(), 1, data.size(), stdout) != data.size() || std::fflush(stdout) != 0) {
    throw std::runtime_error(
        fmt::format("standard output cannot be written: {}", std::strerror(errno)));
  }
}

void settle_streams() noexcept {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is that of the stream. Data on a closed output are an error, messages
    // are not.
    (void)open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  // Who ignores the end of children hands that on, and nobody could wait for the drawing.
  std::signal(SIGCHLD, SIG_DFL);
}

}  // namespace annealvi::cli
