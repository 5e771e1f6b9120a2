// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Progress on standard error. On a terminal a bar: share done, rate, elapsed and remaining time.
// Elsewhere (a log, a pipe) a job of more than ten seconds says how long it will take, again when
// that turns out wrong, and how far it is every five minutes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace annealvi {

/// One line without control characters, at most `width` columns; public so that it can be tested.
/// `done` and `total` in `unit`s; total <= 0: not known, no bar.
[[nodiscard]] std::string progress_line(const std::string& label, const std::string& unit,
                                        double done, double total, double seconds, int width);

/// How long a job still takes: at the rate of the second half of its time so far, since machines
/// get busy and tasks differ from what was expected of them.
class RemainingTime {
 public:
  /// Of which `share`, in [0, 1], is done after `seconds`; both grow from call to call.
  void hear(double share, double seconds);
  /// In seconds; empty before anything is done.
  [[nodiscard]] std::optional<double> left() const;

 private:
  struct State {
    double share, seconds;
  };
  std::deque<State> heard_{{0.0, 0.0}};  ///< the first: the last one at half of the time or before
};

/// What a log is to be told about a job of which `share` is done after `seconds`: once how long it
/// takes, again when that was wrong by half or more, and every five minutes how far it is.
class Forecast {
 public:
  explicit Forecast(std::string label) : label_(std::move(label)) {}

  /// A sentence, or nothing: most of the time. `seconds` grow from call to call.
  [[nodiscard]] std::string due(double share, double seconds);

 private:
  [[nodiscard]] std::string at_first_step(double seconds);

  std::string label_;
  RemainingTime remaining_;
  bool said_unknown_ = false;
  std::optional<double> said_;  ///< seconds from start to end
  double last_ = 0.0;
};

/// Redrawn at most ten times a second. Calls must be serialised, as the progress callbacks of
/// `run_ensemble` and `collapse_curve` are.
class ProgressBar {
 public:
  /// `unit` in the plural ("runs"), used for the rate.
  ProgressBar(std::string label, std::string unit);
  ~ProgressBar();  ///< calls finish()
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void update(double done, double total);
  /// Draws the last state and ends the line, so that messages after it start on their own.
  /// Repeatable.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  void watch(const std::stop_token& stop);
  void draw();
  [[nodiscard]] double seconds_since_start() const;

  std::string label_, unit_;
  bool terminal_;
  Clock::time_point start_;

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable_any wake_;
  bool drawn_ = false;
  double done_ = 0.0, total_ = 0.0;
  Clock::time_point last_;
  Forecast forecast_;

  std::jthread
      watch_;  ///< nothing may call update for minutes; the last member, it uses the others
};

}  // namespace annealvi
