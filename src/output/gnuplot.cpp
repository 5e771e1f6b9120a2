// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "output/gnuplot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace annealvi::gnuplot {
namespace {

constexpr int not_started = -1;

struct Ended {
  int code;            ///< exit code, or not_started
  std::string errors;  ///< its standard error, or why it did not start
};

// Runs `gnuplot file` in `folder`, without a shell: names need no quoting.
Ended run(const std::string& folder, const std::string& file) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return {not_started, std::strerror(errno)};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  std::string program = "gnuplot", script = file;
  const std::array<char*, 3> arguments{program.data(), script.data(), nullptr};
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);

  std::string output;
  std::array<char, 1024> buffer{};
  ssize_t count = 0;
  while (error == 0 && ((count = read(pipe_ends[0], buffer.data(), buffer.size())) > 0 ||
                        (count < 0 && errno == EINTR))) {
    if (count > 0) output.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(pipe_ends[0]);
  if (error != 0) return {not_started, std::strerror(error)};
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 1, output};
}

// gnuplot shows the offending line, a caret and the message on lines of their own.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  const auto doubled = [](char a, char b) { return a == ' ' && b == ' '; };
  text.erase(std::unique(text.begin(), text.end(), doubled), text.end());
  while (text.starts_with(' ')) text.erase(0, 1);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace

std::string quoted_text(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

std::string literal(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("_^{}@&~\\").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string preamble(std::string_view data_file, std::string_view script_file) {
  return fmt::format(
      "# Draws the table {0}; change what you like and run, in this folder: gnuplot {1}\n"
      "data = {2}\n"
      "set encoding utf8\n"
      "set datafile separator ','\n"
      "set datafile missing NaN   # lines go on across rows that belong to something else\n"
      "\n"
      "set border 3 linecolor rgb '#404040' linewidth 1.2\n"
      "set tics out nomirror textcolor rgb '#202020'\n"
      "set grid linecolor rgb '#E4E4E4' linetype 1 linewidth 0.8\n"
      "\n",
      data_file, script_file, quoted_text(data_file));
}

std::string heading(const std::string& title, const std::vector<std::string>& lines) {
  std::string text =
      fmt::format("set label {} at screen 0.02, 0.965 left textcolor rgb '#202020'\n",
                  quoted_text("{/:Bold=22 " + title + "}"));
  double height = 0.965;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    height -= 0.037;
    text += fmt::format("set label {} at screen 0.02, {:.3f} left textcolor rgb '#505050'\n",
                        quoted_text("{/=14 " + line + "}"), height);
  }
  return text;
}

std::string svg_terminal(std::string_view picture_file) {
  return fmt::format(
      "set terminal svg size 1200,800 dynamic enhanced font 'sans-serif,18' background rgb "
      "'white'\nset output {}\n",
      quoted_text(picture_file));
}

std::string png_terminal(std::string_view picture_file) {
  return fmt::format(
      "set terminal pngcairo size 1200,800 enhanced font 'DejaVu Sans,14' background rgb "
      "'white'\nset output {}\n",
      quoted_text(picture_file));
}

std::string draw(const std::filesystem::path& script) {
  const std::filesystem::path folder =
      script.has_parent_path() ? script.parent_path() : std::filesystem::path(".");
  const std::string file = script.filename().string();
  const Ended ended = run(folder.string(), file);
  if (ended.code == 0) return {};
  const std::string later = fmt::format(
      "; data and script are saved, to draw later: cd '{}' && gnuplot '{}'", folder.string(), file);
  if (ended.code == not_started) {
    return fmt::format("no picture: cannot start gnuplot ({}), it is in the package gnuplot-nox{}",
                       ended.errors, later);
  }
  return fmt::format("no picture: gnuplot failed ({}){}", one_line(ended.errors), later);
}

}  // namespace annealvi::gnuplot
