// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// Progress bar on standard error: share done, rate, elapsed and remaining time. Silent unless
// standard error is a terminal.
#pragma once

#include <chrono>
#include <string>

namespace annealvi {

/// One line without control characters, at most `width` columns; public so that it can be tested.
/// `done` and `total` in `unit`s; total <= 0 means not known yet.
[[nodiscard]] std::string progress_line(const std::string& label, const std::string& unit,
                                        double done, double total, double seconds, int width);

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
  void draw();

  using Clock = std::chrono::steady_clock;
  std::string label_, unit_;
  bool shown_;  ///< standard error is a terminal
  bool drawn_ = false;
  double done_ = 0.0, total_ = 0.0;
  Clock::time_point start_, last_;
};

}  // namespace annealvi
