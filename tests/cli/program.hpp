// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Runs the program as a person would: in a folder, with arguments, both outputs caught.
#pragma once

#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace annealvi::test {

struct Answer {
  int exit_code;  ///< -signal when a signal ended the program
  std::string out, err;
};

/// The program at work. The working folder is `place`; what it prints goes to a folder of its own.
class Program {
 public:
  /// `prepare` is called in the new process just before the program begins, its streams in place.
  Program(const std::filesystem::path& place, std::vector<std::string> arguments,
          const std::function<void()>& prepare = {}) {
    arguments.insert(arguments.begin(), ANNEALVI_PROGRAM);
    std::vector<char*> words;
    for (std::string& argument : arguments) {
      words.push_back(argument.data());
    }
    words.push_back(nullptr);
    const std::string out = (prints_.path() / "out").string();
    const std::string err = (prints_.path() / "err").string();
    child_ = fork();
    if (child_ < 0) {
      throw std::runtime_error("no new process");
    }
    if (child_ == 0) {
      const int flags = O_WRONLY | O_CREAT | O_TRUNC;
      if (chdir(place.c_str()) == 0 && dup2(open(out.c_str(), flags, 0600), 1) == 1 &&
          dup2(open(err.c_str(), flags, 0600), 2) == 2) {
        if (prepare) prepare();
        execv(ANNEALVI_PROGRAM, words.data());
      }
      _exit(127);
    }
  }

  void interrupt(int signal = SIGINT) const { kill(child_, signal); }

  /// What it has said so far.
  [[nodiscard]] std::string errors() const { return read_file(prints_.path() / "err"); }

  /// Waits for the end.
  Answer answer() {
    int status = 0;
    waitpid(child_, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return {code, read_file(prints_.path() / "out"), read_file(prints_.path() / "err")};
  }

 private:
  TemporaryFolder prints_;
  pid_t child_ = -1;
};

inline Answer run_program(const std::filesystem::path& place, std::vector<std::string> arguments,
                          const std::function<void()>& prepare = {}) {
  return Program(place, std::move(arguments), prepare).answer();
}

/// Waits, a minute at most, until `due`; false when it never was.
inline bool wait_until(const std::function<bool()>& due) {
  for (int i = 0; i < 6000; ++i) {
    if (due()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// Every file and folder below `place`.
inline std::set<std::string> listing(const std::filesystem::path& place) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
    names.insert(entry.path().lexically_relative(place).string());
  }
  return names;
}

/// A job that takes a fraction of a second.
inline constexpr const char* small_job =
    "[target]\n"
    "dimension = 40\n"
    "[annealing]\n"
    "initial_temperature = 3.0\n"
    "rate = 0.4\n"
    "[sgd]\n"
    "step = 0.02\n"
    "[simulation]\n"
    "runs = 64\n"
    "until = 40\n"
    "[numerics]\n"
    "probability_error = 1e-4\n"
    "[curve]\n"
    "vary = \"annealing.initial_temperature=1,3\"\n"
    "methods = \"sharp,overlap,flow\"\n";

}  // namespace annealvi::test
