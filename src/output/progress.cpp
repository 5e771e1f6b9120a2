// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "annealvi/output/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace annealvi {
namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr int bar_columns = 24;

std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(std::lround(std::clamp(seconds, 0.0, 1e9)));
  const long long hours = whole / 3600, minutes = whole / 60 % 60, rest = whole % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, rest);
  return fmt::format("{}:{:02}", minutes, rest);
}

int terminal_columns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

bool standard_error_is_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

}  // namespace

std::string progress_line(const std::string& label, const std::string& unit, double done,
                          double total, double seconds, int width) {
  const double share = total > 0.0 ? std::clamp(done / total, 0.0, 1.0) : 0.0;
  const int filled = static_cast<int>(share * bar_columns);
  std::string line =
      fmt::format("{} [{}{}] {:3.0f} %", label, std::string(static_cast<std::size_t>(filled), '#'),
                  std::string(static_cast<std::size_t>(bar_columns - filled), '.'), 100.0 * share);
  if (seconds > 0.0) line += fmt::format("  {:.3g} {}/s", done / seconds, unit);
  line += fmt::format("  elapsed {}", duration_text(seconds));
  if (share > 0.0) line += fmt::format("  left {}", duration_text(seconds * (1.0 / share - 1.0)));
  return line.substr(0, static_cast<std::size_t>(std::max(width, 0)));
}

ProgressBar::ProgressBar(std::string label, std::string unit)
    : label_(std::move(label)),
      unit_(std::move(unit)),
      shown_(standard_error_is_terminal()),
      start_(Clock::now()),
      last_(start_ - redraw_interval) {}

ProgressBar::~ProgressBar() {
  finish();
}

void ProgressBar::update(double done, double total) {
  done_ = done;
  total_ = total;
  if (!shown_ || Clock::now() - last_ < redraw_interval) return;
  draw();
}

void ProgressBar::finish() {
  if (!drawn_) return;
  draw();
  std::fputc('\n', stderr);
  drawn_ = false;
}

void ProgressBar::draw() {
  last_ = Clock::now();
  const double seconds = std::chrono::duration<double>(last_ - start_).count();
  // One column is left free: a full line would wrap and leave its copies behind.
  const std::string line =
      progress_line(label_, unit_, done_, total_, seconds, terminal_columns() - 1);
  std::fprintf(stderr, "\r\033[K%s", line.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace annealvi
