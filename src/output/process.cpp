// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

namespace annealvi {
namespace {

using Clock = std::chrono::steady_clock;

/// Our environment with what the job sets.
std::vector<std::string> environment_of(const ProcessJob& job) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const bool replaced = std::ranges::any_of(job.environment, [&](const auto& setting) {
      return text.starts_with(setting.first + "=");
    });
    if (!replaced) all.push_back(text);
  }
  for (const auto& [name, value] : job.environment) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// 0 or errno. What we ignore the program does not: signals of a closed pipe, a full disk.
int spawn(const ProcessJob& job, int output, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, job.folder.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t ignored;
  sigemptyset(&ignored);
  sigaddset(&ignored, SIGPIPE);
  sigaddset(&ignored, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &ignored);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> words = job.words, settings = environment_of(job);
  const int error = posix_spawnp(&child, words.at(0).c_str(), &actions, &attributes,
                                 pointers_to(words).data(), pointers_to(settings).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

/// Takes what there is to read; what is above `most` is dropped, so that the program never waits.
void read_available(int descriptor, std::string& output, std::size_t most) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    output.append(buffer.data(), std::min(static_cast<std::size_t>(count), most - output.size()));
  }
}

/// Its status once it has ended.
std::optional<int> status_of(pid_t child) {
  int status = 0;
  return waitpid(child, &status, WNOHANG) == child ? std::optional(status) : std::nullopt;
}

}  // namespace

ProcessEnd run_process(const ProcessJob& job) {
  constexpr int look_every = 50;  // milliseconds
  constexpr auto patience = std::chrono::seconds(1);
  ProcessEnd end;
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {.code = errno, .output = {}};
  pid_t child = 0;
  const int error = spawn(job, ends[1], child);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return {.code = error, .output = {}};
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);

  const auto is_interrupted = [&] { return job.interrupted != nullptr && *job.interrupted; };
  const bool interrupted_before = is_interrupted();  // what was finished is still to be drawn
  const Clock::time_point start = Clock::now();
  std::optional<Clock::time_point> asked;
  std::optional<ProcessEnd::Status> reason;
  std::optional<int> status;
  bool open = true;  // a closed pipe would end every wait at once
  while (!(status = status_of(child))) {
    pollfd wait{.fd = open ? ends[0] : -1, .events = POLLIN, .revents = 0};
    (void)poll(&wait, 1, look_every);
    read_available(ends[0], end.output, job.most_output);
    open = open && (wait.revents & POLLHUP) == 0;
    const auto now = Clock::now();
    if (!asked && is_interrupted() && !interrupted_before) reason = ProcessEnd::Status::interrupted;
    if (!asked && now - start > job.time_limit) reason = ProcessEnd::Status::too_long;
    if (reason && !asked) {
      kill(child, SIGTERM);
      asked = now;
    } else if (asked && now - *asked > patience) {
      kill(child, SIGKILL);
    }
  }
  read_available(ends[0], end.output, job.most_output);
  close(ends[0]);
  // Ctrl-C reaches it, too, and it may have ended before we looked.
  const bool drew = WIFEXITED(*status) && WEXITSTATUS(*status) == 0;
  if (!reason && !drew && is_interrupted() && !interrupted_before) {
    reason = ProcessEnd::Status::interrupted;
  }
  end.status = reason               ? *reason
               : WIFEXITED(*status) ? ProcessEnd::Status::exited
                                    : ProcessEnd::Status::killed;
  end.code = WIFEXITED(*status) ? WEXITSTATUS(*status) : WTERMSIG(*status);
  return end;
}

std::string shell_word(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace annealvi
