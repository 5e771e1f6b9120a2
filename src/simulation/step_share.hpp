// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// How far a run has come whose single steps take long: within a step by its parts, of which the
// next step has as many as the last.
#pragma once

#include <algorithm>

namespace annealvi {

class StepShare {
 public:
  /// Of the first step, roughly: its parts, >= 1, and its share of the run.
  StepShare(double parts, double step) : parts_(parts), step_(step) {}

  /// A step ends, at this share of the run.
  double step_done(double share) {
    if (share > share_) {
      step_ = share - share_;
      if (done_ > 0.0) parts_ = done_;
    }
    share_ = share;
    done_ = 0.0;
    return share_;
  }

  /// A part of a step begins: the share of the run until here.
  double part_begins() { return share_ + step_ * std::min(1.0, done_++ / parts_); }

 private:
  double parts_, step_;
  double share_ = 0.0, done_ = 0.0;
};

}  // namespace annealvi
