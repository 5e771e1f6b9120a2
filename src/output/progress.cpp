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
#include <system_error>
#include <utility>

namespace annealvi {
namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr std::size_t bar_columns = 24;

std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(std::lround(std::clamp(seconds, 0.0, 1e9)));
  const long long hours = whole / 3600, minutes = whole / 60 % 60, rest = whole % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, rest);
  return fmt::format("{}:{:02}", minutes, rest);
}

/// In words, to one or two digits.
std::string rough_duration(double seconds) {
  constexpr double minute = 60.0, hour = 3600.0, day = 86400.0, year = 365.25 * day;
  const double shown = std::max(1.0, seconds);
  if (shown < 90.0) return fmt::format("{:.0f} s", shown);
  if (shown < 90.0 * minute) return fmt::format("{:.0f} min", shown / minute);
  if (shown < 36.0 * hour) return fmt::format("{:.0f} h", shown / hour);
  if (shown < year) return fmt::format("{:.0f} days", shown / day);
  return "more than a year";
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
  std::string line = label;
  if (total > 0.0) {
    const auto filled = static_cast<std::size_t>(share * bar_columns);
    line += fmt::format(" [{}{}] {:3.0f} %", std::string(filled, '#'),
                        std::string(bar_columns - filled, '.'), 100.0 * share);
    if (seconds > 0.0) line += fmt::format("  {:.3g} {}/s", done / seconds, unit);
  }
  line += fmt::format("  elapsed {}", duration_text(seconds));
  if (share > 0.0) line += fmt::format("  left {}", duration_text(seconds * (1.0 / share - 1.0)));
  return line.substr(0, static_cast<std::size_t>(std::max(width, 0)));
}

void RemainingTime::hear(double share, double seconds) {
  heard_.push_back({std::min(share, 1.0), seconds});
  while (heard_.size() > 2 && heard_[1].seconds <= 0.5 * seconds) heard_.pop_front();
}

std::optional<double> RemainingTime::left() const {
  const State &before = heard_.front(), &now = heard_.back();
  if (now.share <= 0.0) return std::nullopt;
  // What is done since a time without news may have been done in all of it.
  const bool moved = before.share > 0.0 && now.share > before.share;
  const double share = moved ? now.share - before.share : now.share;
  return (1.0 - now.share) / share * (moved ? now.seconds - before.seconds : now.seconds);
}

std::string Forecast::due(double share, double seconds) {
  constexpr double steady = 2.0, long_job = 10.0, pause = 300.0;  // seconds
  constexpr double wrong = 1.5;
  remaining_.hear(share, seconds);
  const std::optional<double> left = remaining_.left();
  if (!left) return at_first_step(seconds);
  const double all = seconds + *left;
  if (!said_) {
    if (all <= long_job || seconds < steady) return {};
    said_ = all;
    last_ = seconds;
    return fmt::format("annealvi: {}: about {}", label_, rough_duration(all));
  }
  // Twice the time of the line before: a job whose rate keeps changing does not fill the log.
  const bool corrected =
      (all > wrong * *said_ || wrong * all < *said_) && *left > long_job && seconds >= 2.0 * last_;
  if (!corrected && seconds - last_ < pause) return {};
  said_ = all;
  last_ = seconds;
  return fmt::format("annealvi: {}: {:.0f} % after {}, about {} left", label_,
                     100.0 * std::min(share, 1.0), rough_duration(seconds), rough_duration(*left));
}

std::string Forecast::at_first_step(double seconds) {
  constexpr double long_job = 10.0, first_pause = 50.0, pause = 300.0;  // seconds
  if (!said_unknown_) {
    if (seconds < long_job) return {};
    said_unknown_ = true;
    last_ = seconds;
    return fmt::format(
        "annealvi: {}: its first step takes more than {}, how long all takes is not known yet",
        label_, rough_duration(seconds));
  }
  if (seconds - last_ < (last_ < first_pause ? first_pause : pause)) return {};
  last_ = seconds;
  return fmt::format("annealvi: {}: still at its first step after {}", label_,
                     rough_duration(seconds));
}

ProgressBar::ProgressBar(std::string label, std::string unit)
    : label_(std::move(label)),
      unit_(std::move(unit)),
      terminal_(standard_error_is_terminal()),
      start_(Clock::now()),
      last_(start_ - redraw_interval),
      forecast_(label_) {
  try {
    watch_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  } catch (const std::system_error&) {
    // A machine without a thread to spare gets the bar with its updates only.
  }
}

ProgressBar::~ProgressBar() {
  finish();
}

void ProgressBar::update(double done, double total) {
  const std::scoped_lock lock(mutex_);
  done_ = done;
  total_ = total;
  if (terminal_ && Clock::now() - last_ >= redraw_interval) draw();
}

void ProgressBar::watch(const std::stop_token& stop) {
  constexpr auto tick = std::chrono::seconds(1);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, stop, tick, [] { return false; }) && !stop.stop_requested()) {
    if (terminal_) {
      if (Clock::now() - last_ >= tick) draw();
      continue;
    }
    std::string line = forecast_.due(total_ > 0.0 ? done_ / total_ : 0.0, seconds_since_start());
    if (line.empty()) continue;
    line += '\n';
    (void)std::fwrite(line.data(), 1, line.size(), stderr);
  }
}

void ProgressBar::finish() {
  watch_ = {};
  const std::scoped_lock lock(mutex_);
  if (!drawn_) return;
  draw();
  std::fputc('\n', stderr);
  drawn_ = false;
}

double ProgressBar::seconds_since_start() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void ProgressBar::draw() {
  last_ = Clock::now();
  // One column is left free: a full line would wrap and leave its copies behind.
  const std::string line =
      progress_line(label_, unit_, done_, total_, seconds_since_start(), terminal_columns() - 1);
  std::fprintf(stderr, "\r\033[K%s", line.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace annealvi
